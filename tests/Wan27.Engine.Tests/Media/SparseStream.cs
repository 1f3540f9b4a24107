namespace Wan27.Engine.Tests.Media;

/// <summary>Bytes at the beginning and, if given, at the end of an otherwise empty file of any length.</summary>
internal sealed class SparseStream(byte[] head, long length, byte[]? tail = null) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; } = length;

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var done = (int)Math.Clamp(Length - Position, 0, count);
        for (var i = 0; i < done; i++)
        {
            var at = Position + i;
            var fromEnd = at - (Length - (tail?.Length ?? 0));
            buffer[offset + i] = at < head.Length ? head[at] : fromEnd >= 0 ? tail![fromEnd] : (byte)0;
        }

        Position += done;
        return done;
    }

    public override long Seek(long offset, SeekOrigin origin)
        => Position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => Position + offset, _ => Length + offset };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
