namespace Wan27.Help;

/// <summary>The pages of a folder.</summary>
/// <param name="Pages">One for each cmdlet.</param>
/// <param name="Awaited">Names of cmdlets that have a page already but are not built yet.</param>
internal sealed record CommandPages(string Folder, IReadOnlyList<CommandPage> Pages, IReadOnlyList<string> Awaited)
{
    private const string AwaitedFile = "awaited.txt";
    private const string DefaultMark = "- Default: ";

    private static readonly string[] Sections = ["Synopsis", "Description", "Parameters", "Inputs", "Outputs", "Examples", "Notes", "Related links"];

    /// <summary>The page of a cmdlet.</summary>
    public CommandPage For(string cmdlet) => Pages.Single(page => page.Name == cmdlet);

    /// <summary>Reads every page; all problems are told at once.</summary>
    public static CommandPages Read(string folder)
    {
        var problems = new List<PageProblem>();
        var pages = Directory.GetFiles(folder, "*-*.md").Order(StringComparer.Ordinal).Select(file => Read(file, problems)).ToArray();
        var awaited = Path.Combine(folder, AwaitedFile);
        return problems.Count > 0
            ? throw new PageException(problems)
            : new CommandPages(folder, pages, File.Exists(awaited) ? [.. File.ReadAllLines(awaited).Where(static line => line.Length > 0 && line[0] != '#')] : []);
    }

    private static CommandPage Read(string file, List<PageProblem> problems)
    {
        var lines = File.ReadAllLines(file);
        var name = Path.GetFileNameWithoutExtension(file);
        if (lines.FirstOrDefault() != "# " + name)
        {
            problems.Add(new PageProblem(file, 1, $"The page must begin with '# {name}'."));
        }

        var sections = PageSection.Split(lines, "##", 1);
        if (!sections.Select(static section => section.Title).SequenceEqual(Sections))
        {
            problems.Add(new PageProblem(file, 1, $"The sections must be {string.Join(", ", Sections)}, in this order."));
        }

        PageSection Of(string title) => sections.FirstOrDefault(section => section.Title == title) ?? new PageSection(title, 1, []);
        IReadOnlyList<PageSection> Under(string title) => PageSection.Split(Of(title).Lines, "###", Of(title).Line + 1);
        foreach (var empty in sections.Where(static section => section.Title != "Parameters" && section.Lines.All(string.IsNullOrWhiteSpace)))
        {
            problems.Add(new PageProblem(file, empty.Line, $"The section {empty.Title} is empty."));
        }

        return new CommandPage(
            file, name,
            string.Join(' ', PlainText.Paragraphs(Of("Synopsis").Lines)),
            PlainText.Paragraphs(Of("Description").Lines),
            [.. Under("Parameters").Select(section => Parameter(section, file, problems))],
            [.. Under("Inputs").Select(Type)],
            [.. Under("Outputs").Select(Type)],
            [.. Under("Examples").Select(section => Example(section, file, problems))],
            PlainText.Paragraphs(Of("Notes").Lines),
            [.. PlainText.Paragraphs(Of("Related links").Lines).Select(static link => link[2..])]);
    }

    private static ParameterText Parameter(PageSection section, string file, List<PageProblem> problems)
    {
        if (!section.Title.StartsWith('-'))
        {
            problems.Add(new PageProblem(file, section.Line, "The heading of a parameter begins with a hyphen."));
        }

        var paragraphs = PlainText.Paragraphs(section.Lines);
        var byDefault = paragraphs.SingleOrDefault(static text => text.StartsWith(DefaultMark, StringComparison.Ordinal));
        if (byDefault is null || paragraphs.Count < 2)
        {
            problems.Add(new PageProblem(file, section.Line, $"{section.Title} needs a text and an item '{DefaultMark}'."));
        }

        return new ParameterText(
            section.Title.TrimStart('-'), section.Line,
            [.. paragraphs.Where(text => text != byDefault).Select(static text => PlainText.IsItem(text) ? text[2..] : text)],
            byDefault?[DefaultMark.Length..] ?? string.Empty);
    }

    private static TypeText Type(PageSection section) => new(section.Title, section.Line, PlainText.Paragraphs(section.Lines));

    private static ExampleText Example(PageSection section, string file, List<PageProblem> problems)
    {
        var lines = section.Lines.ToArray();
        var start = Array.IndexOf(lines, "```powershell");
        var end = start < 0 ? -1 : Array.IndexOf(lines, "```", start);
        if (end < 0 || lines.Count(static line => line.StartsWith("```", StringComparison.Ordinal)) != 2)
        {
            problems.Add(new PageProblem(file, section.Line, "An example has one block of ```powershell."));
            return new ExampleText(section.Title, string.Empty, []);
        }

        var text = PlainText.Paragraphs(lines.Take(start).Concat(lines.Skip(end + 1)));
        if (text.Count == 0)
        {
            problems.Add(new PageProblem(file, section.Line, "An example says what it does."));
        }

        return new ExampleText(section.Title, string.Join('\n', lines[(start + 1)..end]), text);
    }
}
