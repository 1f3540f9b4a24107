namespace Wan27.Engine.Results.Proofs;

/// <summary>A JPEG is whole when its segments and scans lead to the end marker, and nothing follows.</summary>
internal static class JpegProof
{
    private const int StartOfScan = 0xDA;
    private const int EndOfImage = 0xD9;

    /// <summary>What is wrong with the file; null when it is whole.</summary>
    public static string? Fault(ProofBytes bytes)
    {
        var hasFrame = false;
        var hasScan = false;
        for (var offset = 2L; ;)
        {
            if (bytes.Byte(offset) is var mark && mark != 0xFF)
            {
                return mark < 0 ? Ends(bytes) : $"the JPEG has no marker at byte {offset}";
            }

            var marker = 0xFF;
            while (marker == 0xFF)
            {
                marker = bytes.Byte(++offset);
            }

            offset++;
            switch (marker)
            {
                case < 0:
                    return Ends(bytes);
                case EndOfImage:
                    return !hasScan ? "the JPEG holds no picture"
                        : offset < bytes.Length ? $"{bytes.Length - offset} bytes follow the end of the JPEG"
                        : null;
                case 0x01 or (>= 0xD0 and <= 0xD7):
                    continue;
                case 0x00 or 0xD8:
                    return $"the JPEG has no marker at byte {offset - 2}";
            }

            var length = (bytes.Byte(offset) << 8) | bytes.Byte(offset + 1);
            if (length < 2 || length > bytes.Length - offset)
            {
                return length < 0 || length >= 2 ? Ends(bytes) : $"the JPEG has a segment of no length at byte {offset}";
            }

            offset += length;
            hasFrame |= marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
            if (marker == StartOfScan)
            {
                if (!hasFrame)
                {
                    return "the JPEG's picture begins before its size is told";
                }

                hasScan = true;
                offset = EndOfScan(bytes, offset);
            }
        }
    }

    /// <summary>Where the next marker stands: in a scan, 0xFF is followed by 0 or a restart number.</summary>
    private static long EndOfScan(ProofBytes bytes, long offset)
    {
        while (bytes.From(offset) is { IsEmpty: false } at)
        {
            var found = at.IndexOf((byte)0xFF);
            if (found < 0)
            {
                offset += at.Length;
                continue;
            }

            offset += found;
            if (bytes.Byte(offset + 1) is not (0 or (>= 0xD0 and <= 0xD7)))
            {
                return offset;
            }

            offset += 2;
        }

        return bytes.Length;
    }

    private static string Ends(ProofBytes bytes) => $"the JPEG ends at byte {bytes.Length} without its end marker";
}
