using System.Management.Automation;

namespace Wan27.Cmdlets.Completion;

/// <summary>How completions are offered: quoted where the text needs it, with a tooltip.</summary>
internal static class Completions
{
    public static CompletionResult Item(string text, string tooltip)
        => new(text.Any(static c => char.IsWhiteSpace(c) || c is '*' or '\'') ? $"'{text.Replace("'", "''", StringComparison.Ordinal)}'" : text, text, CompletionResultType.ParameterValue, tooltip);

    public static bool Matches(CompletionResult item, string word)
        => item.ListItemText.StartsWith(word.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase);
}
