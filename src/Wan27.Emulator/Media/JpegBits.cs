namespace Wan27.Emulator.Media;

/// <summary>Bits of a JPEG scan, the highest first; a byte of ones is followed by a zero byte.</summary>
internal sealed class JpegBits(Stream file)
{
    private int _byte;
    private int _count;

    public void Put(int value, int count)
    {
        for (var at = count - 1; at >= 0; at--)
        {
            _byte = (_byte << 1) | ((value >> at) & 1);
            if (++_count == 8)
            {
                Flush();
            }
        }
    }

    /// <summary>A number of a known size; one below zero is written as its complement.</summary>
    public void PutNumber(int value, int size) => Put(value < 0 ? value + (1 << size) - 1 : value, size);

    /// <summary>Fills the last byte with ones.</summary>
    public void Finish()
    {
        while (_count > 0)
        {
            Put(1, 1);
        }
    }

    private void Flush()
    {
        file.WriteByte((byte)_byte);
        if (_byte == 0xFF)
        {
            file.WriteByte(0);
        }

        (_byte, _count) = (0, 0);
    }
}
