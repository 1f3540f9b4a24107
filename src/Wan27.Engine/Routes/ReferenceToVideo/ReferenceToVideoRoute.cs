using Wan27.Engine.Media;

namespace Wan27.Engine.Routes.ReferenceToVideo;

/// <summary>The reference-to-video route (contract section 5).</summary>
internal static class ReferenceToVideoRoute
{
    public static MediaRole ReferenceImage { get; } = new("ReferenceImage", WanRoutes.ReferenceToVideo, "r2v.image", MediaKind.Image);

    public static MediaRole ReferenceVideo { get; } = new("ReferenceVideo", WanRoutes.ReferenceToVideo, "r2v.video", MediaKind.Video);

    public static MediaRole ReferenceVoice { get; } = new("ReferenceVoice", WanRoutes.ReferenceToVideo, "r2v.voice", MediaKind.Audio);

    public static MediaRole FirstFrame { get; } = new("FirstFrame", WanRoutes.ReferenceToVideo, "r2v.frame", MediaKind.Image);

    public static RouteDescriptor Descriptor { get; } = new()
    {
        Name = WanRoutes.ReferenceToVideo,
        Request = typeof(ReferenceToVideoRequest),
        Senders = ["Start-WanReferenceVideoTask"],
        Checker = "Test-WanReferenceVideoInput",
        Roles = [ReferenceImage, ReferenceVideo, ReferenceVoice, FirstFrame],
        NeedsPrompt = true,
        Options =
        [
            RouteOption.Prompt("r2v"), RouteOption.NegativePrompt("r2v"), RouteOption.Of(ReferenceImage, max: "r2v.references.max"), RouteOption.Of(ReferenceVideo, max: "r2v.references.max"),
            RouteOption.Of(ReferenceVoice, max: "r2v.references.max"), RouteOption.Of(FirstFrame), RouteOption.Resolution("r2v"), RouteOption.Ratio("r2v"), RouteOption.Duration("r2v"),
            RouteOption.NoPromptExtend, RouteOption.Watermark, RouteOption.Seed,
        ],
    };
}
