namespace Wan27.Engine.Media;

/// <summary>What came of decoding one stream, wholly or up to a point.</summary>
/// <param name="Times">Where each picture, or packet of sound, begins, counted from the first.</param>
/// <param name="Length">From the beginning of the first to the end of the last; null where nothing was decoded.</param>
/// <param name="Complaint">The decoder's first complaint.</param>
internal sealed record ProbedFrames(IReadOnlyList<double> Times, TimeSpan? Length, string? Complaint)
{
    public int Count => Times.Count;

    /// <summary>Pictures that begin before a moment.</summary>
    public int CountBefore(TimeSpan end) => Times.Count(time => time < end.TotalSeconds - 1e-6);
}
