using MetadataExtractor.IO;

namespace Wan27.Engine.Media.Readers;

/// <summary>TIFF: size and orientation of its first picture, walked by MetadataExtractor.</summary>
internal static class TiffImageReader
{
    public static MediaFacts Read(ByteSource source, MediaFacts facts)
    {
        // Offsets of a TIFF are 32 bits wide; the walker's are 31.
        var first = Orientation.Read(new IndexedSeekingReader(new SourceStream(source, 0, int.MaxValue)));
        return first is { Width: { } width, Height: { } height }
            ? facts.Sized(width, height, first.Rotation, first.IsMirrored) with { HasAlpha = first.HasAlpha }
            : source.IsPartial ? facts : facts.Malformed("the TIFF has no readable directory");
    }
}
