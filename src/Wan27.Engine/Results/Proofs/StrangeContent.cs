using System.Globalization;
using System.Text;
using Wan27.Engine.Media;
using Wan27.Engine.Records;

namespace Wan27.Engine.Results.Proofs;

/// <summary>Says in words what came in a result's place. It quotes a server, so that it is cleaned and short.</summary>
internal static class StrangeContent
{
    /// <summary>Characters of a text that are shown.</summary>
    public const int LongestQuote = 120;

    private const int ShownBytes = 12;

    /// <summary>The content by its beginning, with its first words where it is a text.</summary>
    /// <param name="start">The first bytes, a few hundred where there are as many.</param>
    /// <param name="length">Length of the whole, where it is known.</param>
    public static string Describe(ReadOnlySpan<byte> start, long? length = null)
    {
        if (start.IsEmpty)
        {
            return "an empty body";
        }

        if (start is [0x1F, 0x8B, ..])
        {
            return "gzip data without a word that it is packed";
        }

        if (TextOf(start) is { } text)
        {
            return $"{KindOf(text)}: \"{Quote(text)}\"";
        }

        var format = FormatOf(start, length);
        return format == MediaFormat.Unknown
            ? $"unknown content that begins with the bytes {Convert.ToHexString(start[..Math.Min(ShownBytes, start.Length)])}"
            : $"{format} content";
    }

    /// <summary>Cleaned before it is cut: the cut must not save half a secret from being known as one.</summary>
    public static string Quote(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        line = RecordGuard.Clean(ServerText.Line(line));
        return line.Length <= LongestQuote ? line : line[..(char.IsHighSurrogate(line[LongestQuote - 1]) ? LongestQuote - 1 : LongestQuote)] + "...";
    }

    private static string KindOf(string text)
    {
        var start = text.AsSpan().TrimStart();
        return start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase) ? "an HTML page"
            : start is ['<', ..] ? "XML"
            : start is ['{' or '[', ..] ? "JSON"
            : "a text";
    }

    /// <summary>The bytes as text; null when they are none.</summary>
    private static string? TextOf(ReadOnlySpan<byte> start)
    {
        var text = start switch
        {
            [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8.GetString(start[3..]),
            [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(start[2..]),
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(start[2..]),
            _ => Encoding.UTF8.GetString(start),
        };

        // A page in another encoding is a text all the same; media has control characters within its first bytes.
        return text.Any(static c => char.IsControl(c) && c is not ('\r' or '\n' or '\t' or '\f' or '\u001B' or '\u0007' or '\b')) ? null : text;
    }

    private static string FormatOf(ReadOnlySpan<byte> start, long? length)
        => MediaProbe.Read(new MemoryStream(start.ToArray()), "result", Math.Max(length ?? long.MaxValue / 4, start.Length)).Format;

    /// <summary>A number of bytes as messages write it.</summary>
    public static string Bytes(long count) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} bytes");
}
