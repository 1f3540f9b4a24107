using Wan27.Engine.Routes;
using Wan27.Engine.Routes.Image;
using Wan27.Engine.Routes.ImageToVideo;
using Wan27.Engine.Routes.ReferenceToVideo;
using Wan27.Engine.Routes.VideoEdit;

namespace Wan27.Engine.Tests.Providers.Replicate;

/// <summary>The jobs of the sample messages, as a user asks for them.</summary>
internal static class ReplicateRequests
{
    public static RouteRequest Of(string sample) => sample switch
    {
        "replicate_submit_i2v" => ImageToVideo,
        "replicate_submit_videoedit" => new VideoEditRequest { Model = "wan2.7-videoedit", Prompt = "Paper cut-out style", Video = Cdn("in.mp4"), ReferenceImages = [Cdn("ref.png")], Resolution = "1080P", AudioSetting = "Origin", Seed = 7 },
        "replicate_submit_r2v" => new ReferenceToVideoRequest { Model = "wan2.7-r2v", Prompt = "The cat by the window", ReferenceImages = [Cdn("cat.jpg")], Resolution = "1080P", Ratio = "9:16", Duration = 5, Seed = 456 },
        _ => new ImageRequest { Model = "wan2.7-image-pro", Prompt = "Two cups", Images = [Cdn("a.png")], Size = "2K", Count = 2, NoThinking = true, Seed = 5 },
    };

    public static ImageToVideoRequest ImageToVideo { get; } = new()
    {
        Model = "wan2.7-i2v", Prompt = "The kite climbs", FirstFrame = Cdn("a.png"), LastFrame = Cdn("b.png"), DrivingAudio = Cdn("w.mp3"), Resolution = "720P", Duration = 6, NegativePrompt = "blur", Seed = 41,
    };

    public static MediaSource Cdn(string name) => MediaSource.Remote($"https://cdn.example.com/{name}");
}
