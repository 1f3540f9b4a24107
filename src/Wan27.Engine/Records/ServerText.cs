namespace Wan27.Engine.Records;

/// <summary>
/// Text of a server as it may be shown and kept: nothing in it steers a terminal or turns the direction of what stands around it.
/// </summary>
internal static class ServerText
{
    /// <summary>A text of one line: a code, an id, a name, an address.</summary>
    public static string Line(string text) => text.All(IsHarmless) ? text : string.Concat(text.Where(IsHarmless));

    /// <summary>A text that may have lines: a message, a prompt.</summary>
    public static string Prose(string text) => text.All(IsProse) ? text : string.Concat(text.Where(IsProse));

    private static bool IsProse(char c) => c is '\n' or '\t' || IsHarmless(c);

    private static bool IsHarmless(char c)
        => !char.IsControl(c)
            && c is not ((>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F' or '\u061C' or '\u2028' or '\u2029');
}
