using Wan27.Engine.Routes;
using Wan27.Engine.Routes.Image;
using Wan27.Engine.Routes.ImageToVideo;
using Wan27.Engine.Routes.ReferenceToVideo;
using Wan27.Engine.Routes.TextToVideo;
using Wan27.Engine.Routes.VideoEdit;

namespace Wan27.Engine.Tests.Providers.Fal;

/// <summary>The jobs of the sample messages, as a user asks for them.</summary>
internal static class FalRequests
{
    public static RouteRequest Of(string sample) => sample switch
    {
        "fal_submit_i2v" => ImageToVideo,
        "fal_submit_i2v_clip" => new ImageToVideoRequest { Model = "wan2.7-i2v", Prompt = "The tram leaves", FirstClip = Cdn("tram.mp4"), Resolution = "1080P", Duration = 10 },
        "fal_submit_videoedit" => VideoEdit,
        "fal_submit_t2v" => new TextToVideoRequest { Model = "wan2.7-t2v", Prompt = "Snow on a pier", Ratio = "1:1", Resolution = "1080P", Duration = 5 },
        "fal_submit_r2v" => new ReferenceToVideoRequest { Model = "wan2.7-r2v", Prompt = "Image 1 waves to Video 1", ReferenceImages = [Cdn("r.png")], ReferenceVideos = [Cdn("r.mp4")], Ratio = "16:9", Resolution = "720P", Duration = 5 },
        "fal_submit_t2i_pro" => new ImageRequest { Model = "wan2.7-image-pro", Prompt = "A tin robot in the rain", Size = "1536*1024", Count = 2, Seed = 99 },
        _ => new ImageRequest { Model = "wan2.7-image", Prompt = "Put the hat of image 2 on the cat of image 1", Images = [Cdn("cat.png"), Cdn("hat.png")], Size = "landscape_4_3" },
    };

    public static ImageToVideoRequest ImageToVideo { get; } = new()
    {
        Model = "wan2.7-i2v", Prompt = "The kite climbs", FirstFrame = Cdn("a.png"), LastFrame = Cdn("b.png"), DrivingAudio = Cdn("wind.mp3"), Resolution = "720P", Duration = 6, NegativePrompt = "blur", Seed = 41,
    };

    public static VideoEditRequest VideoEdit { get; } = new()
    {
        Model = "wan2.7-videoedit", Prompt = "Paper cut-out style", Video = Cdn("in.mp4"), ReferenceImages = [Cdn("ref.png")], Resolution = "1080P", Ratio = "9:16", Duration = 0, AudioSetting = "Origin", Seed = 7,
    };

    public static MediaSource Cdn(string name) => MediaSource.Remote($"https://cdn.example.com/{name}");
}
