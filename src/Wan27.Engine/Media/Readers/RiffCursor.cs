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
        _next = Data + size + (size & 1);
        return true;
    }
}
