namespace Wan27.Engine.Results.Proofs;

/// <summary>The sizes of a track's samples: one for all, one for each, or packed in few bits.</summary>
internal sealed class SampleSizes
{
    private const int Head = 12;

    private readonly ProofBytes _bytes;
    private readonly ProofBox _box;
    private readonly uint _same;
    private readonly int _bits;

    public SampleSizes(ProofBytes bytes, ProofBox box)
    {
        _bytes = bytes;
        _box = box;
        _same = box.Type == ProofBox.Stsz ? bytes.UInt32(box.Data + 4) : 0;
        _bits = box.Type == ProofBox.Stsz ? 32 : bytes.Byte(box.Data + 7);
        IsWhole = box.End - box.Data >= Head
            && (_same > 0 || (_bits is 4 or 8 or 16 or 32 && box.Data + Head + (((bytes.UInt32(box.Data + 8) * (long)_bits) + 7) / 8) <= box.End));
    }

    /// <summary>False when the table is shorter than what it announces.</summary>
    public bool IsWhole { get; }

    /// <summary>Bytes of some samples in a row.</summary>
    public long Sum(long first, long count)
    {
        // Old films give uncompressed sound a size of one, which is a count and no size.
        if (_same > 0)
        {
            return _same == 1 ? Math.Min(1, count) : (long)Math.Min((ulong)_same * (ulong)count, long.MaxValue);
        }

        var sum = 0L;
        for (var sample = first; sample < first + count; sample++)
        {
            sum += _bits switch
            {
                32 => _bytes.UInt32(_box.Data + Head + (4 * sample)),
                16 => _bytes.UInt32(_box.Data + Head + (2 * sample) - 2) & 0xFFFF,
                8 => (uint)_bytes.Byte(_box.Data + Head + sample),
                _ => (uint)(_bytes.Byte(_box.Data + Head + (sample / 2)) >> (sample % 2 == 0 ? 4 : 0)) & 0xF,
            };
        }

        return sum;
    }
}
