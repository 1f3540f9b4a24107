using Wan27.Emulator;
using Wan27.Engine.Profiles;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.Image;
using Wan27.Engine.Routes.ImageToVideo;
using Wan27.Engine.Routes.ReferenceToVideo;
using Wan27.Engine.Routes.TextToVideo;
using Wan27.Engine.Routes.VideoEdit;
using Wan27.Engine.Tasks;
using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Tests.Media;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Usage;

/// <summary>What the ledger says of jobs of every route, against a service that counts for itself.</summary>
public sealed class LedgerOnTheWireTests
{
    private static readonly MediaSource Picture = MediaSource.Remote("https://cdn.example.com/a.png");

    /// <summary>A job, what the service counts, and the range that was foreseen.</summary>
    public static TheoryData<string, string, double, double?, double?> Jobs => new()
    {
        { "i2v", "second", 5, 5, 5 },
        { "continuation", "second", 9, 9, 9 },
        { "edit", "second", 12, 12, 12 },
        { "edit cut", "second", 8, 8, 10 },
        { "t2v", "second", 7, 7, 7 },
        { "r2v", "second", 8, 8, 8 },
        { "r2v long", "second", 10, 10, 10 },
        { "r2v pictures", "second", 5, 5, 5 },
        { "image task", "picture", 3, 3, 3 },
        { "image set", "picture", 4, 1, 4 },
    };

    [Theory]
    [MemberData(nameof(Jobs))]
    public async Task A_job_is_open_as_it_was_foreseen_and_billed_as_the_service_counts(string job, string unit, double units, double? low, double? high)
    {
        await using var rig = await EngineRig.StartAsync();
        var task = await rig.Client.StartAsync(Request(job, rig.Folder), new SubmitOptions(), new NoLog(), CancellationToken.None);
        var open = Assert.Single(await rig.Journal.LedgerAsync(new LedgerFilter()));

        await rig.WaitAsync(task);
        var billed = Assert.Single(await rig.Journal.LedgerAsync(new LedgerFilter()));

        Assert.Equal((LedgerState.Open, unit, low, high, task.TaskId), (open.State, open.Unit, open.Low, open.High, open.TaskId));
        Assert.Equal((LedgerState.Billed, unit, units, true), (billed.State, billed.Unit, billed.Units!.Value, billed.IsAnswered));
        Assert.True(units >= low && units <= high);
    }

