using Wan27.Engine.Checking;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.Image;
using Wan27.Engine.Routes.ImageToVideo;
using Wan27.Engine.Routes.ReferenceToVideo;
using Wan27.Engine.Routes.TextToVideo;
using Wan27.Engine.Routes.VideoEdit;
using Wan27.Engine.Tasks;
using Wan27.Engine.Tests.Media;
using Wan27.Engine.Tests.Stores;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Checking;

/// <summary>What is decided of an input in a store, from the check to the address in the request.</summary>
public sealed class StoredMediaTests
{
    private static readonly ContractView View = new(ContractData.Current);
    private static readonly byte[] Picture = HandMade.Png(2, false, 640, 480);

    [Theory]
    [InlineData("http://127.0.0.1:9000", "https://dashscope-intl.aliyuncs.com/api/v1", WanCheckStatus.Failed, "only this machine reaches: the service cannot fetch it.")]
    [InlineData("https://localhost:9000", "https://dashscope-intl.aliyuncs.com/api/v1", WanCheckStatus.Failed, "only this machine reaches: the service cannot fetch it.")]
    [InlineData("https://[::1]", "https://10.0.0.5/api/v1", WanCheckStatus.Failed, "only this machine reaches: the service cannot fetch it.")]
    [InlineData("https://10.1.2.3", "https://dashscope-intl.aliyuncs.com/api/v1", WanCheckStatus.Failed, "only its own network reaches: the service cannot fetch it.")]
    [InlineData("https://172.31.0.1", "https://dashscope-intl.aliyuncs.com/api/v1", WanCheckStatus.Failed, "only its own network reaches: the service cannot fetch it.")]
    [InlineData("https://192.168.1.1:9000", "https://dashscope-intl.aliyuncs.com/api/v1", WanCheckStatus.Failed, "only its own network reaches: the service cannot fetch it.")]
    [InlineData("https://100.64.0.1", "https://dashscope-intl.aliyuncs.com/api/v1", WanCheckStatus.Failed, "only its own network reaches: the service cannot fetch it.")]
    [InlineData("https://169.254.1.1", "https://dashscope-intl.aliyuncs.com/api/v1", WanCheckStatus.Failed, "only its own network reaches: the service cannot fetch it.")]
    [InlineData("https://[fd00::1]", "https://dashscope-intl.aliyuncs.com/api/v1", WanCheckStatus.Failed, "only its own network reaches: the service cannot fetch it.")]
    [InlineData("https://minio", "https://dashscope-intl.aliyuncs.com/api/v1", WanCheckStatus.Warning, "only its own network reaches: the service may not be able to fetch it.")]
    [InlineData("https://minio.corp.internal", "https://dashscope-intl.aliyuncs.com/api/v1", WanCheckStatus.Warning, "only its own network reaches: the service may not be able to fetch it.")]
    [InlineData("http://127.0.0.1:9000", null, WanCheckStatus.Warning, "only this machine reaches: the service may not be able to fetch it.")]
    [InlineData("http://127.0.0.1:9000", "http://127.0.0.1:8080/api/v1", null, null)]
    [InlineData("https://10.1.2.3", "https://10.9.9.9/api/v1", null, null)]
    [InlineData("https://172.32.0.1", "https://dashscope-intl.aliyuncs.com/api/v1", null, null)]
    [InlineData("https://100.128.0.1", "https://dashscope-intl.aliyuncs.com/api/v1", null, null)]
    [InlineData("https://s3.eu-central-1.amazonaws.com", "https://dashscope-intl.aliyuncs.com/api/v1", null, null)]
    public async Task A_server_that_the_service_does_not_reach_is_found(string server, string? service, WanCheckStatus? status, string? end)
    {
        var finding = (await CheckAsync(new HeldObject(Picture) { Server = new Uri(server) }, service)).Checks.SingleOrDefault(static check => check.Rule == "i2v.frame.reach");

        Assert.Equal(status, finding?.Status);
        if (end is not null)
        {
            Assert.Equal($"FirstFrame fox.png lies in store 'media' at {new Uri(server).Authority}, which {end}", finding!.Message);
        }
    }

    [Fact]
    public async Task Keys_that_end_before_a_queue_does_are_warned_of()
    {
        var end = DateTimeOffset.UtcNow.AddMinutes(10);

        var finding = Assert.Single((await CheckAsync(new HeldObject(Picture) { KeysEndAt = end })).Checks, static check => check.Status == WanCheckStatus.Warning && check.Rule == "i2v.frame.url.validity");

        Assert.Equal($"The keys of store 'media' end at {end:yyyy-MM-dd HH:mm:ss'Z'}, and the address of FirstFrame fox.png with them: a job that queues for longer cannot fetch it.", finding.Message);
        Assert.DoesNotContain((await CheckAsync(new HeldObject(Picture) { KeysEndAt = end.AddHours(1) })).Checks, static check => check.Rule == "i2v.frame.url.validity");
    }

