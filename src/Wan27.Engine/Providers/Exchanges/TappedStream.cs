namespace Wan27.Engine.Providers.Exchanges;

/// <summary>Reads through to a body and lets its beginning be kept.</summary>
internal sealed class TappedStream(Stream inner, Tap tap) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return Taken(buffer.AsSpan(offset, count), inner.Read(buffer, offset, count));
        }
        catch (Exception broken)
        {
            tap.End(broken);
            throw;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            return Taken(buffer.Span, read);
        }
        catch (Exception broken)
        {
            tap.End(broken);
            throw;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            tap.End(null);
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Taken(ReadOnlySpan<byte> buffer, int read)
    {
        if (read == 0)
        {
            tap.End(null);
        }
        else
        {
            tap.Take(buffer[..read]);
        }

        return read;
    }
}
