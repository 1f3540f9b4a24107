namespace Wan27.Engine.Media.Readers;

/// <summary>WEBP: the extended header's flags, else the first bytes of the lossless or lossy picture.</summary>
internal static class WebPReader
{
    private const uint Extended = 0x56503858;
    private const uint Lossless = 0x5650384C;
    private const uint Lossy = 0x56503820;
    private const uint Exif = 0x45584946;
    private const byte AlphaFlag = 0x10;
    private const byte ExifFlag = 0x08;
    private const byte AnimationFlag = 0x02;

    public static MediaFacts Read(ByteSource source, MediaFacts facts)
    {
        var end = 8L + (source.UInt32Little(4) ?? 0);
        if (!source.IsPartial && end > source.Length)
        {
            facts = facts.Truncated($"the WEBP declares {end} bytes and has {source.Length}");
        }

        Span<byte> head = stackalloc byte[10];
        var chunks = new RiffCursor(source, 12, source.Length);
        while (chunks.Next())
        {
            if (chunks.Type is not (Extended or Lossless or Lossy))
            {
                continue;
            }

            if (source.Read(chunks.Data, head) < 5)
            {
                break;
            }

            switch (chunks.Type)
            {
                case Extended:
                    facts = (head[0] & AnimationFlag) == 0 ? facts : facts.Moving();
                    var orientation = (head[0] & ExifFlag) == 0 ? null : FindOrientation(source, chunks.Data + 10);
                    return facts.Sized(
                        1 + (head[4] | head[5] << 8 | head[6] << 16), 1 + (head[7] | head[8] << 8 | head[9] << 16),
                        orientation?.Rotation ?? 0, orientation?.IsMirrored ?? false) with { HasAlpha = (head[0] & AlphaFlag) != 0 };
                case Lossless:
                    var bits = (uint)(head[1] | head[2] << 8 | head[3] << 16 | head[4] << 24);
                    return facts.Sized(1 + (bits & 0x3FFF), 1 + ((bits >> 14) & 0x3FFF)) with { HasAlpha = (bits & 1u << 28) != 0 };
                default:
                    return facts.Sized((head[6] | head[7] << 8) & 0x3FFF, (head[8] | head[9] << 8) & 0x3FFF) with { HasAlpha = false };
            }
        }

        return source.IsPartial ? facts : facts.Truncated("the WEBP holds no picture");
    }

    private static Orientation? FindOrientation(ByteSource source, long start)
    {
        var chunks = new RiffCursor(source, start, source.Length);
        while (chunks.Next())
        {
            if (chunks.Type == Exif && chunks.Size <= ushort.MaxValue)
            {
                // Some writers keep the preamble that belongs to JPEG.
                var preamble = source.UInt32(chunks.Data) == 0x45786966 ? 6 : 0;
                return Orientation.Read(new MetadataExtractor.IO.IndexedSeekingReader(
                    new SourceStream(source, chunks.Data + preamble, chunks.Size - preamble)));
            }
        }

        return null;
    }
}
