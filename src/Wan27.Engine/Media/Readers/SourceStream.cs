namespace Wan27.Engine.Media.Readers;

/// <summary>Shows a window of a <see cref="ByteSource"/> as a stream, for MetadataExtractor: its reads then count against the same budget.</summary>
internal sealed class SourceStream(ByteSource source, long start, long length) : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; } = Math.Max(0, Math.Min(length, source.Length - start));

    public override long Position
    {
        get => _position;
        set => _position = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Clamp(Length - _position, 0, buffer.Length);
        var done = count == 0 ? 0 : source.Read(start + _position, buffer[..count]);
        _position += done;
        return done;
    }

    public override int ReadByte()
    {
        Span<byte> value = stackalloc byte[1];
        return Read(value) == 1 ? value[0] : -1;
    }

    public override long Seek(long offset, SeekOrigin origin)
        => _position = Math.Max(0, origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => _position + offset,
            _ => Length + offset,
        });

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
