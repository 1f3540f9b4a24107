using Wan27.ModuleTests.Console;
using Wan27.ModuleTests.Hosting;
using Wan27.ModuleTests.Pipelines;

namespace Wan27.ModuleTests.Profiles;

/// <summary>Set-WanProfile as its users meet it.</summary>
public sealed class ProfileCommandTests : EmulatedTests
{
    [Fact]
    public void A_change_of_one_part_shows_the_whole_new_bundle()
    {
        var result = Shell.Run("""
            Set-WanProfile main Singapore -ApiKeyVariable NOT_SET_HERE -WorkspaceId llm-one -Limit @{ 'videoedit.referenceImages.max' = 4 } -Model @{ image_to_video = 'wan2.7-i2v-2026-04-25' } -Proxy http://proxy.example.com:8080
            Set-WanProfile main -Region Beijing -ApiKeyVariable NOT_SET_EITHER -Verbose -PassThru
            """);

        var profile = result.Single<WanProfile>();
        Assert.Equal((WanRegion.Beijing, null, "https://dashscope.aliyuncs.com/api/v1"), (profile.Region, profile.WorkspaceId, profile.Endpoint));
        Assert.Equal(
            "Profile main: DashScope, Beijing, https://dashscope.aliyuncs.com/api/v1, key from variable NOT_SET_EITHER, models image_to_video = wan2.7-i2v-2026-04-25, limits videoedit.referenceImages.max = 4, proxy http://proxy.example.com:8080",
            Assert.Single(result.Verbose, static line => line.StartsWith("Profile main", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_model_of_the_bundle_is_sent_unless_another_is_asked_for()
    {
        Shell.Run("""
            Set-WanProfile emulator -Model @{ image_to_video = 'wan2.7-i2v-2026-04-25' }
            $null = Start-WanVideoTask turn https://cdn.example.com/1.png -Resolution 720P
            $null = Start-WanVideoTask turn https://cdn.example.com/1.png -Resolution 720P -Model wan2.7-i2v
            """).MustSucceed();

        Assert.Equal(["wan2.7-i2v-2026-04-25", "wan2.7-i2v"], Emulator.Log("video.submit").Select(static entry => entry.GetProperty("model").GetString()));
    }

    [Fact]
    public void Requests_go_through_the_proxy_of_their_profile_and_only_they_do()
    {
        // The emulator itself stands for a proxy: it sees the request for a host that nobody could reach.
        Shell.Run("Set-WanProfile behind Singapore -Endpoint http://localhost:9 -ApiKeyVariable WAN27_PROXY_KEY -Proxy (Get-WanProfile emulator).Endpoint.Replace('/api/v1', '')").MustSucceed();
        Environment.SetEnvironmentVariable("WAN27_PROXY_KEY", "sk-behind-a-proxy");
        try
        {
            Assert.Single(Shell.Run("New-WanImage fox -Size 1K -Profile behind").MustSucceed().Output);
        }
        finally
        {
            Environment.SetEnvironmentVariable("WAN27_PROXY_KEY", null);
        }

        Assert.Single(Emulator.Log("image.sync"));
    }

    [Fact]
    public void The_same_key_under_two_regions_needs_force()
    {
        Shell.Run("Set-WanProfile sg Singapore -ApiKeyVariable NOT_SET_HERE").MustSucceed();
        Shell.Run("Set-WanProfile bj Beijing -ApiKeyVariable NOT_SET_HERE").OnlyError("Wan.Key.KeyOfOtherRegion");
        Shell.Run("Set-WanProfile bj Beijing -ApiKeyVariable NOT_SET_HERE -Force").MustSucceed();
    }

    [Fact]
    public void A_session_key_is_held_against_the_keys_of_other_regions()
        => Shell.Run("""
            $key = [securestring]::new(); 'sk-0123456789abcdef'.ToCharArray() | ForEach-Object { $key.AppendChar($_) }
            Set-WanProfile sg Singapore -ApiKey $key
            Set-WanProfile bj Beijing -ApiKey $key
            """).OnlyError("Wan.Key.KeyOfOtherRegion");

    [Theory]
    [InlineData("Set-WanProfile sk-1234567890abcdef Singapore -ApiKeyVariable X -WhatIf")]
    [InlineData("Set-WanProfile main Singapore -ApiKeyFile sk-1234567890abcdef")]
    [InlineData("Set-WanProfile main Singapore -ApiKeyVariable X -WorkspaceId sk-1234567890abcdef")]
    public void A_key_in_the_wrong_place_is_nowhere_in_its_error(string script)
    {
        var error = Shell.Run(script).OnlyError("Wan.Key.KeyGivenAsName");

        Assert.Null(error.TargetObject);
        Assert.DoesNotContain("sk-1234567890abcdef", error.ToString() + error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Processes_that_write_at_once_lose_no_profile()
    {
        const int Processes = 4;
        const int Each = 5;
        var runs = Enumerable.Range(1, Processes).Select(number => ConsoleProcess.RunAsync(
            "-c", $"1..{Each} | ForEach-Object {{ Set-WanProfile \"p{number}-$_\" Singapore -ApiKeyVariable NOT_SET_HERE }}"));

        Assert.All(await Task.WhenAll(runs), static run => Assert.True(run.ExitCode == 0, run.Error));
        Assert.Equal(Processes * Each, Shell.Run("Get-WanProfile p*").MustSucceed().Output.Count);
    }
}
