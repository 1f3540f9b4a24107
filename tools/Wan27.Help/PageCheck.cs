namespace Wan27.Help;

/// <summary>Holds the pages against the built cmdlets: help that is silent, or speaks of what is not there, stops the build.</summary>
internal static class PageCheck
{
    private const int FewestExamples = 3;

    // Their meaning is PowerShell's own and the same everywhere.
    private static readonly string[] WrittenByTheTool = ["WhatIf", "Confirm"];

    /// <summary>Throws when a page and its cmdlet differ.</summary>
    public static void Ensure(CommandPages pages, IReadOnlyList<CmdletFacts> cmdlets)
    {
        var problems = new List<PageProblem>();
        foreach (var cmdlet in cmdlets)
        {
            if (pages.Pages.FirstOrDefault(page => page.Name == cmdlet.Name) is { } page)
            {
                problems.AddRange(Compare(page, cmdlet));
            }
            else
            {
                problems.Add(new PageProblem(Path.Combine(pages.Folder, cmdlet.Name + ".md"), 1, $"{cmdlet.Name} has no page."));
            }
        }

        problems.AddRange(pages.Pages
            .Where(page => cmdlets.All(cmdlet => cmdlet.Name != page.Name) && !pages.Awaited.Contains(page.Name))
            .Select(static page => new PageProblem(page.File, 1, $"There is no cmdlet {page.Name}.")));
        problems.AddRange(pages.Awaited
            .Where(name => cmdlets.Any(cmdlet => cmdlet.Name == name))
            .Select(name => new PageProblem(Path.Combine(pages.Folder, "awaited.txt"), 1, $"{name} is there; take it off the list.")));
        if (problems.Count > 0)
        {
            throw new PageException(problems);
        }
    }

    private static IEnumerable<PageProblem> Compare(CommandPage page, CmdletFacts cmdlet)
    {
        var expected = cmdlet.Parameters.Select(static parameter => parameter.Name).Except(WrittenByTheTool).ToArray();
        foreach (var missing in expected.Where(name => page.Parameters.All(text => text.Name != name)))
        {
            yield return new PageProblem(page.File, 1, $"The parameter -{missing} has no text.");
        }

        foreach (var extra in page.Parameters.Where(text => !expected.Contains(text.Name)))
        {
            yield return new PageProblem(page.File, extra.Line, $"{page.Name} has no parameter -{extra.Name}.");
        }

        foreach (var twice in page.Parameters.GroupBy(static text => text.Name).Where(static same => same.Count() > 1))
        {
            yield return new PageProblem(page.File, twice.Last().Line, $"-{twice.Key} is described twice.");
        }

        var outputs = cmdlet.Outputs.Count == 0 ? ["None"] : cmdlet.Outputs;
        if (!page.Outputs.Select(static output => output.Name).Order(StringComparer.Ordinal).SequenceEqual(outputs.Order(StringComparer.Ordinal)))
        {
            yield return new PageProblem(page.File, page.Outputs is [var first, ..] ? first.Line : 1, $"The outputs are {string.Join(", ", outputs)}.");
        }

        if (page.Inputs.Count == 0)
        {
            yield return new PageProblem(page.File, 1, "The page names no input type; write 'None' when there is none.");
        }

        if (page.Examples.Count < FewestExamples)
        {
            yield return new PageProblem(page.File, 1, $"{page.Examples.Count} examples are fewer than {FewestExamples}.");
        }
    }
}
