using Wan27.Engine.Media;

namespace Wan27.Engine.Routes.VideoEdit;

/// <summary>The video-edit route (contract section 4).</summary>
internal static class VideoEditRoute
{
    public static MediaRole Video { get; } = new("Video", WanRoutes.VideoEdit, "videoedit.video", MediaKind.Video);

    public static MediaRole ReferenceImage { get; } = new("ReferenceImage", WanRoutes.VideoEdit, "videoedit.reference", MediaKind.Image);

    public static RouteDescriptor Descriptor { get; } = new()
    {
        Name = WanRoutes.VideoEdit,
        Request = typeof(VideoEditRequest),
        Senders = ["Start-WanVideoEditTask"],
        Checker = "Test-WanVideoEditInput",
        Roles = [Video, ReferenceImage],
        Options =
        [
            RouteOption.Of(Video), RouteOption.Prompt("videoedit"), RouteOption.NegativePrompt("videoedit"), RouteOption.Of(ReferenceImage, max: "videoedit.referenceImages.max"),
            RouteOption.Resolution("videoedit"), RouteOption.Ratio("videoedit"), RouteOption.Duration("videoedit", hasDefault: false), new("AudioSetting", "audio_setting") { Values = "videoedit.audio" },
            RouteOption.NoPromptExtend, RouteOption.Watermark, RouteOption.Seed,
        ],
    };
}
