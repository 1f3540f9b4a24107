using System.Diagnostics;
using System.Management.Automation;
using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Help;

/// <summary>Help that is silent, or speaks of what is not there, stops the build.</summary>
public sealed class HelpBuildTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wan27-help-").FullName;

    public HelpBuildTests()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(ModuleAssemblies.Root, "docs"), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder, "docs", Path.GetRelativePath(Path.Combine(ModuleAssemblies.Root, "docs"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private string Page => Path.Combine(_folder, "docs", "cmdlets", "Start-WanVideoTask.md");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_pages_as_they_are_become_the_help_that_is_there()
    {
        Assert.Equal((0, string.Empty), await BuildAsync());
        Assert.All(Directory.GetFiles(Path.Combine(_folder, "en-US")), static file => Assert.Equal(
            File.ReadAllText(Path.Combine(ModuleAssemblies.Root, "en-US", Path.GetFileName(file))), File.ReadAllText(file)));
    }

    [Theory]
    [InlineData("### -Duration", "### -Length", "The parameter -Duration has no text")]
    [InlineData("### -Duration", "### -Length", "no parameter -Length")]
    [InlineData("### Wan27.WanTask", "### Wan27.WanAsset", "The outputs are Wan27.WanTask")]
    [InlineData("- Default: 5, chosen by the service", "", "-Duration needs a text and an item '- Default: '")]
    [InlineData("## Notes", "## Remarks", "The sections must be")]
    [InlineData("# Start-WanVideoTask", "# Start-Video", "must begin with")]
    public async Task A_page_that_differs_from_its_cmdlet_stops_the_build(string text, string replacement, string expected)
    {
        var lines = await File.ReadAllLinesAsync(Page);
        Assert.Contains(text, lines);
        await File.WriteAllLinesAsync(Page, lines.Select(line => line == text ? replacement : line));

        var (exitCode, errors) = await BuildAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains(errors.Split('\n'), line => line.StartsWith(Page + "(", StringComparison.Ordinal) && line.Contains(": error WANHELP01: ", StringComparison.Ordinal) && line.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cmdlet_without_a_page_stops_the_build()
    {
        File.Delete(Page);

        Assert.Contains("Start-WanVideoTask has no page", (await BuildAsync()).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_without_a_cmdlet_stops_the_build()
    {
        var text = await File.ReadAllTextAsync(Page);
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "docs", "cmdlets", "Start-WanDreamTask.md"), text.Replace("# Start-WanVideoTask", "# Start-WanDreamTask", StringComparison.Ordinal));

        Assert.Contains("There is no cmdlet Start-WanDreamTask", (await BuildAsync()).Errors, StringComparison.Ordinal);
    }

    private async Task<(int ExitCode, string Errors)> BuildAsync()
    {
        // Built in the same configuration as these tests.
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var tool = Path.Combine(ModuleAssemblies.Root, "tools", "Wan27.Help", "bin", output.Parent!.Name, output.Name, "Wan27.Help.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                "exec", tool, Path.Combine(ModuleAssemblies.Root, "bin", "Wan27.dll"), Path.GetDirectoryName(typeof(PSObject).Assembly.Location)!,
                Path.Combine(_folder, "docs"), Path.Combine(_folder, "en-US"),
            },
            RedirectStandardError = true,
        })!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, errors.ReplaceLineEndings("\n"));
    }
}
