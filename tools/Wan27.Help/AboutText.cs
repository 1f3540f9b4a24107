using System.Text;

namespace Wan27.Help;

/// <summary>An about_ page as the text that Get-Help shows: headings in capitals, paragraphs folded and indented, code further in.</summary>
internal static class AboutText
{
    private const int Width = 79;
    private const string Indent = "    ";

    /// <summary>Converts a page.</summary>
    public static string Convert(IReadOnlyList<string> lines)
    {
        var text = new StringBuilder();
        var paragraph = new List<string>();
        var inCode = false;
        void Flush()
        {
            if (paragraph.Count > 0)
            {
                Fold(text, PlainText.WithoutMarks(string.Join(' ', paragraph)));
                paragraph.Clear();
            }
        }

        foreach (var line in lines)
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                Flush();
                inCode = !inCode;
            }
            else if (inCode)
            {
                text.AppendLine((Indent + Indent + line).TrimEnd());
            }
            else if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                text.AppendLine("TOPIC").Append(Indent).AppendLine(line[2..]);
            }
            else if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                Flush();
                text.AppendLine(line[3..].ToUpperInvariant());
            }
            else
            {
                if (line.Length == 0 || PlainText.IsItem(line))
                {
                    Flush();
                }

                if (line.Length == 0)
                {
                    text.AppendLine();
                }
                else
                {
                    paragraph.Add(line.Trim());
                }
            }
        }

        Flush();
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static void Fold(StringBuilder text, string paragraph)
    {
        var next = Indent + (PlainText.IsItem(paragraph) ? "  " : string.Empty);
        var line = new StringBuilder(Indent);
        var isEmpty = true;
        foreach (var word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isEmpty && line.Length + 1 + word.Length > Width)
            {
                text.Append(line).AppendLine();
                line.Clear().Append(next);
                isEmpty = true;
            }

            line.Append(isEmpty ? string.Empty : " ").Append(word);
            isEmpty = false;
        }

        text.Append(line).AppendLine();
    }
}
