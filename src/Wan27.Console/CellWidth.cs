using System.Text;

namespace Wan27.Console;

/// <summary>How many terminal cells text takes: Chinese, Japanese and Korean characters and emoji take two.</summary>
internal static class CellWidth
{
    private const char Ellipsis = '…';

    // The blocks of Unicode's East Asian Width classes W and F that are in common use.
    private static readonly (int First, int Last)[] s_wide =
    [
        (0x1100, 0x115F), (0x2E80, 0x303E), (0x3041, 0xA4CF), (0xA960, 0xA97C), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F),
        (0xFF00, 0xFF60), (0xFFE0, 0xFFE6), (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F900, 0x1F9FF), (0x20000, 0x3FFFD),
    ];

    /// <summary>Cells that the text takes.</summary>
    public static int Of(string text) => text.EnumerateRunes().Sum(Of);

    /// <summary>The text, cut to a width with an ellipsis where it is longer.</summary>
    public static string Cut(string text, int width)
    {
        if (Of(text) <= width)
        {
            return text;
        }

        var kept = new StringBuilder();
        int room = width - 1;
        foreach (Rune rune in text.EnumerateRunes().TakeWhile(rune => (room -= Of(rune)) >= 0))
        {
            kept.Append(rune);
        }

        return kept.Append(Ellipsis).ToString();
    }

    private static int Of(Rune rune)
    {
        if (Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.Format)
        {
            return 0;
        }

        return Array.Exists(s_wide, range => rune.Value >= range.First && rune.Value <= range.Last) ? 2 : 1;
    }
}
