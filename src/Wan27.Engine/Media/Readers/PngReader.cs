using System.Buffers.Binary;

namespace Wan27.Engine.Media.Readers;

/// <summary>
/// PNG chunks up to the first pixel data. MetadataExtractor copies each chunk whole, pixel data included, so that one picture would
/// cost its own size in memory; here only chunk headers are read.
/// </summary>
internal static class PngReader
{
    public const int SignatureLength = 8;

    private const int TailLength = 1024;
    private const uint Header = 0x49484452;
    private const uint Transparency = 0x74524E53;
    private const uint Pixels = 0x49444154;
    private const uint End = 0x49454E44;
    private const uint Exif = 0x65584966;
    private const uint Animation = 0x6163544C;

    public static MediaFacts Read(ByteSource source, MediaFacts facts)
    {
        Span<byte> header = stackalloc byte[13];
        if (source.UInt32(SignatureLength + 4) != Header || !source.TryRead(SignatureLength + 8, header))
        {
            return source.IsPartial ? facts : facts.Truncated("the PNG ends before its header does");
        }

        var colourType = header[9];
        var alpha = colourType is 4 or 6;
        var orientation = default(Orientation);
        var offset = (long)SignatureLength;
        var hasPixels = false;
        while (!hasPixels && source.UInt32(offset) is { } size && source.UInt32(offset + 4) is { } type && type != End)
        {
            switch (type)
            {
                // Colour types with an alpha channel of their own must not carry the chunk; where they do, they have alpha anyway.
                case Transparency:
                    alpha = true;
                    break;
                case Exif when size <= ushort.MaxValue:
                    orientation ??= Orientation.Read(new MetadataExtractor.IO.IndexedSeekingReader(new SourceStream(source, offset + 8, size)));
                    break;
                case Animation when source.UInt32(offset + 8) > 1:
                    facts = facts.Moving();
                    break;
                case Pixels:
                    hasPixels = true;
                    break;
            }

            var next = offset + 12 + size;
            if (next > source.Length)
            {
                facts = facts.Truncated("a PNG chunk reaches beyond the end of the file");
                break;
            }

            offset = next;
        }

        facts = facts.Sized(
            BinaryPrimitives.ReadUInt32BigEndian(header), BinaryPrimitives.ReadUInt32BigEndian(header[4..]),
            orientation?.Rotation ?? 0, orientation?.IsMirrored ?? false) with { HasAlpha = alpha };
        if (colourType is not (0 or 2 or 3 or 4 or 6))
        {
            facts = facts.Malformed($"PNG has no colour type {colourType}");
        }

        return source.IsPartial || facts.Has(MediaProblemKind.Truncated) || IsComplete(source, offset)
            ? facts
            : facts.Truncated(hasPixels ? "the PNG has no end chunk" : "the PNG holds no pixels");
    }

    private static bool IsComplete(ByteSource source, long offset)
    {
        Span<byte> tail = stackalloc byte[TailLength];
        var count = source.Read(Math.Max(0, source.Length - TailLength), tail);
        if (tail[..count].LastIndexOf("IEND"u8) >= 0)
        {
            return true;
        }

        // Something may follow the picture; only then is the rest of the chunks worth walking.
        while (source.UInt32(offset) is { } size && source.UInt32(offset + 4) is { } type)
        {
            if (type == End)
            {
                return true;
            }

            offset += 12 + size;
        }

        return source.IsExhausted;
    }
}
