using Wan27.Engine.Checking;
using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Providers;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.Image;
using Wan27.Engine.Routes.ImageToVideo;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Media;

/// <summary>Signed URLs that have expired, or will before their job can run, are found before anything is sent.</summary>
public sealed class UrlValidityTests
{
    private const string Frame = "https://cdn.example.com/a.png";

    private const string Expired = "The signed URL of FirstFrame a.png expired at 2026-11-25 11:00:00Z, 60 minutes ago: the service cannot fetch it.";

    private const string Ends = "The signed URL of FirstFrame a.png ends at 2026-11-25 12:20:00Z, in 20 minutes: a job that queues for longer cannot fetch it.";

    private const string Holds = "The signed URL of FirstFrame a.png holds until 2026-11-25 13:00:00Z.";

    private const string Renewal = "Sign it again for at least 30 minutes, or give a local path.";

    private static readonly ContractView View = new(ContractData.Current);

    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    /// <summary>How each storage writes the end of a URL; {0} is put in as that storage writes a moment, and an hour of life counts from it.</summary>
    public static TheoryData<string, WanCheckStatus, string> Urls => new()
    {
        { "Expires=1795604400&OSSAccessKeyId=LTAI&Signature=sesame", WanCheckStatus.Failed, Expired },
        { "Signature=sesame&expires=1795609200", WanCheckStatus.Warning, Ends },
        { "EXPIRES=1795611600&Signature=sesame", WanCheckStatus.Passed, Holds },
        { "Expires=1795604400000&Signature=sesame", WanCheckStatus.Failed, Expired },
        { "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20261125T100000Z&X-Amz-Expires=3600&X-Amz-Signature=sesame", WanCheckStatus.Failed, Expired },
        { "x-amz-date=20261125T112000Z&x-amz-expires=3600&x-amz-signature=sesame", WanCheckStatus.Warning, Ends },
        { "X%2DAmz%2DDate=20261125T120000Z&X-Amz-Expires=3600&X-Amz-Signature=sesame", WanCheckStatus.Passed, Holds },
        { "X-Goog-Date=20261125T100000Z&X-Goog-Expires=3600&X-Goog-Signature=sesame", WanCheckStatus.Failed, Expired },
        { "X-Goog-Date=20261125T112000Z&X-Goog-Expires=3600&X-Goog-Signature=sesame", WanCheckStatus.Warning, Ends },
        { "x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-date=20261125T100000Z&x-oss-expires=3600&x-oss-signature=sesame", WanCheckStatus.Failed, Expired },
        { "x-oss-date=20261125T112000Z&X-Oss-Expires=3600&x-oss-signature=sesame", WanCheckStatus.Warning, Ends },
        { "sv=2024-11-04&se=2026-11-25T11%3A00%3A00Z&sr=b&sp=r&sig=sesame", WanCheckStatus.Failed, Expired },
        { "sv=2024-11-04&st=2026-11-25T11:00Z&se=2026-11-25T12:20Z&sr=b&sp=r&sig=sesame", WanCheckStatus.Warning, Ends },
        { "se=2026-11-25T13:00:00.0000000Z&sig=sesame#page", WanCheckStatus.Passed, Holds },
        { "se=2026-11-25T15:00:00%2B02:00&sig=sesame", WanCheckStatus.Passed, Holds },
        { "se=2026-11-25&sig=sesame", WanCheckStatus.Failed, "The signed URL of FirstFrame a.png expired at 2026-11-25 00:00:00Z, 12 hours ago: the service cannot fetch it." },
        { "st=2026-11-25T12:20:00Z&se=2026-11-26T12:00:00Z&sig=sesame", WanCheckStatus.Warning, "The signed URL of FirstFrame a.png holds only from 2026-11-25 12:20:00Z, in 20 minutes: a job that runs before cannot fetch it." },
        { "st=2026-11-28T12:00:00Z&se=2026-11-29T12:00:00Z&sig=sesame", WanCheckStatus.Failed, "The signed URL of FirstFrame a.png holds only from 2026-11-28 12:00:00Z, in 3 days: the service cannot fetch it before." },
        { "st=2026-11-25T12:04:59Z&se=2026-11-25T13:00:00Z&sig=sesame", WanCheckStatus.Passed, Holds },
        { "Expires=1795604400&se=2026-11-25T13:00:00Z&Signature=sesame", WanCheckStatus.Failed, Expired },
    };

