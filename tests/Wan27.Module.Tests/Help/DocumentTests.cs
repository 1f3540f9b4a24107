using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Help;

/// <summary>What README and docs speak of is there.</summary>
public sealed partial class DocumentTests
{
    public static TheoryData<string> Documents
        => [.. Directory.GetFiles(Path.Combine(ModuleAssemblies.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Append(Path.Combine(ModuleAssemblies.Root, "README.md"))
            .Select(static file => Path.GetRelativePath(ModuleAssemblies.Root, file).Replace('\\', '/'))];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_lead_to_files(string document)
    {
        var file = Path.Combine(ModuleAssemblies.Root, document);
        var links = Link().Matches(File.ReadAllText(file)).Select(static match => match.Groups[1].Value).Where(static link => !link.Contains("://", StringComparison.Ordinal));

        Assert.All(links, link => Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(file)!, link.Split('#')[0])), link));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void PowerShell_blocks_parse(string document)
        => Assert.All(Block().Matches(File.ReadAllText(Path.Combine(ModuleAssemblies.Root, document))), static match =>
        {
            Parser.ParseInput(match.Groups[1].Value, out _, out var errors);
            Assert.Empty(errors);
        });

    [Fact]
    public void Error_ids_are_ones_that_the_module_raises()
    {
        var ids = Directory.GetFiles(Path.Combine(ModuleAssemblies.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .SelectMany(static file => ErrorId().Matches(File.ReadAllText(file)))
            .Select(static match => match.Value)
            .Distinct()
            .ToArray();
        var known = ErrorTables.Rows.Select(static row => row.Id).ToHashSet();

        Assert.NotEmpty(ids);
        Assert.All(ids, id => Assert.Contains(id, known));
    }

    [GeneratedRegex(@"(?<!`)\[[^\]\n]+\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("```powershell\r?\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"Wan\.([A-Z][a-z]+)\.([A-Z]\w+)")]
    private static partial Regex ErrorId();
}
