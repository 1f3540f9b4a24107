using System.Buffers.Binary;
using System.Text;

namespace Wan27.Engine.Results.Proofs;

/// <summary>A WEBP is whole when it is as long as it announces and its chunks lead there.</summary>
internal static class WebPProof
{
    private const int Head = 12;

    /// <summary>What is wrong with the file; null when it is whole.</summary>
    public static string? Fault(ProofBytes bytes)
    {
        var end = 8L + bytes.UInt32Little(4);
        if (end > bytes.Length)
        {
            return $"the WEBP announces {end} bytes and has {bytes.Length}";
        }

        if (end + (end & 1) < bytes.Length)
        {
            return $"{bytes.Length - end} bytes follow the end of the WEBP";
        }

        var hasPicture = false;
        var offset = (long)Head;
        while (offset + 8 <= end)
        {
            var type = bytes.UInt32(offset);
            long length = bytes.UInt32Little(offset + 4);
            if (offset + 8 + length > end)
            {
                return $"the WEBP's chunk {Name(type)} ends at byte {offset + 8 + length}, the file at byte {end}";
            }

            hasPicture |= Name(type) is "VP8 " or "VP8L" or "ANMF" && length > 0;
            offset += 8 + length + (length & 1);
        }

        return !hasPicture ? "the WEBP holds no picture"
            : offset < end ? $"the WEBP has half a chunk at byte {offset}"
            : null;
    }

    private static string Name(uint type)
    {
        Span<byte> name = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(name, type);
        return Encoding.Latin1.GetString(name);
    }
}
