namespace Wan27.Engine.Stores;

/// <summary>
/// An object as a stream that can seek. What a reader of headers asks for in small pieces is fetched in larger ones, and kept for a while; who reads on
/// gets ever larger ones, so that a sound whose frames are counted takes few requests.
/// </summary>
/// <param name="fetch">Fetches a piece: where it begins, and what takes it.</param>
/// <param name="length">Bytes of the object.</param>
/// <param name="ct">Stops a fetch.</param>
internal sealed class ObjectStream(Func<long, Memory<byte>, CancellationToken, Task<int>> fetch, long length, CancellationToken ct) : SeekableSource(length)
{
    private const int First = 64 * 1024;
    private const int Largest = 1024 * 1024;
    private const int Kept = 8;

    private readonly LinkedList<(long Offset, byte[] Bytes)> _pieces = [];
    private long _next = -1;
    private int _size = First;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || Position >= Length)
        {
            return 0;
        }

        var (start, bytes) = PieceAt(Position);
        var from = (int)(Position - start);
        var count = Math.Min(buffer.Length, bytes.Length - from);
        bytes.AsSpan(from, count).CopyTo(buffer);
        Position += count;
        return count;
    }

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
        var piece = new byte[Math.Min(_size, Length - position)];

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
