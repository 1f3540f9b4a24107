using Wan27.ModuleTests.Console;
using Wan27.ModuleTests.Pipelines;

namespace Wan27.ModuleTests.Profiles;

/// <summary>Test-WanProfile in a session.</summary>
public sealed class TestProfileTests : EmulatedTests
{
    [Fact]
    public void The_default_profile_is_checked_without_a_call_that_can_bill()
    {
        var checks = Shell.Run("Test-WanProfile").MustSucceed().Of<WanProfileCheck>();

        Assert.Equal(["Route", "Region", "Key", "Endpoint", "Model", "Limits", "Storage"], checks.Select(static check => check.Check));
        Assert.DoesNotContain(checks, static check => check.Passed == false);
        Assert.All(Emulator.Log(), static entry => Assert.Equal("GET", entry.GetProperty("method").GetString()));
    }

    [Fact]
    public void Profiles_pipe_in_and_a_key_of_another_region_is_found()
    {
        Environment.SetEnvironmentVariable("WAN27_TEST_KEY", "sk-emulator-beijing");
        var checks = Shell.Run("""
            Set-WanProfile wrong Singapore -Endpoint (Get-WanProfile emulator).Endpoint -ApiKeyVariable WAN27_TEST_KEY
            Get-WanProfile wrong | Test-WanProfile
            """).MustSucceed().Of<WanProfileCheck>();

        var failed = Assert.Single(checks, static check => check.Passed == false);
        Assert.Equal(("Key", "wrong"), (failed.Check, failed.Profile));
        Assert.Contains("-ProbeRegions", failed.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_tells_what_to_do()
    {
        var run = await ConsoleProcess.RunAsync("-c", "Start-WanEmulator -Default; Set-WanProfile emulator -ApiKeyVariable WAN27_NOT_SET; Test-WanProfile | Out-String -Width 200");

        Assert.Contains("Failed", run.Output, StringComparison.Ordinal);
        Assert.Contains("Put the key there", run.Output, StringComparison.Ordinal);
        Assert.Contains("Needs a key that the endpoint accepts.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_that_does_not_exist_is_an_error_and_the_others_are_checked()
    {
        var result = Shell.Run("Test-WanProfile nobody, emulator");

        result.OnlyErrorBeside("Wan.Region.ProfileUnknown");
        Assert.Equal(7, result.Output.Count);
    }
}
