namespace Wan27.Emulator.Media;

/// <summary>Writes the bits and Exp-Golomb codes of an H.264 unit, escaping what would look like a start code.</summary>
internal sealed class BitWriter
{
    private readonly List<byte> _bytes = [];
    private int _current;
    private int _filled;

    public void Bits(int value, int count)
    {
        for (var bit = count - 1; bit >= 0; bit--)
        {
            _current = (_current << 1) | ((value >> bit) & 1);
            if (++_filled == 8)
            {
                _bytes.Add((byte)_current);
                _current = 0;
                _filled = 0;
            }
        }
    }

    /// <summary>ue(v).</summary>
    public void Unsigned(int value)
    {
        var code = value + 1;
        var length = 32 - int.LeadingZeroCount(code);
        Bits(0, length - 1);
        Bits(code, length);
    }

    /// <summary>se(v).</summary>
    public void Signed(int value) => Unsigned(value > 0 ? (2 * value) - 1 : -2 * value);

    /// <summary>The finished unit with its one-byte head, without length or start code.</summary>
    public byte[] ToUnit(byte head)
    {
        Bits(1, 1);
        while (_filled != 0)
        {
            Bits(0, 1);
        }

        var unit = new List<byte>(_bytes.Count + 8) { head };
        var zeros = 0;
        foreach (var value in _bytes)
        {
            if (zeros == 2 && value <= 3)
            {
                unit.Add(3);
                zeros = 0;
            }

            unit.Add(value);
            zeros = value == 0 ? zeros + 1 : 0;
        }

        return [.. unit];
    }
}
