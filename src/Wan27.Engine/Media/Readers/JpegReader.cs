using MetadataExtractor;
using MetadataExtractor.Formats.Jpeg;
using MetadataExtractor.IO;

namespace Wan27.Engine.Media.Readers;

/// <summary>JPEG through MetadataExtractor's segment reader, which hands out one segment of at most 64 KB at a time.</summary>
internal static class JpegReader
{
    /// <summary>Bytes after the end marker up to which the file's end is that of the picture: padding, a line of text.</summary>
    private const int TailLength = 64;

    private static readonly JpegSegmentType[] Wanted =
    [
        JpegSegmentType.Sof0, JpegSegmentType.Sof1, JpegSegmentType.Sof2, JpegSegmentType.Sof3, JpegSegmentType.Sof5,
        JpegSegmentType.Sof6, JpegSegmentType.Sof7, JpegSegmentType.Sof9, JpegSegmentType.Sof10, JpegSegmentType.Sof11,
        JpegSegmentType.Sof13, JpegSegmentType.Sof14, JpegSegmentType.Sof15, JpegSegmentType.App1,
    ];

    private static ReadOnlySpan<byte> ExifPreamble => "Exif\0\0"u8;

    public static MediaFacts Read(ByteSource source, MediaFacts facts)
    {
        Orientation? orientation = null;
        byte[]? frame = null;
        long scans = 0;
        try
        {
            foreach (var segment in JpegSegmentReader.ReadSegments(new SequentialStreamReader(new SourceStream(source, 0, source.Length)), Wanted))
            {
                if (segment.Type != JpegSegmentType.App1)
                {
                    frame = segment.Bytes;
                    scans = segment.Offset + frame.Length;
                    break;
                }

                if (orientation is null && segment.Bytes.AsSpan().StartsWith(ExifPreamble))
                {
                    orientation = Orientation.Read(new ByteArrayReader(segment.Bytes, ExifPreamble.Length));
                }
            }
        }
        catch (Exception exception) when (exception is ImageProcessingException or IOException)
        {
            return Headerless(source, facts);
        }

        if (frame is not { Length: >= 5 })
        {
            return Headerless(source, facts);
        }

        facts = facts.Sized(
            (frame[3] << 8) | frame[4], (frame[1] << 8) | frame[2], orientation?.Rotation ?? 0, orientation?.IsMirrored ?? false) with { HasAlpha = false };

        return source.IsPartial || EndsWithMarker(source) || JpegScan.Ends(source, scans) != false
            ? facts
            : facts.With(
                MediaProblemKind.PossiblyTruncated,
                "The JPEG has no end marker: its lower part may be missing.",
                "Open it in a viewer, or check it with -Deep; if the lower part is grey, copy the file again.");
    }

    private static MediaFacts Headerless(ByteSource source, MediaFacts facts)
        => source.IsPartial || source.IsExhausted ? facts : facts.Truncated("the JPEG ends before its picture begins");

    private static bool EndsWithMarker(ByteSource source)
    {
        Span<byte> tail = stackalloc byte[TailLength];
        var start = Math.Max(0, source.Length - TailLength);
        var count = source.Read(start, tail);
        return tail[..count].LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xD9]) >= 0;
    }
}
