using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Profiles;

/// <summary>Profiles of providers with a contract of their own.</summary>
public sealed class WrapperProfileTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("Fal", "FAL_KEY", "https://queue.fal.run", "fal.ai")]
    [InlineData("Replicate", "REPLICATE_API_TOKEN", "https://api.replicate.com/v1", "Replicate")]
    public void A_provider_without_regions_needs_its_name_and_a_key(string provider, string variable, string endpoint, string owner)
    {
        var profile = _shell.Run($"Set-WanProfile far -Provider {provider} -ApiKeyVariable {variable} -PassThru").Single<WanProfile>();

        Assert.Equal((provider, null, endpoint, owner, "wrapper_route"), (profile.Provider, profile.Region, profile.Endpoint, profile.Owner, profile.Contract));
    }

    [Theory]
    [InlineData("Set-WanProfile far -Provider Fal -Region Singapore -ApiKeyVariable FAL_KEY", "Wan.Region.RegionNotOfProvider", "Fal has no regions, and Singapore was given.")]
    [InlineData("Set-WanProfile far -Provider Fal -ApiKeyVariable FAL_KEY -Limit @{ 'videoedit.referenceImages.max' = 2 }", "Wan.Route.LimitRefused", "The limit 'videoedit.referenceImages.max' can be raised to 1 at most: fal-js, types of the endpoints (commit 381105e) (2026-08-02) allows no more.")]
    [InlineData("Get-WanProvider Nobody", "Wan.Route.ProviderUnknown", null)]
    [InlineData("Get-WanProvider -Route nowhere", "Wan.Route.RouteUnknown", null)]
    public void What_does_not_fit_is_refused(string line, string id, string? message)
    {
        var error = Assert.Single(_shell.Run(line).Errors);

        Assert.StartsWith(id, error.FullyQualifiedErrorId, StringComparison.Ordinal);
        if (message is not null)
        {
            Assert.Equal(message, error.Exception.Message);
        }
    }

    [Fact]
    public void A_check_under_such_a_profile_goes_by_its_contract_and_says_so()
    {
        _shell.Run("Set-WanProfile far -Provider Fal -ApiKeyVariable FAL_KEY").MustSucceed();

        var report = _shell.Run("Test-WanVideoEditInput 'paper' https://cdn.example.com/in.mp4 -NegativePrompt blur -Resolution 720P -Profile far").Single<WanPreflightReport>();

        Assert.Equal(("Fal", "fal.ai", "wrapper_route", "fal-ai/wan/v2.7/edit-video"), (report.Provider, report.Owner, report.Contract, report.Model));
        Assert.Contains(report.Failed, static check => check.Rule == "videoedit.negativePrompt" && check.Message == "fal.ai does not offer NegativePrompt with fal-ai/wan/v2.7/edit-video.");
    }

    [Fact]
    public void An_error_says_whose_contract_holds()
    {
        _shell.Run("$env:WAN27_TEST_FAR = 'far-0123456789abcdef'; Set-WanProfile far -Provider Fal -ApiKeyVariable WAN27_TEST_FAR -Endpoint http://127.0.0.1:9").MustSucceed();

        var error = Assert.Single(_shell.Run("Start-WanVideoTask turn https://cdn.example.com/a.png -Resolution 720P -Watermark -Profile far").Errors);

        Assert.StartsWith("Wan.Route.PreflightFailed", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("fal.ai does not offer Watermark with fal-ai/wan/v2.7/image-to-video.", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("[profile far, Fal of fal.ai (wrapper_route, the official contract does not apply), image_to_video, fal-ai/wan/v2.7/image-to-video, http://127.0.0.1:9", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Models_of_such_a_profile_are_offered_by_both_of_their_names()
    {
        _shell.Run("Set-WanProfile far -Provider Fal -ApiKeyVariable FAL_KEY").MustSucceed();

        Assert.Equal(["wan2.7-i2v", "fal-ai/wan/v2.7/image-to-video"], _shell.Run("(TabExpansion2 'Start-WanVideoTask -Profile far -Model ' 39).CompletionMatches.CompletionText").MustSucceed().Of<string>());
    }

    [Fact]
    public void The_offers_are_objects_and_a_table_that_can_be_read()
    {
        var rows = _shell.Run("Get-WanProvider Fal, DashScope -Route videoedit").MustSucceed().Of<WanProviderOption>().ToArray();

        Assert.Equal(["Fal", "DashScope"], rows.Select(static row => row.Provider).Distinct());
        var reference = Assert.Single(rows, static row => row is { Provider: "Fal", Option: "ReferenceImage" });
        Assert.Equal(("reference_image_url", true, "2026-08-02"), (reference.Field, reference.IsOffered, reference.Date));
        Assert.False(Assert.Single(rows, static row => row is { Provider: "Fal", Option: "NegativePrompt" }).IsOffered);
        var text = string.Join('\n', _shell.Run("Get-WanProvider Fal -Route videoedit | Out-String -Stream -Width 160").MustSucceed().Of<string>());
        Assert.Contains("Offer: Fal of fal.ai, wrapper_route, video_editing (fal-ai/wan/v2.7/edit-video)", text, StringComparison.Ordinal);
        Assert.Contains("not offered", text, StringComparison.Ordinal);
    }
}
