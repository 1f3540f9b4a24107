namespace Wan27.Engine.Stores;

/// <summary>
/// An object as a stream that can seek. What a reader of headers asks for in small pieces is fetched in larger ones, and kept for a while; who reads on
/// gets ever larger ones, so that a sound whose frames are counted takes few requests.
/// </summary>
/// <param name="fetch">Fetches a piece: where it begins, and what takes it.</param>
/// <param name="length">Bytes of the object.</param>
/// <param name="ct">Stops a fetch.</param>
internal sealed class ObjectStream(Func<long, Memory<byte>, CancellationToken, Task<int>> fetch, long length, CancellationToken ct) : Stream
{
    private const int First = 64 * 1024;
    private const int Largest = 1024 * 1024;
    private const int Kept = 8;

    private readonly LinkedList<(long Offset, byte[] Bytes)> _pieces = [];
    private long _position;
    private long _next = -1;
    private int _size = First;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => _position = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || _position >= length)
        {
            return 0;
        }

        var (start, bytes) = PieceAt(_position);
        var from = (int)(_position - start);
        var count = Math.Min(buffer.Length, bytes.Length - from);
        bytes.AsSpan(from, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override long Seek(long offset, SeekOrigin origin)
        => _position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => _position + offset,
            _ => length + offset,
        };

    public override void Flush()
    {
        // Nothing is ever written.
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private (long Offset, byte[] Bytes) PieceAt(long position)
    {
        for (var node = _pieces.First; node is not null; node = node.Next)
        {
            if (position >= node.Value.Offset && position < node.Value.Offset + node.Value.Bytes.Length)
            {
                return node.Value;
            }
        }

        _size = position == _next ? Math.Min(_size * 2, Largest) : First;
        var piece = new byte[Math.Min(_size, length - position)];

        // The readers of headers are synchronous, and run on a thread of their own.
        var count = fetch(position, piece, ct).GetAwaiter().GetResult();
        if (count == 0)
        {
            throw new EndOfStreamException();
        }

        _next = position + count;
        _pieces.AddFirst((position, count == piece.Length ? piece : piece[..count]));
        if (_pieces.Count > Kept)
        {
            _pieces.RemoveLast();
        }

        return _pieces.First!.Value;
    }
}
