using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Pipelines;

/// <summary>Slips of the pen that must leave nothing behind.</summary>
public sealed class SlipTests : EmulatedTests
{
    private const string Key = "sk-abcdef0123456789abcdef0123456789";

    [Theory]
    [InlineData("Get-WanTask nope")]
    [InlineData("Get-WanTask nope -Refresh")]
    [InlineData("Wait-WanTask nope")]
    public void An_id_that_nobody_knows_is_not_noted(string script)
    {
        Assert.NotEmpty(Shell.Run(script).Errors);
        Assert.NotEmpty(Shell.Run(script).Errors);

        Assert.Empty(Shell.Run("Get-WanTask").MustSucceed().Output);
    }

    [Theory]
    [InlineData($"New-WanImage fox -Profile {Key}")]
    [InlineData($"Get-WanProfile {Key}")]
    [InlineData($"Test-WanProfile {Key}")]
    [InlineData($"Remove-WanProfile {Key}")]
    public void A_key_in_the_place_of_a_name_is_not_echoed(string script)
    {
        using var shell = Shell.Create($"{script} -ErrorAction SilentlyContinue; $Error | ForEach-Object {{ \"$_\", $_.ErrorDetails.RecommendedAction, $_.TargetObject, $_.Exception.ToString() }}");
        var output = string.Join('\n', shell.Invoke());

        Assert.NotEmpty(output);
        Assert.DoesNotContain(Key, output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_that_is_stored_elsewhere_says_so()
    {
        Shell.Run("Start-WanVideoTask turn https://cdn.example.com/a.png -Resolution 720P -JobKey fox | Wait-WanTask | Save-WanResult out").MustSucceed();
        var again = Shell.Run("Get-WanTask -JobKey fox | Save-WanResult elsewhere").MustSucceed();

        Assert.Contains(Shell.PathOf("out"), Assert.Single(again.Warnings), StringComparison.Ordinal);
        Assert.Empty(Shell.Run("Get-WanTask -JobKey fox | Save-WanResult out -NameTemplate 'sub/{JobKey}{Ext}'").MustSucceed().Warnings);
    }

    [Fact]
    public void A_copy_of_the_journals_file_holds_what_the_process_noted()
    {
        var folder = Shell.PathOf("ended");
        using var child = new ChildShell($$"""
            $env:WAN27_HOME = '{{folder}}'
            Start-WanEmulator -Default
            1..3 | ForEach-Object { $null = Start-WanVideoTask "turn $_" https://cdn.example.com/a.png -Resolution 720P }
            """);
        foreach (var beside in Directory.GetFiles(folder, "journal.db-*", SearchOption.AllDirectories))
        {
            File.Delete(beside);
        }

        Assert.Equal(3, Shell.Run($"$env:WAN27_HOME = '{folder}'; Get-WanTask").MustSucceed().Output.Count);
    }
}
