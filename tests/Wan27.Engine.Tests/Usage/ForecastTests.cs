using Wan27.Engine.Checking;
using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.Image;
using Wan27.Engine.Routes.ImageToVideo;
using Wan27.Engine.Routes.ReferenceToVideo;
using Wan27.Engine.Routes.TextToVideo;
using Wan27.Engine.Routes.VideoEdit;

namespace Wan27.Engine.Tests.Usage;

/// <summary>What a request will be billed, by the rules that its provider states and by no others.</summary>
public sealed class ForecastTests
{
    private static readonly MediaSource Clip = MediaSource.Remote("https://cdn.example.com/a.mp4");
    private static readonly MediaSource Picture = MediaSource.Remote("https://cdn.example.com/a.png");

    /// <summary>Provider, request, length of its video, and the range with its unit.</summary>
    public static TheoryData<string, string, double?, string> Cases => new()
    {
        { "DashScope", "i2v", null, "second 5 5" },
        { "DashScope", "continuation", 4, "second 9 9" },
        { "DashScope", "continuation", null, "second 9 9" },
        { "DashScope", "t2v", null, "second 5 5" },
        { "DashScope", "edit", 6, "second 12 12" },
        { "DashScope", "edit", null, "second 4 20" },
        { "DashScope", "edit 4", 6, "second 8 10" },
        { "DashScope", "edit 4", 3, "second 6 6" },
        { "DashScope", "edit 4", null, "second 4 14" },
        { "DashScope", "r2v", null, "second 6 10" },
        { "DashScope", "r2v", 3, "second 8 8" },
        { "DashScope", "r2v", 12, "second 10 10" },
        { "DashScope", "r2v pictures", null, "second 5 5" },
        { "DashScope", "image 3", null, "picture 3 3" },
        { "DashScope", "set 4", null, "picture 1 4" },
        { "Fal", "i2v", null, "second 5 5" },
        { "Fal", "continuation", 4, "second 9 9" },
        { "Fal", "edit", 6, "second 12 12" },
        { "Fal", "r2v", 3, "second 8 8" },
        { "Fal", "r2v", 12, "second 10 17" },
        { "Fal", "image 3", null, "picture 3 3" },
        { "Replicate", "i2v", null, "unknown - -" },
        { "Replicate", "edit", 6, "unknown - -" },
        { "Replicate", "image 3", null, "picture 3 3" },
        { "Novita", "t2v", null, "second 5 5" },
        { "Novita", "i2v", null, "second 5 5" },
        { "Novita", "edit", 6, "second 6 12" },
        { "Novita", "continuation", 4, "second 9 13" },
        { "WaveSpeed", "edit", 6, "unknown - -" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_range_follows_from_what_the_provider_states(string provider, string asked, double? seconds, string expected)
    {
        var contract = new ContractView(ContractData.Current.Of(provider));
        var request = Request(asked);
        var readings = request.Media.ToDictionary(static part => part, part => new MediaReading(
            RouteCatalogue.Find(request.Route)!.FindRole(part.Type)!, part.Type,
            new MediaFacts { Path = "a", Duration = part.Type.Contains("video", StringComparison.Ordinal) || part.Type == "first_clip" ? seconds is { } length ? TimeSpan.FromSeconds(length) : null : null }, []));

        var forecast = request.Forecast(contract, new MediaReadings(readings));

        Assert.Equal(expected, FormattableString.Invariant($"{forecast.Unit} {(object?)forecast.Low ?? "-"} {(object?)forecast.High ?? "-"}"));
        Assert.NotEmpty(forecast.Text);
    }

    [Fact]
    public void A_wrapper_never_has_the_official_rules()
        => Assert.All(ContractData.Current.Providers.Where(static provider => provider.IsWrapper), static provider =>
        {
            var data = ContractData.Current.Of(provider.Name);
            Assert.All(data.File.Billing, rule => Assert.Contains(rule.Source, data.Own!.Sources.Keys));
            Assert.All(data.Own!.Routes, route => Assert.NotNull(data.BillingOf(route)));
        });

    [Fact]
    public void Every_official_route_states_its_unit_and_what_is_counted()
        => Assert.All(RouteCatalogue.All, static route => Assert.Equal((route.BilledUnit, true, true), (ContractData.Current.BillingOf(route.Name)!.Unit, ContractData.Current.BillingOf(route.Name)!.FailuresFree, ContractData.Current.BillingOf(route.Name)!.Counts is not null)));

    [Theory]
    [InlineData("Replicate", "i2v", "5 s by the official rules; Replicate does not say what it bills by")]
    [InlineData("DashScope", "edit 4", "8 s (4 s of input and 4 s of output); 4 to 14 s is possible")]
    [InlineData("DashScope", "edit", "twice the length of the source (input and output seconds), 4 to 20 s")]
    [InlineData("DashScope", "set 4", "up to 4 pictures")]
    [InlineData("Novita", "edit 4", "8 s (4 s of input and 4 s of output); 2 to 14 s is possible")]
    public void The_words_say_the_range(string provider, string asked, string text)
        => Assert.Equal(text, Request(asked).Forecast(new ContractView(ContractData.Current.Of(provider))).Text);

    private static RouteRequest Request(string asked) => asked switch
    {
        "i2v" => new ImageToVideoRequest { Model = "m", FirstFrame = Picture, Duration = 5, Resolution = "720P" },
        "continuation" => new ImageToVideoRequest { Model = "m", FirstClip = Clip, Duration = 9, Resolution = "720P" },
        "t2v" => new TextToVideoRequest { Model = "m", Prompt = "fox", Duration = 5 },
        "edit" => new VideoEditRequest { Model = "m", Video = Clip },
        "edit 4" => new VideoEditRequest { Model = "m", Video = Clip, Duration = 4 },
        "r2v" => new ReferenceToVideoRequest { Model = "m", ReferenceVideos = [Clip], Duration = 5 },
        "r2v pictures" => new ReferenceToVideoRequest { Model = "m", ReferenceImages = [Picture], Duration = 5 },
        "image 3" => new ImageRequest { Model = "m", Count = 3 },
        "set 4" => new ImageRequest { Model = "m", Count = 4, Sequential = true },
        _ => throw new ArgumentException(asked),
    };
}
