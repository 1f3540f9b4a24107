using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Wan27.Engine.Results.Proofs;

/// <summary>A PNG is whole when its chunks lead to the end chunk, each with the checksum that it carries, and nothing follows.</summary>
internal static class PngProof
{
    private const int Signature = 8;
    private const int Frame = 12;
    private const uint Header = 0x49484452;
    private const uint Pixels = 0x49444154;
    private const uint End = 0x49454E44;

    /// <summary>What is wrong with the file; null when it is whole.</summary>
    public static string? Fault(ProofBytes bytes)
    {
        var hasPixels = false;
        for (long offset = Signature; ;)
        {
            if (bytes.Length - offset < Frame)
            {
                return $"the PNG ends at byte {bytes.Length} without its end chunk";
            }

            long length = bytes.UInt32(offset);
            var type = bytes.UInt32(offset + 4);
            if (offset == Signature && type != Header)
            {
                return "the PNG does not begin with its header chunk";
            }

            if (length > bytes.Length - offset - Frame)
            {
                return $"the PNG's chunk {Name(type)} ends at byte {offset + Frame + length}, the file at byte {bytes.Length}";
            }

            if (Crc(bytes, offset + 4, length + 4) != bytes.UInt32(offset + 8 + length))
            {
                return $"the PNG's chunk {Name(type)} at byte {offset} is not what its checksum says";
            }

            offset += Frame + length;
            hasPixels |= type == Pixels && length > 0;
            if (type == End)
            {
                return !hasPixels ? "the PNG holds no pixels"
                    : offset < bytes.Length ? $"{bytes.Length - offset} bytes follow the end of the PNG"
                    : null;
            }
        }
    }

    private static uint Crc(ProofBytes bytes, long offset, long length)
    {
        var crc = new Crc32();
        while (length > 0)
        {
            var at = bytes.From(offset);
            at = at[..(int)Math.Min(at.Length, length)];
            crc.Append(at);
            offset += at.Length;
            length -= at.Length;
        }

        return crc.GetCurrentHashAsUInt32();
    }

    private static string Name(uint type)
    {
        Span<byte> name = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(name, type);
        return Encoding.Latin1.GetString(name);
    }
}
