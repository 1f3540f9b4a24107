using System.Buffers.Binary;

namespace Wan27.Engine.Media.Readers;

/// <summary>
/// Walks the boxes of one level of an ISO media file. MetadataExtractor's QuickTime reader knows no edit lists, fragments, tracks
/// turned by their matrix or boxes cut off by the end of the file, and copies some boxes with the size they declare.
/// </summary>
internal ref struct BoxCursor(ByteSource source, long start, long end)
{
    private readonly ByteSource _source = source;
    private long _next = start;

    public uint Type { get; private set; }

    public long Start { get; private set; }

    /// <summary>First byte of the content.</summary>
    public long Data { get; private set; }

    /// <summary>First byte after the box, as declared; it may lie beyond the file.</summary>
    public long End { get; private set; }

    /// <summary>True when the walk ended at something that is not a box.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Where the next box is looked for: after the end of a walk, the first byte that belongs to no box.</summary>
    public readonly long Position => _next;

    public bool Next()
    {
        // Both words at once: long fragmented films have thousands of boxes, and each read counts.
        Span<byte> head = stackalloc byte[8];
        if (_next + 8 > end || !_source.TryRead(_next, head))
        {
            return false;
        }

        var size = BinaryPrimitives.ReadUInt32BigEndian(head);
        var type = BinaryPrimitives.ReadUInt32BigEndian(head[4..]);
        Start = _next;
        Type = type;
        Data = _next + 8;
        switch (size)
        {
            // A size of zero reaches to the end of the file; without a name it is padding.
            case 0 when type == 0:
                return false;
            case 0:
                End = end;
                break;
            case 1:
                Data = _next + 16;
                if (_source.UInt64(_next + 8) is not { } large)
                {
                    return false;
                }

                if (large is < 16 or > long.MaxValue / 2)
                {
                    IsBroken = true;
                    return false;
                }

                End = _next + (long)large;
                break;
            case < 8:
                IsBroken = true;
                return false;
            default:
                End = _next + size;
                break;
        }

        _next = End;
        return true;
    }
}