    [Theory]
    [MemberData(nameof(Urls))]
    public void The_end_of_a_signed_url_is_read_as_its_storage_writes_it(string query, WanCheckStatus status, string message)
    {
        var check = UrlValidity.Check(ImageToVideoRoute.FirstFrame, "FirstFrame a.png", $"{Frame}?{query}", View, Noon)!;

        Assert.Equal((status, message), (check.Status, check.Message));
        Assert.Equal("i2v.frame.url.validity", check.Rule);
        Assert.DoesNotContain("sesame", $"{check.Subject}{check.Actual}{check.Message}{check.Fix}", StringComparison.Ordinal);
        if (message == Expired || message == Ends)
        {
            Assert.Equal(Renewal, check.Fix);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("?Expires")]
    [InlineData("?Expires=")]
    [InlineData("?Expires=3600")]
    [InlineData("?Expires=-1795604400")]
    [InlineData("?Expires=1795604400.5")]
    [InlineData("?Expires=99999999999999999999999999")]
    [InlineData("?Expires=Wed%2C+25+Nov+2026+11%3A00%3A00+GMT")]
    [InlineData("?Expires=%E2%9D%A4")]
    [InlineData("?Expires=%")]
    [InlineData("?X-Amz-Date=20261125T100000Z")]
    [InlineData("?X-Amz-Expires=3600")]
    [InlineData("?X-Amz-Date=20261399T996000Z&X-Amz-Expires=3600")]
    [InlineData("?X-Amz-Date=20261125T100000Z&X-Amz-Expires=9223372036854775807")]
    [InlineData("?X-Amz-Date=99991231T235959Z&X-Amz-Expires=604800")]
    [InlineData("?X-Goog-Date=&X-Goog-Expires=")]
    [InlineData("?x-oss-expires=1795604400")]
    [InlineData("?se=soon&sig=sesame")]
    [InlineData("?se=0001-01-01&sig=sesame")]
    [InlineData("?se=9999-12-31&sig=sesame")]
    [InlineData("#?Expires=1795604400")]
    public void What_cannot_be_read_says_nothing(string rest)
        => Assert.Null(UrlValidity.Check(ImageToVideoRoute.FirstFrame, "FirstFrame a.png", Frame + rest, View, Noon));

    [Fact]
    public void The_time_that_a_job_needs_is_the_contracts_and_the_profiles()
    {
        const string InTwentyMinutes = $"{Frame}?Expires=1795609200";
        var patient = new ContractView(ContractData.Current, new Dictionary<string, double> { ["input.url.video.minutes.min"] = 15 });

        Assert.Equal(WanCheckStatus.Warning, UrlValidity.Check(ImageToVideoRoute.FirstFrame, "f", InTwentyMinutes, View, Noon)!.Status);
        Assert.Equal(WanCheckStatus.Passed, UrlValidity.Check(ImageToVideoRoute.FirstFrame, "f", InTwentyMinutes, patient, Noon)!.Status);
        Assert.Equal(WanCheckStatus.Passed, UrlValidity.Check(ImageRoute.Input, "f", InTwentyMinutes, View, Noon)!.Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_expired_url_stops_the_job_before_anything_is_sent(bool deep)
    {
        var clock = new JumpingClock();
        var ended = clock.GetUtcNow().AddHours(-1).ToUnixTimeSeconds();
        var request = EngineRig.Request() with { FirstFrame = MediaSource.Remote($"{Frame}?Expires={ended}&Signature=sesame") };

        var result = await new Preflight(clock).CheckAsync(request, View, new PreflightOptions { Deep = deep }, CancellationToken.None);

        var failed = Assert.Single(result.Checks, static check => check.Status == WanCheckStatus.Failed);
        Assert.Equal("i2v.frame.url.validity", failed.Rule);
        Assert.Equal("Wan.Media.PreflightFailed", Assert.Throws<WanException>(() => PreflightGate.Admit(request, result, new NoLog())).Error.ErrorId);
    }

    [Fact]
    public async Task A_job_that_is_handed_out_again_may_name_a_url_that_has_expired_since()
    {
        await using var rig = await EngineRig.StartAsync();
        var until = TimeProvider.System.GetUtcNow().AddDays(1).ToUnixTimeSeconds();
        WanTask? first = await StartAsync($"{Frame}?Expires={until}&Signature=sesame");

        var again = await StartAsync($"{Frame}?Expires={until - 172_800}&Signature=sesame");

        Assert.Equal(first.TaskId, again.TaskId);
        var refused = await Assert.ThrowsAsync<WanException>(() => StartAsync($"{Frame}?Expires={until - 172_800}&Signature=sesame", "cat"));
        Assert.Equal("Wan.Media.PreflightFailed", refused.Error.ErrorId);
        Assert.DoesNotContain("sesame", refused.ToString(), StringComparison.Ordinal);
        Assert.Single(rig.Server.Log.Of("video.submit"));

        Task<WanTask> StartAsync(string url, string key = "fox")
            => rig.Client.StartAsync(EngineRig.Request() with { FirstFrame = MediaSource.Remote(url) }, new() { JobKey = key }, new NoLog(), CancellationToken.None);
    }
}
