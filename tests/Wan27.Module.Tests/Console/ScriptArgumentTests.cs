namespace Wan27.ModuleTests.Console;

public sealed class ScriptArgumentTests
{
    private const string Script = """
        param([string]$Name, [switch]$Flag, [int]$Count, [string]$Rest)
        "$Name|$Flag|$Count|$Rest"
        """;

    [Theory]
    [InlineData("fox|True|3|a b", "-Name", "fox", "-Flag", "3", "a b")]
    [InlineData("fox|False|0|", "fox")]
    [InlineData("fox|False|7|x", "-Flag:$false", "-Count:7", "fox", "-Rest", "x")]
    [InlineData("fox|True|7|-Name", "-Flag:$true", "-Count", "7", "fox", "-Rest:-Name")]
    [InlineData("-7|False|0|", "-Name:", "-7")]
    [InlineData("it's ’quoted’; 'exit 5'|False|0|$HOME $(1)", "it's ’quoted’; 'exit 5'", "-Rest", "$HOME $(1)")]
    [InlineData("|False|0|狐狸", "", "-Rest", "狐狸")]
    public async Task Words_bind_to_the_scripts_parameters(string expected, params string[] words)
    {
        using var folder = new ScriptFolder();
        ConsoleResult result = await ConsoleProcess.RunAsync([folder.Add("binds.ps1", Script), .. words]);

        Assert.Equal((0, expected, ""), (result.ExitCode, result.Output.Trim(), result.Error));
    }

    [Fact]
    public async Task A_script_without_parameters_gets_its_words_in_args()
    {
        using var folder = new ScriptFolder();
        ConsoleResult result = await ConsoleProcess.RunAsync(folder.Add("args.ps1", "$args.Count; $args"), "one", "two words", "-3");

        Assert.Equal(["3", "one", "two words", "-3"], result.OutputLines);
    }

    [Fact]
    public async Task Words_after_commands_belong_to_them()
        => Assert.Equal(["one", "two"], (await ConsoleProcess.RunAsync("-c", "Write-Output", "one", "two")).OutputLines);

    [Fact]
    public async Task A_script_named_relative_to_the_working_directory_knows_where_it_lies()
    {
        using var folder = new ScriptFolder();
        string script = folder.Add("where.ps1", "$PSCommandPath; $PSScriptRoot");
        ConsoleResult result = await ConsoleProcess.RunInAsync(folder.Path, ConsoleProcess.Assembly, "where.ps1");

        // The temporary folder may be reached through a link, which the child's working directory has resolved.
        Assert.Equal([Path.GetFileName(script), Path.GetFileName(folder.Path)], result.OutputLines.Select(Path.GetFileName));
        Assert.All(result.OutputLines, line => Assert.True(Path.IsPathFullyQualified(line)));
    }
}
