namespace Wan27.ModuleTests.Console;

public sealed class RedirectedOutputTests
{
    [Fact]
    public async Task Nothing_redirected_holds_an_escape_sequence()
    {
        ConsoleResult result = await ConsoleProcess.RunAsync(
            "-c",
            """
            [pscustomobject]@{ Id = 1; Name = 'fox' }
            "$([char]27)[31mred$([char]27)[0m"
            function f { [CmdletBinding()]param() $PSCmdlet.WriteWarning('careful'); $PSCmdlet.WriteVerbose('details'); $nothing.Fail() }
            f -Verbose
            Write-Error 'over'
            """);

        Assert.Equal(1, result.ExitCode);
        Assert.DoesNotContain('\u001b', result.Output + result.Error);
        Assert.Contains("red", result.OutputLines);
        Assert.All(["WARNING: careful", "VERBOSE: details"], text => Assert.Contains(text, result.Output, StringComparison.Ordinal));
        Assert.Contains("over", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "throw 'over'")]
    [InlineData(4, "exit 4")]
    public async Task A_row_shown_just_before_the_end_is_not_lost(int exitCode, string end)
    {
        ConsoleResult result = await ConsoleProcess.RunAsync("-c", "Test-WanVideoInput -FirstFrame https://cdn.example.com/lastrow.png; " + end);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains("i2v", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_is_UTF_8_without_a_byte_order_mark()
        => Assert.Equal("狐狸 – füchse 🦊", (await ConsoleProcess.RunAsync("-c", "'狐狸 – füchse 🦊'")).Output.TrimEnd());

    [Fact]
    public async Task Progress_is_not_shown()
    {
        ConsoleResult result = await ConsoleProcess.RunAsync(
            "-c", "Write-Progress Waiting 'for tasks'; 'done'");

        Assert.Equal((0, "done", ""), (result.ExitCode, result.Output.Trim(), result.Error));
    }

    [Fact]
    public async Task An_error_shows_its_recommended_action()
    {
        ConsoleResult result = await ConsoleProcess.RunAsync(
            "-c",
            """
            function f {
              [CmdletBinding()]param()
              $e = [System.Management.Automation.ErrorRecord]::new([Exception]::new('bad'), 'Wan.Media.Bad', 'InvalidData', $null)
              $e.ErrorDetails = 'The clip is too long.'
              $e.ErrorDetails.RecommendedAction = 'Cut it to 10 seconds.'
              $PSCmdlet.WriteError($e)
            }
            f; 'next'
            """);

        Assert.Equal((0, "next"), (result.ExitCode, result.Output.Trim()));
        Assert.Contains("The clip is too long.", result.Error, StringComparison.Ordinal);
        Assert.Contains("Cut it to 10 seconds.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_module_is_loaded_and_its_types_have_names()
    {
        ConsoleResult result = await ConsoleProcess.RunAsync("-c", "(Get-Module Wan27).Name; [Wan27.WanTask].FullName");

        Assert.Equal(["Wan27", "Wan27.WanTask"], result.OutputLines);
    }

    [Theory]
    [InlineData("--help", "wan27 emulator --port")]
    [InlineData("--version", "wan27 ")]
    public async Task Help_and_version_go_to_the_output(string option, string expected)
    {
        ConsoleResult result = await ConsoleProcess.RunAsync(option);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains(expected, result.Output, StringComparison.Ordinal);
    }
}