    [Fact]
    public async Task An_object_that_is_gone_is_a_finding_beside_the_others_and_a_typed_error()
    {
        var result = await CheckAsync(new HeldObject(Picture) { Tag = null, Server = new Uri("https://10.1.2.3") });

        Assert.Equal(["Wan.Storage.StoreObjectMissing", "i2v.frame.reach"], result.Checks.Where(static check => check.Status == WanCheckStatus.Failed).Select(static check => check.Rule));
        Assert.Equal("Wan.Storage.StoreObjectMissing", result.Refusal!.Error.ErrorId);
    }

    [Fact]
    public async Task What_lies_there_is_part_of_what_is_asked_for()
    {
        var held = new HeldObject(Picture);
        var first = MediaSource.OfStore(held).Seen(await held.LookAsync(default));
        held.Tag = "two";
        var other = MediaSource.OfStore(held).Seen(await held.LookAsync(default));

        Assert.NotEqual(RequestIdentity.Of(Request(first)), RequestIdentity.Of(Request(other)));
        Assert.Equal(Request(first).Describe(View)["media"], Request(other).Describe(View)["media"]);
        Assert.NotEqual(RequestIdentity.Of(Request(first)), RequestIdentity.Of(Request(MediaSource.Remote("https://s3.example.com/films/fox.png"))));
    }

    [Fact]
    public async Task An_object_that_is_replaced_between_check_and_submit_is_not_sent()
    {
        await using var rig = await EngineRig.StartAsync();
        var held = new HeldObject(Picture) { Server = rig.Server.Url };
        var judged = await rig.Client.JudgeAsync(Request(MediaSource.OfStore(held)), new SubmitOptions { JobKey = "fox" }, default);
        held.Tag = "two";

        var changed = await Assert.ThrowsAsync<WanException>(() => rig.Client.StartAsync(judged, new NoLog(), default));

        Assert.Equal("'s3://films/fox.png' of store 'media' was replaced after it had been checked; nothing was sent.", changed.Message);
        Assert.DoesNotContain(rig.Server.Log.Entries, static entry => entry.Method == "POST");
        Assert.Empty(held.Signed);
    }

    [Fact]
    public async Task A_dry_run_signs_nothing()
    {
        await using var rig = await EngineRig.StartAsync();
        var held = new HeldObject(Picture) { Server = rig.Server.Url };

        var judged = await rig.Client.JudgeAsync(Request(MediaSource.OfStore(held)), new SubmitOptions(), default);
        judged.Rehearse(new NoLog());

        Assert.Empty(held.Signed);
    }

    [Fact]
    public async Task Every_route_puts_other_sources_in_the_places_of_its_own()
    {
        var held = new HeldObject(Picture);
        var version = await held.LookAsync(default);
        var source = MediaSource.OfStore(held);
        RouteRequest[] requests =
        [
            new ImageRequest { Model = "m", Images = [source, source] },
            new ImageToVideoRequest { Model = "m", FirstFrame = source, LastFrame = source, FirstClip = source, DrivingAudio = source },
            new VideoEditRequest { Model = "m", Video = source, ReferenceImages = [source] },
            new TextToVideoRequest { Model = "m", DrivingAudio = source },
            new ReferenceToVideoRequest { Model = "m", FirstFrame = source, ReferenceImages = [source], ReferenceVideos = [source], Voices = [null, source] },
        ];
        Assert.Equal(RouteCatalogue.All.Select(static route => route.Request), requests.Select(static request => request.GetType()));
        foreach (var request in requests)
        {
            var seen = request.With(given => given.Seen(version));

            Assert.Equal(request.Media.Count, seen.Media.Count);
            Assert.All(seen.Media, part => Assert.Equal(version, part.Source.Version));
        }
    }

    private static ImageToVideoRequest Request(MediaSource frame) => new() { Model = "wan2.7-i2v", Prompt = "turn", FirstFrame = frame, Resolution = "720P", Duration = 2 };

    private static Task<PreflightResult> CheckAsync(HeldObject held, string? service = "https://dashscope-intl.aliyuncs.com/api/v1")
        => new Preflight().CheckAsync(Request(MediaSource.OfStore(held)), View, PreflightOptions.Headers with { Service = service is null ? null : new Uri(service) }, CancellationToken.None);
}
