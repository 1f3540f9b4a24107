using System.Buffers.Binary;
using System.Text;

namespace Wan27.Engine.Media.Readers;

/// <summary>Names what no route takes: by signature, by the beat of its packets, or as text.</summary>
internal static class ForeignDetector
{
    /// <summary>Bytes looked at: eight packets of the longest transport stream.</summary>
    private const int HeadLength = 204 * 8;

    private const byte PacketStart = 0x47;

    private static ReadOnlySpan<byte> PacketLengths => [188, 192, 204];

    /// <summary>What the first bytes tell for certain; null where they do not.</summary>
    public static string? Detect(ByteSource source)
    {
        Span<byte> buffer = stackalloc byte[HeadLength];
        ReadOnlySpan<byte> head = buffer[..source.Read(0, buffer)];
        foreach (var signature in Signature.Foreign)
        {
            if (signature.Matches(head))
            {
                return signature.Format;
            }
        }

        return IsTransportStream(head) ? ForeignFormats.TransportStream
            : IsIcon(head) ? ForeignFormats.Ico
            : IsAc3(source, head) ? ForeignFormats.Ac3
            : IsAnyMap(head) ? "PNM"
            : null;
    }

    /// <summary>The kind of text that a file is; null where it is none. Asked last, since text has no signature.</summary>
    public static string? DetectText(ByteSource source)
    {
        Span<byte> buffer = stackalloc byte[HeadLength];
        ReadOnlySpan<byte> head = buffer[..source.Read(0, buffer)];
        var isWide = head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]);
        var encoding = !isWide ? Encoding.Latin1 : head[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode;
        var mark = isWide ? 2 : head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
        var text = encoding.GetString(head[mark..]);
        foreach (var c in text)
        {
            if ((c < ' ' && c is not ('\t' or '\r' or '\n' or '\f')) || c == '\u007F' || (isWide && c == '\uFFFD' && source.Length > head.Length + 1))
            {
                return null;
            }
        }

        return NameText(text.TrimStart());
    }

    private static string? NameText(string text)
        => text.Length == 0 ? null
            : Starts(text, "<!doctype html") || Starts(text, "<html") || Starts(text, "<head") || Starts(text, "<body") || Starts(text, "<script") ? ForeignFormats.Html
            : Starts(text, "<svg") ? ForeignFormats.Svg
            : Starts(text, "<?xml") || Starts(text, "<!--") || Starts(text, "<!doctype") ? NameMarkup(text)
            : text[0] == '<' && text.Length > 1 && char.IsAsciiLetter(text[1]) ? NameMarkup(text)
            : text[0] == '[' || (text[0] == '{' && text[1..].TrimStart() is ['"' or '}', ..]) ? ForeignFormats.Json
            : text.StartsWith("#EXTM3U", StringComparison.Ordinal) ? ForeignFormats.Playlist
            : text.StartsWith("version https://git-lfs", StringComparison.Ordinal) ? ForeignFormats.LfsPointer
            : ForeignFormats.Text;

    private static string NameMarkup(string text)
        => text.Contains("<svg", StringComparison.OrdinalIgnoreCase) ? ForeignFormats.Svg
            : text.Contains("<html", StringComparison.OrdinalIgnoreCase) ? ForeignFormats.Html
            : ForeignFormats.Xml;

    private static bool Starts(string text, string beginning) => text.StartsWith(beginning, StringComparison.OrdinalIgnoreCase);

    /// <summary>One byte says nothing, its return after each packet does. A recording may begin within a packet; more of them are asked for then.</summary>
    private static bool IsTransportStream(ReadOnlySpan<byte> head)
    {
        foreach (var length in PacketLengths)
        {
            for (var start = 0; start < length && start < head.Length; start++)
            {
                var packets = 0;
                var at = start;
                while (at < head.Length && head[at] == PacketStart)
                {
                    packets++;
                    at += length;
                }

                // 192 bytes are a packet behind its time code of four.
                var needed = start == (length == 192 ? 4 : 0) ? 3 : 6;
                if (packets >= needed && at >= head.Length)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsIcon(ReadOnlySpan<byte> head)
        => head.Length >= 22 && head[0] == 0 && head[1] == 0 && head[2] is 1 or 2 && head[3] == 0
            && BinaryPrimitives.ReadUInt16LittleEndian(head[4..]) is >= 1 and <= 64 and var pictures && head[9] == 0
            && BinaryPrimitives.ReadUInt32LittleEndian(head[18..]) >= 6 + (16 * pictures);

    private static bool IsAnyMap(ReadOnlySpan<byte> head)
        => head.Length >= 8 && head[0] == 'P' && head[1] is >= (byte)'1' and <= (byte)'7' && head[2] is (byte)'\n' or (byte)' ' && (head[3] == '#' || char.IsAsciiDigit((char)head[3]) || head[1] == '7');

    private static bool IsAc3(ByteSource source, ReadOnlySpan<byte> head)
        => Ac3FrameLength(head) is { } length && (length == source.Length || source.UInt32(length) >> 16 == 0x0B77);

    private static int? Ac3FrameLength(ReadOnlySpan<byte> head)
    {
        if (head.Length < 6 || head[0] != 0x0B || head[1] != 0x77)
        {
            return null;
        }

        const int FirstEnhanced = 11;
        if (head[5] >> 3 is >= FirstEnhanced and <= 16)
        {
            return ((((head[2] & 7) << 8) | head[3]) + 1) * 2;
        }

        ReadOnlySpan<int> kilobits = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640];
        var rate = head[4] >> 6;
        var code = head[4] & 63;
        if (rate == 3 || code >> 1 >= kilobits.Length)
        {
            return null;
        }

        var bits = kilobits[code >> 1];
        return rate switch
        {
            0 => bits * 4,
            1 => ((320 * bits / 147) + (code & 1)) * 2,
            _ => bits * 6,
        };
    }
}
