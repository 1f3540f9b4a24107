namespace Wan27.Emulator.Media;

/// <summary>Bits of a VP8L stream, the lowest first; codes are written from their highest bit.</summary>
internal sealed class WebpBits
{
    private readonly List<byte> _bytes = [];
    private ulong _waiting;
    private int _count;

    public void Put(int value, int count)
    {
        _waiting |= (ulong)(uint)value << _count;
        for (_count += count; _count >= 8; _count -= 8)
        {
            _bytes.Add((byte)_waiting);
            _waiting >>= 8;
        }
    }

    /// <summary>The code of eight bits for a symbol: the symbol itself, turned round.</summary>
    public void PutCode(byte symbol)
    {
        var turned = 0;
        for (var at = 0; at < 8; at++)
        {
            turned |= ((symbol >> at) & 1) << (7 - at);
        }

        Put(turned, 8);
    }

    public byte[] ToArray()
    {
        Put(0, (8 - (_count % 8)) % 8);
        return [.. _bytes];
    }
}
