namespace Wan27.Emulator.Media;

/// <summary>Inputs that exist without any network: <c>/_media/photo.png</c>, <c>last.png</c>, <c>clip.mp4</c> (3 s), <c>video.mp4</c> (5 s) and <c>tone.wav</c> (4 s).</summary>
internal static class SampleMedia
{
    public const string Prefix = "/_media/";

    private static readonly Dictionary<string, Lazy<MediaFile>> Files = new()
    {
        ["photo.png"] = new(static () => MediaFile.InMemory("image/png", PngPicture.Encode(1280, 720, "photo", []))),
        ["last.png"] = new(static () => MediaFile.InMemory("image/png", PngPicture.Encode(1280, 720, "last", []))),
        ["clip.mp4"] = new(static () => MediaFile.InMemory("video/mp4", MosaicVideo.Encode(1280, 720, 3 * MosaicVideo.FramesPerSecond, tint: 1))),
        ["video.mp4"] = new(static () => MediaFile.InMemory("video/mp4", MosaicVideo.Encode(1280, 720, 5 * MosaicVideo.FramesPerSecond, tint: 2))),
        ["tone.wav"] = new(static () => MediaFile.InMemory("audio/wav", WavTone.Encode(4))),
    };

    public static MediaFile? Find(string path)
        => path.StartsWith(Prefix, StringComparison.Ordinal) && Files.TryGetValue(path[Prefix.Length..], out var file) ? file.Value : null;
}
