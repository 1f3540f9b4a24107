using Wan27.Engine.Media;

namespace Wan27.Engine.Routes.TextToVideo;

/// <summary>The text-to-video route (contract section 5).</summary>
internal static class TextToVideoRoute
{
    public static MediaRole DrivingAudio { get; } = new("DrivingAudio", WanRoutes.TextToVideo, "t2v.audio", MediaKind.Audio);

    public static RouteDescriptor Descriptor { get; } = new()
    {
        Name = WanRoutes.TextToVideo,
        Request = typeof(TextToVideoRequest),
        Senders = ["Start-WanTextVideoTask"],
        Checker = "Test-WanTextVideoInput",
        Roles = [DrivingAudio],
        NeedsPrompt = true,
        Options =
        [
            RouteOption.Prompt("t2v"), RouteOption.NegativePrompt("t2v"), RouteOption.Of(DrivingAudio), RouteOption.Resolution("t2v"), RouteOption.Ratio("t2v"), RouteOption.Duration("t2v"),
            RouteOption.NoPromptExtend, RouteOption.Watermark, RouteOption.Seed,
        ],
    };
}
