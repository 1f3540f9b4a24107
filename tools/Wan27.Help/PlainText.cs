using System.Text;
using System.Text.RegularExpressions;

namespace Wan27.Help;

/// <summary>Markdown as plain paragraphs: help has no marks.</summary>
internal static partial class PlainText
{
    /// <summary>Paragraphs and list items, each on one line.</summary>
    public static IReadOnlyList<string> Paragraphs(IEnumerable<string> lines)
    {
        var paragraphs = new List<string>();
        var current = new StringBuilder();
        foreach (var line in lines.Append(string.Empty))
        {
            var text = line.Trim();
            if ((text.Length == 0 || IsItem(text)) && current.Length > 0)
            {
                paragraphs.Add(WithoutMarks(current.ToString()));
                current.Clear();
            }

            current.Append(current.Length > 0 ? " " : string.Empty).Append(text);
        }

        return paragraphs;
    }

    /// <summary>True for an item of a list.</summary>
    public static bool IsItem(string line) => line.StartsWith("- ", StringComparison.Ordinal);

    /// <summary>Text without the marks of code, emphasis and links.</summary>
    public static string WithoutMarks(string text) => Marks().Replace(Link().Replace(text, "$1"), string.Empty);

    [GeneratedRegex(@"\[([^\]]+)\]\([^)]+\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`|\*\*")]
    private static partial Regex Marks();
}
