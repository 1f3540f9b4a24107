using System.Buffers.Binary;

namespace Wan27.Engine.Results.Proofs;

/// <summary>
/// A stored file's bytes by their place, one page in memory at a time. The readers of Media judge inputs under a budget; a result is
/// proven to its last byte, so that nothing is left out here.
/// </summary>
internal sealed class ProofBytes(Stream stream)
{
    private const int PageSize = 32 * 1024;

    private readonly byte[] _page = new byte[PageSize];
    private long _pageStart;
    private int _pageLength;

    public long Length { get; } = stream.Length;

    /// <summary>A second reader of the same file, for a place far from the first one's.</summary>
    public ProofBytes Another() => new(stream);

    /// <summary>The bytes from an offset on, as many as are at hand; none at the end of the file.</summary>
    public ReadOnlySpan<byte> From(long offset)
    {
        if (offset < _pageStart || offset >= _pageStart + _pageLength)
        {
            Load(offset);
        }

        return _page.AsSpan((int)(offset - _pageStart), _pageLength - (int)(offset - _pageStart));
    }

    public bool TryRead(long offset, Span<byte> target)
    {
        while (target.Length > 0)
        {
            var at = offset < 0 ? [] : From(offset);
            if (at.IsEmpty)
            {
                return false;
            }

            var count = Math.Min(at.Length, target.Length);
            at[..count].CopyTo(target);
            target = target[count..];
            offset += count;
        }

        return true;
    }

    /// <summary>The byte there; -1 behind the end.</summary>
    public int Byte(long offset) => From(offset) is { IsEmpty: false } at ? at[0] : -1;

    /// <summary>A big-endian number; one that is not there whole is 0, which callers have ruled out by the box it lies in.</summary>
    public uint UInt32(long offset)
    {
        Span<byte> value = stackalloc byte[4];
        return TryRead(offset, value) ? BinaryPrimitives.ReadUInt32BigEndian(value) : 0;
    }

    public ulong UInt64(long offset)
    {
        Span<byte> value = stackalloc byte[8];
        return TryRead(offset, value) ? BinaryPrimitives.ReadUInt64BigEndian(value) : 0;
    }

    public uint UInt32Little(long offset)
    {
        Span<byte> value = stackalloc byte[4];
        return TryRead(offset, value) ? BinaryPrimitives.ReadUInt32LittleEndian(value) : 0;
    }

    private void Load(long offset)
    {
        _pageStart = offset;
        _pageLength = 0;
        if (offset >= Length)
        {
            return;
        }

        stream.Position = offset;
        int count;
        while (_pageLength < PageSize && (count = stream.Read(_page, _pageLength, PageSize - _pageLength)) > 0)
        {
            _pageLength += count;
        }
    }
}
