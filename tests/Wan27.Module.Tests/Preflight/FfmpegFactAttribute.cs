namespace Wan27.ModuleTests.Preflight;

/// <summary>A test that needs ffmpeg; skipped, with the reason, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FfmpegFactAttribute : FactAttribute
{
    public FfmpegFactAttribute() => Skip = IsInstalled ? null : "ffmpeg and ffprobe are not on the PATH.";

    private static bool IsInstalled => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .Any(static folder => new[] { "ffmpeg", "ffprobe" }.All(name => File.Exists(Path.Combine(folder, name)) || File.Exists(Path.Combine(folder, name + ".exe"))));
}
