using Wan27.Cmdlets.Output;
using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Engines;

/// <summary>What to do about an error reaches people in every PowerShell that the module supports.</summary>
public sealed class RecommendationTests : IDisposable
{
    private static readonly WanException Failed = new(new WanError { ErrorId = "Wan.Media.Bad", Boundary = WanBoundary.Media, Message = "The clip is too long.", RecommendedAction = "Cut it to 10 seconds." });

    // The words of errors come from the engine, which is found only where the module has been imported.
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("7.4.19", "The clip is too long. Recommendation: Cut it to 10 seconds.")]
    [InlineData("7.5.0", "The clip is too long.")]
    [InlineData("7.6.9", "The clip is too long.")]
    public void The_message_carries_it_where_the_short_view_leaves_it_out(string engine, string message)
    {
        var details = ErrorRecords.From(Failed, null, engine: new Version(engine)).ErrorDetails;

        Assert.Equal((message, "Cut it to 10 seconds."), (details.Message, details.RecommendedAction));
    }

    [Fact]
    public void A_message_without_advice_stays_as_it_is()
    {
        var failed = new WanException(new WanError { ErrorId = "Wan.Media.Bad", Boundary = WanBoundary.Media, Message = "The clip is too long." });

        Assert.Equal("The clip is too long.", ErrorRecords.From(failed, null, engine: new Version(7, 4)).ErrorDetails.Message);
    }

    [Fact]
    public void The_running_engine_is_known_by_its_version()
    {
        var running = _shell.Run("[version]::new($PSVersionTable.PSVersion.Major, $PSVersionTable.PSVersion.Minor)").Single<Version>();

        Assert.Equal(running, new Version(EngineFeatures.Current.Major, EngineFeatures.Current.Minor));
    }

    [Fact]
    public void The_short_view_shows_it_once()
    {
        var text = _shell.Run("Get-WanProfile nobody -ErrorAction SilentlyContinue; $Error[0] | Out-String").Single<string>();

        Assert.Equal(2, text.Split("Set-WanProfile -Name nobody").Length);
    }
}
