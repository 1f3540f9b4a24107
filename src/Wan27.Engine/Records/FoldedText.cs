using System.Globalization;
using System.Text;

namespace Wan27.Engine.Records;

/// <summary>
/// A text as it reads once its disguises are off: escapes of JSON, URLs and HTML are read, blanks and characters that show nothing are left out,
/// letters are small. Each character knows where it came from. Linear in time and memory.
/// </summary>
internal sealed class FoldedText
{
    private readonly List<int> _starts;
    private readonly List<int> _ends;

    private FoldedText(string value, List<int> starts, List<int> ends)
    {
        Value = value;
        _starts = starts;
        _ends = ends;
    }

    /// <summary>The text to search in.</summary>
    public string Value { get; }

    /// <summary>Where a character began in the original.</summary>
    public int StartOf(int position) => _starts[position];

    /// <summary>Where a character ended in the original.</summary>
    public int EndOf(int position) => _ends[position];

    public static FoldedText Of(ReadOnlySpan<char> text)
    {
        var value = new StringBuilder(text.Length);
        var starts = new List<int>(text.Length);
        var ends = new List<int>(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var (read, length) = Unit(text[at..]);
            if (!IsSilent(read))
            {
                value.Append(Plain(read));
                starts.Add(at);
                ends.Add(at + length);
            }

            at += length;
        }

        return new FoldedText(value.ToString(), starts, ends);
    }

    /// <summary>The same without some characters, such as those that stand between the bytes of a dump.</summary>
    public FoldedText Without(string characters)
    {
        var value = new StringBuilder(Value.Length);
        var starts = new List<int>(Value.Length);
        var ends = new List<int>(Value.Length);
        for (var at = 0; at < Value.Length; at++)
        {
            if (!characters.Contains(Value[at], StringComparison.Ordinal))
            {
                value.Append(Value[at]);
                starts.Add(_starts[at]);
                ends.Add(_ends[at]);
            }
        }

        return new FoldedText(value.ToString(), starts, ends);
    }

    /// <summary>The character that a text begins with, and how many places it takes there.</summary>
    private static (char Read, int Length) Unit(ReadOnlySpan<char> text) => text[0] switch
    {
        '\\' => Backslash(text),
        '%' => Percent(text),
        '&' => Entity(text),
        var plain => (plain, 1),
    };

    // JSON within JSON doubles its backslashes.
    private static (char Read, int Length) Backslash(ReadOnlySpan<char> text)
    {
        var slashes = text.IndexOfAnyExcept('\\');
        if (slashes < 0)
        {
            return ('\0', text.Length);
        }

        var (digits, escaped) = text[slashes] switch { 'u' => (4, true), 'x' => (2, true), _ => (0, false) };
        if (escaped && Hex(text[(slashes + 1)..], digits) is { } code)
        {
            return ((char)code, slashes + 1 + digits);
        }

        return text[slashes] is 'n' or 'r' or 't' or 'b' or 'f' ? ('\0', slashes + 1) : (text[slashes], slashes + 1);
    }

    // What was encoded twice, too; a byte beyond ASCII is part of a character that no key has.
    private static (char Read, int Length) Percent(ReadOnlySpan<char> text)
    {
        var at = 1;
        while (text[at..].StartsWith("25", StringComparison.Ordinal) && Hex(text[(at + 2)..], 2) is not null)
        {
            at += 2;
        }

        return Hex(text[at..], 2) is { } code ? (code < 0x80 ? (char)code : '\0', at + 2) : ('%', 1);
    }

    private static (char Read, int Length) Entity(ReadOnlySpan<char> text)
    {
        const int Longest = 10;
        var end = text[..Math.Min(text.Length, Longest)].IndexOf(';');
        if (end < 3 || text[1] != '#')
        {
            return ('&', 1);
        }

        var isHex = text[2] is 'x' or 'X';
        return int.TryParse(text[(isHex ? 3 : 2)..end], isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code is >= 0 and <= char.MaxValue
            ? ((char)code, end + 1)
            : ('&', 1);
    }

    private static int? Hex(ReadOnlySpan<char> text, int digits)
        => text.Length >= digits && int.TryParse(text[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) ? code : null;

    private static bool IsSilent(char c)
        => c < 0x80 ? c <= ' ' || c == '\x7f'
            : char.IsWhiteSpace(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    // The wide forms of ASCII look the same to whoever copies them.
    private static char Plain(char c) => char.ToLowerInvariant(c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c);
}
