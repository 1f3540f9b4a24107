namespace Wan27.ModuleTests.Console;

public sealed class ExitCodeTests
{
    [Fact]
    public async Task A_script_that_runs_to_its_end_gives_0()
    {
        ConsoleResult result = await ConsoleProcess.RunAsync("-NoProfile", "-c", "'done'");

        Assert.Equal((0, "done", ""), (result.ExitCode, result.Output.Trim(), result.Error));
    }

    [Fact]
    public async Task The_number_passed_to_exit_in_commands_is_the_exit_code()
        => Assert.Equal(7, (await ConsoleProcess.RunAsync("-c", "exit 7; 'not reached'")).ExitCode);

    [Theory]
    [InlineData("Get-WanProfile nobody", 1)]
    [InlineData("Get-WanProfile nobody; 'went on'", 0)]
    public async Task A_last_command_that_failed_is_a_failure_of_the_whole(string commands, int exitCode)
        => Assert.Equal(exitCode, (await ConsoleProcess.RunAsync("-c", commands)).ExitCode);

    [Fact]
    public async Task The_number_passed_to_exit_in_a_file_is_the_exit_code()
    {
        using var folder = new ScriptFolder();
        ConsoleResult result = await ConsoleProcess.RunAsync(folder.Add("exits.ps1", "'before'\nexit 9\n'after'"));

        Assert.Equal((9, "before"), (result.ExitCode, result.Output.Trim()));
    }

    [Fact]
    public async Task An_exit_in_a_script_called_by_the_script_ends_only_the_inner_one()
    {
        using var folder = new ScriptFolder();
        folder.Add("inner.ps1", "exit 9");
        ConsoleResult result = await ConsoleProcess.RunAsync(folder.Add("outer.ps1", "& $PSScriptRoot/inner.ps1\n\"inner gave $LASTEXITCODE\""));

        Assert.Equal((0, "inner gave 9"), (result.ExitCode, result.Output.Trim()));
    }

    [Fact]
    public async Task A_throw_gives_1_and_shows_the_message_and_the_line_on_the_error_stream()
    {
        using var folder = new ScriptFolder();
        string script = folder.Add("throws.ps1", "'before'\n\nthrow 'no such fox'\n'after'");
        ConsoleResult result = await ConsoleProcess.RunAsync(script);

        Assert.Equal((1, "before"), (result.ExitCode, result.Output.Trim()));
        Assert.Contains(script + ":3", result.Error, StringComparison.Ordinal);
        Assert.Contains("no such fox", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_statement_does_not_end_the_script_unless_it_asks_for_that()
    {
        const string Text = "[int]::Parse('x')\n'reached'";
        using var folder = new ScriptFolder();
        ConsoleResult goesOn = await ConsoleProcess.RunAsync(folder.Add("goes-on.ps1", Text));
        ConsoleResult stops = await ConsoleProcess.RunAsync(folder.Add("stops.ps1", "$ErrorActionPreference = 'Stop'\n" + Text));

        Assert.Equal((0, "reached"), (goesOn.ExitCode, goesOn.Output.Trim()));
        Assert.Contains("goes-on.ps1:1", goesOn.Error, StringComparison.Ordinal);
        Assert.Equal((1, ""), (stops.ExitCode, stops.Output.Trim()));
        Assert.Contains("stops.ps1:2", stops.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_syntax_error_gives_1_and_names_its_line_before_anything_runs()
    {
        using var folder = new ScriptFolder();
        string script = folder.Add("broken.ps1", "'before'\nif (1 'x'");
        ConsoleResult result = await ConsoleProcess.RunAsync(script);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains($"ParserError: {script}:2", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parameter_that_the_script_does_not_have_gives_1_without_running_it()
    {
        using var folder = new ScriptFolder();
        ConsoleResult result = await ConsoleProcess.RunAsync(folder.Add("strict.ps1", "[CmdletBinding()]param($Name)\n'ran'"), "-Nmae", "x");

        Assert.Equal((1, ""), (result.ExitCode, result.Output.Trim()));
        Assert.Contains("'Nmae'", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_mandatory_parameter_is_an_error_where_nobody_can_be_asked()
    {
        using var folder = new ScriptFolder();
        ConsoleResult result = await ConsoleProcess.RunAsync("-NonInteractive", "-File", folder.Add("asks.ps1", "param([Parameter(Mandatory)]$Prompt)\n'ran'"));

        Assert.Equal((1, ""), (result.ExitCode, result.Output.Trim()));
        Assert.Contains("Prompt", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_confirmation_is_refused_where_nobody_can_be_asked()
    {
        using var folder = new ScriptFolder();
        string script = folder.Add("asks.ps1", "$env:WAN27_HOME = $PSScriptRoot\nSet-WanProfile one -Region Singapore -ApiKeyVariable NONE -Confirm\n@(Get-WanProfile).Count");
        ConsoleResult result = await ConsoleProcess.RunAsync("-NonInteractive", "-File", script);

        Assert.Equal("0", result.Output.Trim());
        Assert.Contains("NonInteractive", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--nonsense")]
    [InlineData("no-such-script.ps1")]
    [InlineData("-File", "no-such-script.ps1")]
    public async Task A_command_line_that_cannot_be_used_gives_64_and_names_the_word(params string[] arguments)
    {
        ConsoleResult result = await ConsoleProcess.RunAsync(arguments);

        Assert.Equal(64, result.ExitCode);
        Assert.Contains(arguments[^1], result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_console_without_the_module_says_so_in_one_line_and_gives_3()
    {
        using var folder = new ScriptFolder();
        CopyFolder(Path.GetDirectoryName(ConsoleProcess.Assembly)!, folder.Path);
        ConsoleResult result = await ConsoleProcess.RunInAsync(
            folder.Path, Path.Combine(folder.Path, Path.GetFileName(ConsoleProcess.Assembly)), "-c", "'ran'");

        Assert.Equal((3, ""), (result.ExitCode, result.Output));
        Assert.Contains("Wan27.psd1", Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