    [Fact]
    public async Task A_task_that_fails_is_free()
    {
        await using var rig = await EngineRig.StartAsync();
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.FailTask });

        Assert.Equal(WanTaskState.Failed, (await rig.WaitAsync(await rig.StartAsync("fox"))).State);
        Assert.Equal((LedgerState.Free, 0d), await OnlyAsync(rig) is var row ? (row.State, row.Units) : default);
    }

    [Fact]
    public async Task A_submit_that_is_refused_is_free()
    {
        await using var rig = await EngineRig.StartAsync();
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 400, Code = "Arrearage", Operation = "video.submit" });

        await Assert.ThrowsAsync<WanException>(() => rig.StartAsync("fox"));

        Assert.Equal((LedgerState.Free, 0d), await OnlyAsync(rig) is var row ? (row.State, row.Units) : default);
    }

    [Fact]
    public async Task A_submit_whose_answer_was_lost_stays_open_for_all_that_it_may_be_billed()
    {
        await using var rig = await EngineRig.StartAsync();
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.DropAfterAccept, Operation = "video.submit" });

        await Assert.ThrowsAsync<WanException>(() => rig.StartAsync("fox"));

        Assert.Equal((LedgerState.Open, 2d), await OnlyAsync(rig) is var row ? (row.State, row.High!.Value) : default);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Pictures_of_one_call_are_in_the_ledger(int count)
    {
        await using var rig = await EngineRig.StartAsync();

        var pictures = await GenerateAsync(rig, new ImageRequest { Model = "wan2.7-image", Prompt = "fox", Count = count, Size = "1K" });

        var row = await OnlyAsync(rig);
        Assert.Equal(count, pictures.Count);
        Assert.Equal((LedgerState.Billed, true, "picture", (double)count, "1K", "wan2.7-image", WanRoutes.Image), (row.State, row.IsCall, row.Unit, row.Units!.Value, row.Tier, row.Model, row.Route));
        Assert.Equal((pictures[0].RequestId, "main", rig.Client.Bundle.Endpoint), (row.RequestId, row.Profile, row.Endpoint));
    }

    [Theory]
    [InlineData(FaultKind.Status, LedgerState.Free)]
    [InlineData(FaultKind.DropAfterAccept, LedgerState.Unclear)]
    public async Task A_call_without_pictures_is_free_only_where_nothing_can_have_been_made(FaultKind fault, object expected)
    {
        await using var rig = await EngineRig.StartAsync();
        rig.Server.Faults.Add(new FaultRule { Kind = fault, Status = 400, Code = "Arrearage", Operation = "image.sync" });

        await Assert.ThrowsAsync<WanException>(() => GenerateAsync(rig, new ImageRequest { Model = "wan2.7-image", Prompt = "fox", Count = 2, Size = "1K" }));

        var row = await OnlyAsync(rig);
        Assert.Equal((expected, 2d), (row.State, row.High!.Value));
    }

    [Fact]
    public async Task Nothing_is_sent_that_the_ledger_cannot_note()
    {
        await using var rig = await EngineRig.StartAsync();
        await rig.Journal.LedgerAsync(new LedgerFilter());
        (rig.Journal as IDisposable)!.Dispose();

        await Assert.ThrowsAnyAsync<Exception>(() => GenerateAsync(rig, new ImageRequest { Model = "wan2.7-image", Prompt = "fox", Count = 1, Size = "1K" }));

        Assert.Empty(rig.Server.Log.Of("image.sync"));
    }

    /// <summary>Provider, job, and what the ledger knows of it when it has ended: nothing is guessed.</summary>
    public static TheoryData<string, string, string> WrapperJobs => new()
    {
        { "fal", "i2v", "Billed second 5 reckoned" },
        { "fal", "edit", "Billed second 12 reckoned" },
        { "fal", "image task", "Billed picture 3 answered" },
        { "replicate", "i2v", "Unclear unknown - reckoned" },
        { "replicate", "image task", "Billed picture 3 answered" },
        { "novita", "t2v", "Billed second 7 reckoned" },
        { "novita", "edit cut", "Unclear second - reckoned" },
        { "wavespeed", "edit", "Unclear unknown - reckoned" },
    };

    [Theory]
    [MemberData(nameof(WrapperJobs))]
    public async Task A_wrapper_is_billed_by_what_it_states_itself_or_it_is_unclear(string facade, string job, string expected)
    {
        await using var server = await EmulatorServer.StartAsync(new EmulatorOptions { UseFfmpeg = false, Seed = 1, TaskSeconds = 0 });
        var played = server.Providers.Single(entry => entry.Name == facade);
        var folder = Directory.CreateTempSubdirectory("wan27-ledger-").FullName;
        var key = Path.Combine(folder, "key");
        await File.WriteAllTextAsync(key, played.ApiKey);
        var profile = new StoredProfile
        {
            Name = "far", Provider = Wan27.Engine.Contract.ContractData.Current.FindProvider(facade)!.Name, Endpoint = played.Url, Key = new KeySource(KeySourceKind.File, key), SubmitRate = 10_000, QueryRate = 10_000, Limit = Pauses,
        };
        var host = new EngineHost(TimeProvider.System, stateFolder: Path.Combine(folder, "state"));
        var client = new WanClient(host, Bundle.Resolve(profile, readSecret: null), new NoLog());
        var request = Request(job, folder, isRemote: facade == "novita").For(client.Bundle.Contract);

        var task = await client.StartAsync(request, new SubmitOptions { SkipPreflight = facade == "novita" }, new NoLog(), CancellationToken.None);
        await client.WaitAsync(task, null, static _ => { }, new NoLog(), CancellationToken.None);
        var row = Assert.Single(await host.Journal.LedgerAsync(new LedgerFilter()));
        (host.Journal as IDisposable)!.Dispose();
        Directory.Delete(folder, recursive: true);

        Assert.Equal(expected, FormattableString.Invariant($"{row.State} {row.Unit} {(object?)row.Units ?? "-"} {(row.IsAnswered ? "answered" : "reckoned")}"));
    }

    private static Dictionary<string, double> Pauses => new()
    {
        ["retry.delay.first.seconds"] = 0.01, ["retry.delay.max.seconds"] = 0.05, ["poll.i2v.first.seconds"] = 0.02, ["poll.i2v.seconds"] = 0.05, ["poll.image.first.seconds"] = 0.02, ["poll.image.seconds"] = 0.05,
        ["poll.videoedit.first.seconds"] = 0.02, ["poll.videoedit.seconds"] = 0.05, ["poll.t2v.first.seconds"] = 0.02, ["poll.t2v.seconds"] = 0.05,
    };

    private static async Task<LedgerRow> OnlyAsync(EngineRig rig) => Assert.Single(await rig.Journal.LedgerAsync(new LedgerFilter()));

    private static async Task<IReadOnlyList<WanImageResult>> GenerateAsync(EngineRig rig, RouteRequest request)
        => await rig.Client.GenerateAsync(await rig.Client.JudgeAsync(request, new SubmitOptions(), CancellationToken.None), new NoLog(), CancellationToken.None);

    private static RouteRequest Request(string job, string folder, bool isRemote = false)
    {
        MediaSource Film(int seconds)
        {
            if (isRemote)
            {
                return MediaSource.Remote($"https://cdn.example.com/{seconds}.mp4");
            }

            var path = Path.Combine(folder, $"{seconds}.mp4");
            File.WriteAllBytes(path, HandMade.Mp4(new Film(seconds)));
            return MediaSource.Local(path);
        }

        return job switch
        {
            "i2v" => new ImageToVideoRequest { Model = "wan2.7-i2v", Prompt = "turn", FirstFrame = Picture, Duration = 5, Resolution = "720P" },
            "continuation" => new ImageToVideoRequest { Model = "wan2.7-i2v", Prompt = "turn", FirstClip = Film(4), Duration = 9, Resolution = "720P" },
            "edit" => new VideoEditRequest { Model = "wan2.7-videoedit", Prompt = "clay", Video = Film(6), Resolution = "720P" },
            "edit cut" => new VideoEditRequest { Model = "wan2.7-videoedit", Prompt = "clay", Video = Film(6), Duration = 4, Resolution = "720P" },
            "t2v" => new TextToVideoRequest { Model = "wan2.7-t2v", Prompt = "fox", Duration = 7, Resolution = "720P" },
            "r2v" => new ReferenceToVideoRequest { Model = "wan2.7-r2v", Prompt = "Video 1 runs", ReferenceVideos = [Film(3)], Duration = 5, Resolution = "720P" },
            "r2v long" => new ReferenceToVideoRequest { Model = "wan2.7-r2v", Prompt = "Video 1 runs", ReferenceVideos = [Film(12)], Duration = 5, Resolution = "720P" },
            "r2v pictures" => new ReferenceToVideoRequest { Model = "wan2.7-r2v", Prompt = "Image 1 runs", ReferenceImages = [Picture], Duration = 5, Resolution = "720P" },
            "image task" => new ImageRequest { Model = "wan2.7-image", Prompt = "fox", Count = 3, IsAsync = true },
            "image set" => new ImageRequest { Model = "wan2.7-image", Prompt = "fox", Count = 4, Sequential = true, IsAsync = true, Size = "1K" },
            _ => throw new ArgumentException(job),
        };
    }
}
