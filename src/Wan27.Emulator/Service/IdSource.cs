using System.Security.Cryptography;

namespace Wan27.Emulator.Service;

/// <summary>Ids that look random: really so by default, reproducible with a seed.</summary>
internal sealed class IdSource(int? seed)
{
    private readonly Random _random = seed is { } value ? new(value) : new(RandomNumberGenerator.GetInt32(int.MaxValue));

    public string Uuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        Fill(bytes);
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes).ToString();
    }

    public string Hex(int bytes)
    {
        var buffer = new byte[bytes];
        Fill(buffer);
        return Convert.ToHexString(buffer).ToLowerInvariant();
    }

    public byte[] Secret()
    {
        var buffer = new byte[32];
        Fill(buffer);
        return buffer;
    }

    private void Fill(Span<byte> target)
    {
        lock (_random)
        {
            _random.NextBytes(target);
        }
    }
}
