using Wan27.Engine.Routes;
using Wan27.Engine.Routes.VideoEdit;

namespace Wan27.Engine.Tests.Providers.WaveSpeed;

/// <summary>The job of the sample messages, as a user asks for it.</summary>
internal static class WaveSpeedRequests
{
    public static VideoEditRequest VideoEdit { get; } = new()
    {
        Model = "wan2.7-videoedit", Prompt = "Paper cut-out style", Video = Cdn("in.mp4"), ReferenceImages = [Cdn("1.png")], NegativePrompt = "blur", Resolution = "1080P", Duration = 0, AudioSetting = "Origin", Seed = 7,
    };

    public static MediaSource Cdn(string name) => MediaSource.Remote($"https://cdn.example.com/{name}");
}
