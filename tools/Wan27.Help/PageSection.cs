namespace Wan27.Help;

/// <summary>A heading and the lines under it, up to the next heading of the same or a higher level.</summary>
/// <param name="Title">Text of the heading.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Lines">What follows.</param>
internal sealed record PageSection(string Title, int Line, IReadOnlyList<string> Lines)
{
    /// <summary>The sections of a level among lines; a code block is never a heading.</summary>
    public static IReadOnlyList<PageSection> Split(IReadOnlyList<string> lines, string mark, int firstLine)
    {
        var starts = new List<int>();
        var inCode = false;
        for (var i = 0; i < lines.Count; i++)
        {
            inCode ^= lines[i].StartsWith("```", StringComparison.Ordinal);
            if (!inCode && lines[i].StartsWith(mark + " ", StringComparison.Ordinal))
            {
                starts.Add(i);
            }
        }

        return [.. starts.Select((start, index) => new PageSection(
            lines[start][(mark.Length + 1)..].Trim(),
            firstLine + start,
            [.. lines.Skip(start + 1).Take((index + 1 < starts.Count ? starts[index + 1] : lines.Count) - start - 1)]))];
    }
}
