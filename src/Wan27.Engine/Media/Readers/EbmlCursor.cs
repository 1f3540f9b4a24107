using System.Buffers.Binary;
using System.Numerics;

namespace Wan27.Engine.Media.Readers;

/// <summary>Walks the elements of one level of an EBML document (RFC 8794).</summary>
internal ref struct EbmlCursor(ByteSource source, long start, long end)
{
    private const int MaximumTextLength = 64;

    private readonly ByteSource _source = source;
    private readonly long _end = Math.Min(end, source.Length);
    private long _next = start;

    public uint Id { get; private set; }

    public long Data { get; private set; }

    public long End { get; private set; }

    public bool Next()
    {
        if (_next >= _end || _source.Byte(_next) is not { } first || first < 0x10)
        {
            return false;
        }

        var idLength = BitOperations.LeadingZeroCount((uint)first) - 23;
        if (ReadBytes(_next, idLength) is not { } id || _source.Byte(_next + idLength) is not (> 0 and { } lead))
        {
            return false;
        }

        var sizeLength = BitOperations.LeadingZeroCount((uint)lead) - 23;
        if (ReadBytes(_next + idLength, sizeLength) is not { } size)
        {
            return false;
        }

        Id = (uint)id;
        Data = _next + idLength + sizeLength;
        var mask = (1UL << (7 * sizeLength)) - 1;

        // All ones: the element reaches as far as its parent.
        End = (size & mask) == mask || (size & mask) > (ulong)(_end - Math.Min(Data, _end)) ? _end : Data + (long)(size & mask);
        _next = End;
        return true;
    }

    public readonly ulong? Number() => End - Data is > 0 and <= 8 ? ReadBytes(Data, (int)(End - Data)) : null;

    public readonly double? Real() => (End - Data) switch
    {
        4 when Number() is { } bits => BitConverter.UInt32BitsToSingle((uint)bits),
        8 when Number() is { } bits => BitConverter.UInt64BitsToDouble(bits),
        _ => null,
    };

    public readonly string? Text()
    {
        Span<byte> text = stackalloc byte[(int)Math.Clamp(End - Data, 0, MaximumTextLength)];
        if (!_source.TryRead(Data, text) || text.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
        {
            return null;
        }

        return System.Text.Encoding.ASCII.GetString(text);
    }

    private readonly ulong? ReadBytes(long offset, int count)
    {
        Span<byte> bytes = stackalloc byte[8];
        bytes.Clear();
        return _source.TryRead(offset, bytes[(8 - count)..]) ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : null;
    }
}
