using System.Buffers.Binary;

namespace Wan27.Engine.Media.Readers;

/// <summary>GIF: only its logical screen, since no route takes the format. MetadataExtractor would read all frames.</summary>
internal static class GifReader
{
    public static MediaFacts Read(ByteSource source, MediaFacts facts)
    {
        Span<byte> screen = stackalloc byte[4];
        return source.TryRead(6, screen)
            ? facts.Sized(BinaryPrimitives.ReadUInt16LittleEndian(screen), BinaryPrimitives.ReadUInt16LittleEndian(screen[2..]))
            : facts.Truncated("the GIF ends before its header does");
    }
}
