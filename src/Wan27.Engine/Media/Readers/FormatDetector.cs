using System.Buffers.Binary;
using MetadataExtractor.Util;

namespace Wan27.Engine.Media.Readers;

/// <summary>
/// Names a format by its first bytes. Formats that a route might take are told apart here, because MetadataExtractor's detector
/// takes any file with an MPEG frame header for MP3 and does not separate MP4 from MOV; it names all others.
/// </summary>
internal static class FormatDetector
{
    private const uint Riff = 0x52494646;
    private const uint Rf64 = 0x52463634;
    private const uint Bw64 = 0x42573634;
    private const uint Wave = 0x57415645;
    private const uint WebP = 0x57454250;
    private const uint Avi = 0x41564920;
    private const uint EbmlHeader = 0x1A45DFA3;
    private const uint QuickTimeBrand = 0x71742020;

    public static string Detect(ByteSource source)
    {
        Span<byte> head = stackalloc byte[16];
        head.Clear();
        var count = source.Read(0, head);
        if (count < 4)
        {
            return MediaFormat.Unknown;
        }

        var first = BinaryPrimitives.ReadUInt32BigEndian(head);
        var second = BinaryPrimitives.ReadUInt32BigEndian(head[4..]);
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return MediaFormat.Jpeg;
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
        {
            return MediaFormat.Png;
        }

        if (head.StartsWith("GIF8"u8))
        {
            return MediaFormat.Gif;
        }

        if (first is 0x49492A00 or 0x4D4D002A)
        {
            return MediaFormat.Tiff;
        }

        // Two letters are a weak signature, so the size of the header that follows must be a known one too.
        if (head.StartsWith("BM"u8) && source.UInt32Little(14) is 12 or 16 or 40 or 52 or 56 or 64 or 108 or 124)
        {
            return MediaFormat.Bmp;
        }

        if (first is Riff or Rf64 or Bw64 && count >= 12)
        {
            return BinaryPrimitives.ReadUInt32BigEndian(head[8..]) switch
            {
                Wave => MediaFormat.Wav,
                WebP => MediaFormat.WebP,
                Avi => MediaFormat.Avi,
                _ => "RIFF",
            };
        }

        if (second == BoxType.Ftyp)
        {
            return FromBrand(source, BinaryPrimitives.ReadUInt32BigEndian(head[8..]), first);
        }

        // Films from before file types were written start with any of these.
        if (second is BoxType.Moov or BoxType.Mdat or BoxType.Free or BoxType.Skip or BoxType.Wide or BoxType.Pnot)
        {
            return MediaFormat.Mov;
        }

        return first == EbmlHeader ? MediaFormat.Matroska
            : head.StartsWith("OggS"u8) ? MediaFormat.Ogg
            : ForeignDetector.Detect(source) ?? DetectAudio(source) ?? DetectOther(source) ?? ForeignDetector.DetectText(source) ?? MediaFormat.Unknown;
    }

    private static string FromBrand(ByteSource source, uint major, uint boxSize)
    {
        if (major == QuickTimeBrand)
        {
            return MediaFormat.Mov;
        }

        var brand = Mp4Codec.NameOf(major) ?? string.Empty;
        if (brand is "avif" or "avis")
        {
            return MediaFormat.Avif;
        }

        if (brand is "heic" or "heix" or "heim" or "heis" or "hevc" or "mif1" or "msf1")
        {
            return HasCompatible(source, boxSize, static compatible => compatible is "avif" or "avis") ? MediaFormat.Avif : MediaFormat.Heif;
        }

        if (brand.StartsWith("3g", StringComparison.Ordinal))
        {
            // Phones give their MP4 recordings a 3GP brand and list MP4 beside it.
            return HasCompatible(source, boxSize, static compatible => compatible.StartsWith("mp4", StringComparison.Ordinal) || compatible.StartsWith("iso", StringComparison.Ordinal))
                ? MediaFormat.Mp4
                : MediaFormat.ThreeGp;
        }

        return brand is "M4A" or "M4B" ? MediaFormat.M4a : MediaFormat.Mp4;
    }

    private static bool HasCompatible(ByteSource source, uint boxSize, Func<string, bool> matches)
    {
        const int MaximumBrands = 32;
        for (var offset = 16L; offset + 4 <= Math.Min(boxSize, 16 + (4 * MaximumBrands)) && source.UInt32(offset) is { } code; offset += 4)
        {
            if (Mp4Codec.NameOf(code) is { } brand && matches(brand))
            {
                return true;
            }
        }

        return false;
    }

    private static string? DetectAudio(ByteSource source)
    {
        var start = Mp3Reader.SkipTags(source);
        if (source.UInt32(start) == 0x664C6143)
        {
            return MediaFormat.Flac;
        }

        if (AacReader.IsAt(source, start))
        {
            return MediaFormat.Aac;
        }

        // Without a tag, sound that was cut out of a stream may start with half a frame; a longer row of frames is asked for there,
        // because single frame headers turn up in any file.
        const int Row = 4;
        return start > 0 || Mp3Reader.FindFrame(source, 0, searchLength: 4) == 0 || Mp3Reader.FindFrame(source, 0, Row) is not null || FreeFormat.Find(source, 0) is not null
            ? MediaFormat.Mp3
            : null;
    }

    private static string? DetectOther(ByteSource source)
    {
        try
        {
            var type = FileTypeDetector.DetectFileType(new SourceStream(source, 0, source.Length));
            return type is FileType.Unknown or FileType.Mp3 or FileType.QuickTime or FileType.Bmp or FileType.Riff ? null : type.ToString().ToUpperInvariant();
        }
        catch (IOException)
        {
            return null;
        }
    }
}
