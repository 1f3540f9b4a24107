namespace Wan27.Engine.Results.Proofs;

/// <summary>Where a film keeps its media, to hold samples against.</summary>
internal sealed class MediaRanges
{
    private readonly List<(long Start, long End)> _ranges = [];

    public bool IsEmpty => _ranges.Count == 0;

    /// <summary>Takes the ranges in the order of the file.</summary>
    public void Add(long start, long end) => _ranges.Add((start, end));

    /// <summary>True when all these bytes lie in one of the ranges.</summary>
    public bool Hold(long start, long length)
    {
        var (low, high) = (0, _ranges.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var range = _ranges[middle];
            if (start < range.Start)
            {
                high = middle - 1;
            }
            else if (start >= range.End)
            {
                low = middle + 1;
            }
            else
            {
                return length <= range.End - start;
            }
        }

        return false;
    }
}
