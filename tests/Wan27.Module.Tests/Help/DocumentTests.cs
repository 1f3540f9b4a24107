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
            .Select(static match => (Boundary: match.Groups[1].Value, Code: match.Groups[2].Value))
            .Distinct()
            .ToArray();
        var source = string.Concat(Directory.GetFiles(Path.Combine(ModuleAssemblies.Root, "src"), "*.*", SearchOption.AllDirectories)
            .Where(static file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(static file => Path.GetExtension(file) == ".cs" || Path.GetFileName(file) == "errors.json")
            .Select(File.ReadAllText));

        Assert.NotEmpty(ids);
        Assert.All(ids, id =>
        {
            Assert.True(Enum.TryParse<WanBoundary>(id.Boundary, out _), id.Boundary);
            Assert.Contains($"\"{id.Code}\"", source, StringComparison.Ordinal);
        });
    }

    [GeneratedRegex(@"(?<!`)\[[^\]\n]+\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("```powershell\r?\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"Wan\.([A-Z][a-z]+)\.([A-Z]\w+)")]
    private static partial Regex ErrorId();
}
