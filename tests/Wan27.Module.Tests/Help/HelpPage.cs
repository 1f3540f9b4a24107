using System.Text.RegularExpressions;
using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Help;

/// <summary>A page of docs/cmdlets, read in a way of its own: what the tests expect must not come from the tool that they test.</summary>
internal sealed partial class HelpPage
{
    private readonly string[] _lines;

    private HelpPage(string file)
    {
        Cmdlet = Path.GetFileNameWithoutExtension(file);
        _lines = File.ReadAllLines(file);
    }

    public static string Folder { get; } = Path.Combine(ModuleAssemblies.Root, "docs", "cmdlets");

    /// <summary>Names of cmdlets whose page is there before them.</summary>
    public static IReadOnlyList<string> Awaited { get; } = File.Exists(Path.Combine(Folder, "awaited.txt"))
        ? [.. File.ReadAllLines(Path.Combine(Folder, "awaited.txt")).Where(static line => !line.StartsWith('#'))]
        : [];

    public static IReadOnlyList<HelpPage> All { get; } =
        [.. Directory.GetFiles(Folder, "*.md").Order(StringComparer.Ordinal).Select(static file => new HelpPage(file)).Where(static page => !Awaited.Contains(page.Cmdlet))];

    public string Cmdlet { get; }

    public string Synopsis => string.Join(' ', Section("## Synopsis").Where(static line => line.Length > 0));

    public IReadOnlyList<string> Parameters => [.. Section("## Parameters").Where(static line => line.StartsWith("### -", StringComparison.Ordinal)).Select(static line => line[5..])];

    public IReadOnlyList<string> Outputs => Titles("## Outputs");

    public IReadOnlyList<string> ExampleTitles => Titles("## Examples");

    public IReadOnlyList<string> ExampleCodes
        => [.. CodeBlock().Matches(string.Join('\n', Section("## Examples"))).Select(static match => match.Groups[1].Value)];

    public IReadOnlyList<string> Links => [.. Link().Matches(string.Join('\n', Section("## Related links"))).Select(static match => match.Groups[1].Value)];

    /// <summary>The lines about a parameter, as written.</summary>
    public string ParameterText(string name)
        => string.Join('\n', _lines.SkipWhile(line => line != "### -" + name).Skip(1).TakeWhile(static line => !line.StartsWith('#'))).Trim();

    /// <summary>Names and values of the limits that the page speaks of.</summary>
    public IReadOnlyList<(string Name, double Value)> Limits
        => [.. _lines.Where(static line => line.StartsWith("- Limits: ", StringComparison.Ordinal))
            .SelectMany(static line => Limit().Matches(line))
            .Select(static match => (match.Groups[1].Value, double.Parse(match.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture)))];

    private IReadOnlyList<string> Titles(string section)
        => [.. Section(section).Where(static line => line.StartsWith("### ", StringComparison.Ordinal)).Select(static line => line[4..])];

    private IEnumerable<string> Section(string heading)
        => _lines.SkipWhile(line => line != heading).Skip(1).TakeWhile(static line => !line.StartsWith("## ", StringComparison.Ordinal));

    [GeneratedRegex("```powershell\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"\[[^\]]+\]\(([^)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`([\w.-]+)` (\d+)")]
    private static partial Regex Limit();
}
