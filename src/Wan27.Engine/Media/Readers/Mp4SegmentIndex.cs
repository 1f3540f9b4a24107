namespace Wan27.Engine.Media.Readers;

/// <summary>
/// The time that the segment indexes (sidx) of one track cover. There may be one for the whole film, one for each segment, or some that
/// refer to others; so they are laid side by side on the time line, never added up.
/// </summary>
internal sealed class Mp4SegmentIndex
{
    private readonly Dictionary<uint, (double Start, double End)> _covered = [];

    private const int Tracks = 64;

    public void Add(ByteSource source, long data, long end)
    {
        if (source.UInt32(data + 4) is not { } track || source.UInt32(data + 8) is not ({ } timescale and > 0))
        {
            return;
        }

        var isWide = source.Byte(data) != 0;
        var start = ((isWide ? source.UInt64(data + 12) : source.UInt32(data + 12)) ?? 0) / (double)timescale;
        var head = data + (isWide ? 28 : 20);
        var entries = new Mp4Table(source, head + 4, end, (source.UInt32(head) ?? 0) & 0xFFFF, 12, stackalloc byte[Mp4Table.BlockSize]);
        var length = 0UL;
        while (entries.Next(out var entry))
        {
            length += System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(entry[4..]);
        }

        var stop = start + (length / (double)timescale);
        if (_covered.TryGetValue(track, out var covered))
        {
            _covered[track] = (Math.Min(covered.Start, start), Math.Max(covered.End, stop));
        }
        else if (_covered.Count < Tracks)
        {
            _covered[track] = (start, stop);
        }
    }

    /// <summary>Length of what is covered of a track; null where no index speaks of it.</summary>
    public TimeSpan? Covered(uint track) => _covered.TryGetValue(track, out var covered) ? Mp4Track.Span(covered.End - covered.Start) : null;
}
