using Wan27.Engine.Media;

namespace Wan27.Engine.Tests.Media;

/// <summary>A test that needs ffmpeg; skipped, with the reason, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FfmpegFactAttribute : FactAttribute
{
    public FfmpegFactAttribute() => Skip = FfmpegTools.Find() is null ? "ffmpeg and ffprobe are not on the PATH." : null;
}

/// <summary>As <see cref="FfmpegFactAttribute"/>, for theories.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FfmpegTheoryAttribute : TheoryAttribute
{
    public FfmpegTheoryAttribute() => Skip = FfmpegTools.Find() is null ? "ffmpeg and ffprobe are not on the PATH." : null;
}
