namespace Wan27.Engine.Media.Readers;

/// <summary>
/// Walks a table of equal entries in blocks: a read for each entry would use up the budget of a long film, and half a table would make it
/// shorter than it is.
/// </summary>
internal ref struct Mp4Table
{
    /// <summary>Bytes that callers lend for a block.</summary>
    public const int BlockSize = 2048;

    private readonly ByteSource _source;
    private readonly Span<byte> _block;
    private readonly int _size;
    private readonly long _end;
    private long _next;
    private int _at;
    private int _have;

    /// <param name="source">The file.</param>
    /// <param name="start">First byte of the first entry.</param>
    /// <param name="end">First byte after the box.</param>
    /// <param name="count">Entries that the box declares.</param>
    /// <param name="size">Bytes of an entry.</param>
    /// <param name="block">Room to read into.</param>
    public Mp4Table(ByteSource source, long start, long end, uint count, int size, Span<byte> block)
    {
        _source = source;
        _block = block[..(block.Length / size * size)];
        _size = size;
        _next = start;
        _end = start + (Math.Min(count, Math.Max(0, end - start) / size) * size);
        IsCut = _end < start + ((long)count * size);
    }

    /// <summary>True when fewer entries are there than were declared.</summary>
    public bool IsCut { get; private set; }

    public bool Next(out ReadOnlySpan<byte> entry)
    {
        if (_at == _have)
        {
            var wanted = (int)Math.Min(_block.Length, _end - _next);
            _at = 0;
            _have = wanted <= 0 ? 0 : _source.Read(_next, _block[..wanted]) / _size * _size;
            _next += _have;
            if (_have == 0)
            {
                IsCut |= _next < _end;
                entry = default;
                return false;
            }
        }

        entry = _block.Slice(_at, _size);
        _at += _size;
        return true;
    }
}
