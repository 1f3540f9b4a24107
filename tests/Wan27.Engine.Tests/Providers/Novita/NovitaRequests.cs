using Wan27.Engine.Routes;
using Wan27.Engine.Routes.ImageToVideo;
using Wan27.Engine.Routes.ReferenceToVideo;
using Wan27.Engine.Routes.TextToVideo;
using Wan27.Engine.Routes.VideoEdit;

namespace Wan27.Engine.Tests.Providers.Novita;

/// <summary>The jobs of the sample messages, as a user asks for them.</summary>
internal static class NovitaRequests
{
    public static ImageToVideoRequest ImageToVideo { get; } = new()
    {
        Model = "wan2.7-i2v", Prompt = "The kite climbs", FirstFrame = Cdn("a.png"), LastFrame = Cdn("b.png"), DrivingAudio = Cdn("w.mp3"), Resolution = "720p", Duration = 6, NegativePrompt = "blur", Watermark = false, Seed = 41,
    };

    public static VideoEditRequest VideoEdit { get; } = new()
    {
        Model = "wan2.7-videoedit", Prompt = "Paper cut-out style", Video = Cdn("in.mp4"), ReferenceImages = [Cdn("1.png"), Cdn("2.png"), Cdn("3.png")], Ratio = "9:16", Resolution = "1080P", Duration = 0,
        AudioSetting = "Origin", NegativePrompt = "blur", Watermark = false, Seed = 7,
    };

    public static TextToVideoRequest TextToVideo { get; } = new()
    {
        Model = "wan2.7-t2v", Prompt = "Snow on a pier", Resolution = "720P", Ratio = "16:9", Duration = 5, DrivingAudio = Cdn("w.mp3"), NegativePrompt = "blur", Watermark = false, Seed = 3,
    };

    public static ReferenceToVideoRequest ReferenceToVideo { get; } = new()
    {
        Model = "wan2.7-r2v", Prompt = "character1 waves to character2", ReferenceImages = [Cdn("r.png")], ReferenceVideos = [Cdn("r.mp4")], Voices = [Cdn("v.mp3")], Resolution = "1080P", Ratio = "16:9", Duration = 5, Watermark = false,
    };

    public static RouteRequest Of(string sample) => sample switch
    {
        "novita_submit_i2v" => ImageToVideo,
        "novita_submit_i2v_clip" => new ImageToVideoRequest { Model = "wan2.7-i2v", FirstClip = Cdn("tram.mp4"), Resolution = "1080P", Duration = 10 },
        "novita_submit_videoedit" => VideoEdit,
        "novita_submit_t2v" => TextToVideo,
        _ => ReferenceToVideo,
    };

    public static MediaSource Cdn(string name) => MediaSource.Remote($"https://cdn.example.com/{name}");
}
