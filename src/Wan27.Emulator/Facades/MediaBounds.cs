using Wan27.Emulator.Media;

namespace Wan27.Emulator.Facades;

/// <summary>What a provider takes for one of its inputs.</summary>
/// <param name="Formats">By the first bytes.</param>
/// <param name="MaxBytes">Largest size.</param>
/// <param name="MinSeconds">Shortest length; zero for pictures.</param>
/// <param name="MaxSeconds">Longest length; zero for pictures.</param>
internal sealed record MediaBounds(IReadOnlyList<MediaFormat> Formats, long MaxBytes, double MinSeconds = 0, double MaxSeconds = 0)
{
    // Containers round: half a frame beyond a bound is still within it.
    private const double Slack = 0.05;

    /// <summary>What is wrong with a file; null where it is right or lies elsewhere.</summary>
    public MediaFlaw? FlawOf(MediaFacts? facts)
        => facts is null ? null
            : !Formats.Contains(facts.Format) ? MediaFlaw.Format
            : facts.Bytes > MaxBytes ? MediaFlaw.Size
            : MaxSeconds > 0 && facts.Seconds > 0 && (facts.Seconds < MinSeconds - Slack || facts.Seconds > MaxSeconds + Slack) ? MediaFlaw.Length
            : null;
}

/// <summary>The ways in which an input can be wrong.</summary>
internal enum MediaFlaw
{
    /// <summary>No address, or one that nobody can fetch from.</summary>
    Address,

    /// <summary>Nothing is there, or no longer.</summary>
    Gone,

    Format,
    Size,
    Length,
}
