namespace Wan27.Engine.Media.Readers;

/// <summary>
/// Walks the chunks of a RIFF file (WEBP, WAV, AVI) by their headers. MetadataExtractor's walker copies each accepted chunk with the
/// size that it declares, and knows neither RF64 nor chunks cut off by the end of the file.
/// </summary>
internal ref struct RiffCursor(ByteSource source, long start, long end)
{
    private readonly ByteSource _source = source;
    private readonly long _end = Math.Min(end, source.Length);
    private long _next = start;

    /// <summary>Chunk name as four characters, most significant first.</summary>
    public uint Type { get; private set; }

    public uint Size { get; private set; }

    public long Data { get; private set; }

    public bool Next()
    {
        if (_next + 8 > _end || _source.UInt32(_next) is not { } type || _source.UInt32Little(_next + 4) is not { } size)
        {
            return false;
        }

        Type = type;
        Size = size;
        Data = _next + 8;
        Resize(size);
        return true;
    }

    /// <summary>Sets where the next chunk starts, for a size that stands elsewhere.</summary>
    public void Resize(long size)
    {
        _next = Data > long.MaxValue - size - 1 ? long.MaxValue - 8 : Data + size;
        if ((size & 1) != 0 && !StartsWithoutPadding())
        {
            _next++;
        }
    }

    /// <summary>Some writers forget the byte that makes a chunk even; the next one's name then stands in its place.</summary>
    private readonly bool StartsWithoutPadding()
    {
        if (_next + 8 > _end || _source.UInt32(_next) is not { } name)
        {
            return false;
        }

        for (var shift = 0; shift < 32; shift += 8)
        {
            if (((name >> shift) & 0xFF) is < ' ' or > '~')
            {
                return false;
            }
        }

        return _source.UInt32Little(_next + 4) is { } size && _next + 8 + size <= _end;
    }
}
