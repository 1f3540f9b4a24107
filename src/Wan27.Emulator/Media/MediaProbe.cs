using System.Buffers.Binary;

namespace Wan27.Emulator.Media;

/// <summary>Reads format, size and length from a file's own header.</summary>
internal static class MediaProbe
{
    private const int HeadSize = 64 * 1024;

    public static MediaFacts Read(Stream file)
    {
        var head = new byte[(int)Math.Min(HeadSize, file.Length)];
        file.ReadExactly(head);
        var facts = Recognise(head, file.Length);
        return facts.Format is MediaFormat.MP4 or MediaFormat.MOV ? Mp4Probe.Read(file, facts) : facts;
    }

    private static MediaFacts Recognise(byte[] head, long length)
    {
        ReadOnlySpan<byte> bytes = head;
        var unknown = new MediaFacts(MediaFormat.Unknown, length);
        return bytes.Length < 12 ? unknown
            : bytes[0] == 0x89 && bytes[1..4].SequenceEqual("PNG"u8) ? Png(head, unknown)
            : bytes[0] == 0xFF && bytes[1] == 0xD8 ? Jpeg(head, unknown)
            : bytes.StartsWith("BM"u8) ? Bmp(head, unknown)
            : bytes.StartsWith("RIFF"u8) && bytes[8..12].SequenceEqual("WEBP"u8) ? Webp(head, unknown)
            : bytes.StartsWith("RIFF"u8) && bytes[8..12].SequenceEqual("WAVE"u8) ? Wav(head, unknown)
            : bytes[4..8].SequenceEqual("ftyp"u8) ? unknown with { Format = bytes[8..10].SequenceEqual("qt"u8) ? MediaFormat.MOV : MediaFormat.MP4 }
            : bytes.StartsWith("ID3"u8) || (bytes[0] == 0xFF && (bytes[1] & 0xE0) == 0xE0) ? unknown with { Format = MediaFormat.MP3 }
            : unknown;
    }

    private static MediaFacts Png(byte[] head, MediaFacts facts)
        => head.Length < 26 ? facts : facts with
        {
            Format = MediaFormat.PNG,
            Width = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(16)),
            Height = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(20)),
            HasAlpha = (head[25] & 4) != 0,
        };

    private static MediaFacts Jpeg(byte[] head, MediaFacts facts)
    {
        var at = 2;
        while (at + 9 < head.Length && head[at] == 0xFF)
        {
            var marker = head[at + 1];

            // Start-of-frame markers carry the size; C4, C8 and CC share their range but mean other things.
            if (marker is >= 0xC0 and <= 0xCF and not 0xC4 and not 0xC8 and not 0xCC)
            {
                return facts with
                {
                    Format = MediaFormat.JPEG,
                    Height = BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(at + 5)),
                    Width = BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(at + 7)),
                };
            }

            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(at + 2));
        }

        return facts with { Format = MediaFormat.JPEG };
    }

    private static MediaFacts Bmp(byte[] head, MediaFacts facts)
        => head.Length < 26 ? facts : facts with
        {
            Format = MediaFormat.BMP,
            Width = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(18)),
            Height = Math.Abs(BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(22))),
        };

    private static MediaFacts Webp(byte[] head, MediaFacts facts)
    {
        ReadOnlySpan<byte> bytes = head;
        if (bytes.Length < 30)
        {
            return facts;
        }

        var webp = facts with { Format = MediaFormat.WEBP };
        return bytes[12..16] switch
        {
            var kind when kind.SequenceEqual("VP8 "u8) => webp with
            {
                Width = BinaryPrimitives.ReadUInt16LittleEndian(bytes[26..]) & 0x3FFF,
                Height = BinaryPrimitives.ReadUInt16LittleEndian(bytes[28..]) & 0x3FFF,
            },
            var kind when kind.SequenceEqual("VP8L"u8) => Lossless(webp, BinaryPrimitives.ReadUInt32LittleEndian(bytes[21..])),
            _ => webp with
            {
                Width = 1 + (bytes[24] | (bytes[25] << 8) | (bytes[26] << 16)),
                Height = 1 + (bytes[27] | (bytes[28] << 8) | (bytes[29] << 16)),
            },
        };
    }

    private static MediaFacts Lossless(MediaFacts facts, uint bits)
        => facts with { Width = (int)(bits & 0x3FFF) + 1, Height = (int)((bits >> 14) & 0x3FFF) + 1 };

    private static MediaFacts Wav(byte[] head, MediaFacts facts)
    {
        var wav = facts with { Format = MediaFormat.WAV };
        var bytesPerSecond = 0u;
        for (var at = 12; at + 8 <= head.Length;)
        {
            var name = head.AsSpan(at, 4);
            var size = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(at + 4));
            if (name.SequenceEqual("fmt "u8) && at + 20 <= head.Length)
            {
                bytesPerSecond = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(at + 16));
            }
            else if (name.SequenceEqual("data"u8) && bytesPerSecond > 0)
            {
                return wav with { Seconds = (double)Math.Min(size, facts.Bytes - at - 8) / bytesPerSecond };
            }

            if (size > int.MaxValue - at - 16)
            {
                break;
            }

            at += 8 + (int)size + (int)(size & 1);
        }

        return wav;
    }
}
