using Wan27.Engine.Media;

namespace Wan27.Engine.Routes.ImageToVideo;

/// <summary>The image-to-video route (contract section 3).</summary>
internal static class ImageToVideoRoute
{
    public static MediaRole FirstFrame { get; } = new("FirstFrame", WanRoutes.ImageToVideo, "i2v.frame", MediaKind.Image);

    public static MediaRole LastFrame { get; } = new("LastFrame", WanRoutes.ImageToVideo, "i2v.frame", MediaKind.Image);

    public static MediaRole FirstClip { get; } = new("FirstClip", WanRoutes.ImageToVideo, "i2v.clip", MediaKind.Video);

    public static MediaRole DrivingAudio { get; } = new("DrivingAudio", WanRoutes.ImageToVideo, "i2v.audio", MediaKind.Audio);

    public static RouteDescriptor Descriptor { get; } = new()
    {
        Name = WanRoutes.ImageToVideo,
        Request = typeof(ImageToVideoRequest),
        Senders = ["Start-WanVideoTask"],
        Checker = "Test-WanVideoInput",
        Roles = [FirstFrame, LastFrame, FirstClip, DrivingAudio],
        Options =
        [
            RouteOption.Prompt("i2v"), RouteOption.NegativePrompt("i2v"), RouteOption.Of(FirstFrame), RouteOption.Of(LastFrame), RouteOption.Of(FirstClip), RouteOption.Of(DrivingAudio),
            RouteOption.Resolution("i2v"), RouteOption.Duration("i2v"), RouteOption.NoPromptExtend, RouteOption.Watermark, RouteOption.Seed,
        ],
    };
}
