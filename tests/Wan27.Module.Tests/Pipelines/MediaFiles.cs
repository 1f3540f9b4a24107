using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Pipelines;

/// <summary>Small valid files in a session's folder, from the emulator's own samples.</summary>
internal static class MediaFiles
{
    public static void Write(Shell shell, EmulatorControl emulator)
    {
        foreach (var (file, sample) in new[] { ("photo.png", "photo.png"), ("last.png", "last.png"), ("clip.mp4", "clip.mp4"), ("voice.wav", "tone.wav") })
        {
            File.WriteAllBytes(shell.PathOf(file), emulator.Media(sample));
        }
    }
}
