using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Wan27.Cmdlets.Completion;

/// <summary>How completions are offered: quoted where the text needs it, with a tooltip.</summary>
internal static class Completions
{
    private const int LongestStart = 40;
    private const string PlainSigns = "-_./:+~=%\\";

    public static CompletionResult Item(string text, string tooltip)
        => new(IsPlain(text) ? text : Quoted(text), text, CompletionResultType.ParameterValue, tooltip);

    public static bool Matches(CompletionResult item, string word) => Matches(item.ListItemText, word);

    /// <summary>Whether a text begins with what was typed, be that quoted or not.</summary>
    public static bool Matches(string text, string word) => text.StartsWith(Meant(word), StringComparison.OrdinalIgnoreCase);

    public static string Quoted(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    /// <summary>The beginning of a text, on one line and without cutting a character in two.</summary>
    public static string Start(string text)
    {
        var line = string.Join(' ', text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        var characters = new StringInfo(line);
        return characters.LengthInTextElements > LongestStart ? characters.SubstringByTextElements(0, LongestStart) + "..." : line;
    }

    // A hyphen in front would begin a parameter.
    private static bool IsPlain(string text) => text[0] != '-' && text.All(static c => char.IsLetterOrDigit(c) || PlainSigns.Contains(c, StringComparison.Ordinal));

    private static string Meant(string word)
        => word.Length > 0 && word[0] is '\'' or '"' ? word.Trim(word[0]).Replace("''", "'", StringComparison.Ordinal) : word;
}
