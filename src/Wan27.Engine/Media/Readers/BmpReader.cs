using System.Buffers.Binary;

namespace Wan27.Engine.Media.Readers;

/// <summary>
/// BMP headers of every generation. MetadataExtractor reads the masks too, but copies an embedded colour profile of whatever size
/// the header declares.
/// </summary>
internal static class BmpReader
{
    private const int FileHeaderLength = 14;
    private const int CoreHeader = 12;
    private const int InfoHeader = 40;
    private const int HeaderWithMasks = 52;
    private const int HeaderWithAlphaMask = 56;
    private const int AlphaMaskOffset = 52;
    private const uint BitFields = 3;
    private const uint AlphaBitFields = 6;

    public static MediaFacts Read(ByteSource source, MediaFacts facts)
    {
        Span<byte> bytes = stackalloc byte[FileHeaderLength + HeaderWithAlphaMask + 4];
        var count = source.Read(0, bytes);
        var header = bytes[..count];
        if (count < FileHeaderLength + CoreHeader)
        {
            return source.IsPartial ? facts : facts.Truncated("the BMP ends before its header does");
        }

        var size = BinaryPrimitives.ReadUInt32LittleEndian(header[14..]);
        if (size == CoreHeader)
        {
            var coreWidth = BinaryPrimitives.ReadUInt16LittleEndian(header[18..]);
            var coreHeight = BinaryPrimitives.ReadUInt16LittleEndian(header[20..]);
            return Complete(source, facts.Sized(coreWidth, coreHeight), coreWidth, coreHeight, BinaryPrimitives.ReadUInt16LittleEndian(header[24..]), 0)
                with { HasAlpha = false };
        }

        if (size < 16 || count < FileHeaderLength + Math.Min(size, InfoHeader))
        {
            return size < 16 ? facts.Malformed("its BMP header has an impossible size") : facts.Truncated("the BMP ends before its header does");
        }

        var width = Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(header[18..]));
        var height = Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(header[22..]));
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        var compression = size >= InfoHeader ? BinaryPrimitives.ReadUInt32LittleEndian(header[30..]) : 0;

        // Bit masks follow the oldest header as an appendix, with a fourth mask only under the compression that says so.
        var hasAlphaMask = size >= HeaderWithAlphaMask || (size is InfoHeader or HeaderWithMasks && compression == AlphaBitFields);
        var alpha = bits >= 16
            && hasAlphaMask
            && count >= FileHeaderLength + AlphaMaskOffset + 4
            && BinaryPrimitives.ReadUInt32LittleEndian(header[(FileHeaderLength + AlphaMaskOffset)..]) != 0;
        facts = facts.Sized(width, height) with { HasAlpha = alpha };
        return Complete(source, facts, width, height, bits, compression is 0 or BitFields or AlphaBitFields ? 0 : compression);
    }

    private static MediaFacts Complete(ByteSource source, MediaFacts facts, long width, long height, int bits, uint compression)
    {
        var pixels = source.UInt32Little(10);
        if (source.IsPartial || compression != 0 || pixels is null || width > int.MaxValue || height > int.MaxValue)
        {
            return facts;
        }

        var row = ((width * bits) + 31) / 32 * 4;
        return (decimal)row * height + pixels.Value > source.Length
            ? facts.Truncated("the BMP holds fewer pixels than its header declares")
            : facts;
    }
}
