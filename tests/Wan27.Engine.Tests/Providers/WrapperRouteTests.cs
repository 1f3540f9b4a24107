using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Tasks;
using Wan27.Engine.Tasks.Rates;
using Wan27.Engine.Tests.Results;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Providers;

/// <summary>What holds for every route of every wrapper provider, whatever its words.</summary>
public sealed class WrapperRouteTests
{
    private static readonly IReadOnlyDictionary<string, double> Pace = new[] { "videoedit", "t2v", "r2v" }
        .SelectMany(static route => new[] { $"poll.{route}.first.seconds", $"poll.{route}.seconds" })
        .ToDictionary(static name => name, static _ => 0.01);

    private static readonly Dictionary<string, WireAnswer> Faults = new()
    {
        ["a reset"] = new WireAnswer { Body = new byte[10], Sends = 0, Resets = true },
        ["half an answer"] = WireAnswer.Text(200, """{"task_id":"0b6f""") with { StatedLength = 400 },
        ["no answer"] = WireAnswer.Text(200),
        ["a page"] = WireAnswer.Text(200, "<html>welcome</html>"),
        ["an empty object"] = WireAnswer.Text(200, "{}"),
        ["a bad gateway"] = WireAnswer.Text(502, "<html>bad gateway</html>"),
        ["a server's error"] = WireAnswer.Text(500, "{}"),
        ["a redirect that may answer something done"] = WireAnswer.Text(303).With("Location", "https://elsewhere.example/x"),
    };

    public static TheoryData<string> Routes => [.. WrapperCase.All.Select(static route => route.Submit)];

    public static TheoryData<string, string> RoutesAndFaults => Crossed(WrapperCase.All);

    /// <summary>Replicate has a list, by which a lost answer is found again: it has tests of its own.</summary>
    public static TheoryData<string, string> RoutesWithoutEvidenceAndFaults => Crossed(WrapperCase.All.Where(static route => route.Provider != "Replicate"));

    private static TheoryData<string, string> Crossed(IEnumerable<WrapperCase> routes)
    {
        var data = new TheoryData<string, string>();
        foreach (var route in routes)
        {
            foreach (var fault in Faults.Keys)
            {
                data.Add(route.Submit, fault);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_job_goes_from_submit_to_result_with_one_submit_and_its_marks(string name)
    {
        var route = Find(name);
        await using var rig = new WrapperRig(route.Provider, request => request.Method == "POST" ? route.Accepted : route.Done(request), Pace);
        var owner = rig.Client.Bundle.Provider.Owner;

        var task = await rig.StartAsync(route.Request, new SubmitOptions { JobKey = "job" });
        var ended = await rig.Client.WaitAsync(task, null, static _ => { }, new NoLog(), CancellationToken.None);

        Assert.Equal((route.TaskId, WanTaskState.Completed, route.Provider, owner, "wrapper_route", route.Request.Route), (ended.TaskId, ended.State, ended.Provider, ended.Owner, ended.Contract, ended.Route));
        Assert.StartsWith("https://", Assert.Single(ended.ResultUrls), StringComparison.Ordinal);
        Assert.Single(rig.Server.Requests, static request => request.Method == "POST");
        Assert.All(rig.Server.Requests, static request => Assert.EndsWith($" {WrapperRig.Key}", request.Headers["Authorization"], StringComparison.Ordinal));
        var noted = (await rig.Journal.FindByJobKeyAsync("far", "job"))!.Task;
        Assert.Equal((route.TaskId, WanTaskState.Completed, route.Provider, owner, "wrapper_route"), (noted.TaskId, noted.State, noted.Provider, noted.Owner, noted.Contract));
        Assert.Equal(ended.UrlExpiresAt?.ToUnixTimeMilliseconds(), noted.UrlExpiresAt?.ToUnixTimeMilliseconds());
    }

    [Theory]
    [MemberData(nameof(RoutesWithoutEvidenceAndFaults))]
    public async Task A_submit_whose_answer_is_lost_is_sent_once_however_often_the_script_runs(string name, string fault)
    {
        var route = Find(name);
        await using var rig = new WrapperRig(route.Provider, request => request.Method == "POST" ? Faults[fault] : route.Done(request), Pace);

        for (var run = 0; run < 2; run++)
        {
            var open = await Assert.ThrowsAsync<WanException>(() => rig.StartAsync(route.Request, new SubmitOptions { JobKey = "job" }));
            Assert.Equal(WanRetry.Ambiguous, open.Error.Retry);
        }

        Assert.Single(rig.Server.Requests, static request => request.Method == "POST");
        Assert.Equal(WanTaskState.Indeterminate, (await rig.Journal.FindByJobKeyAsync("far", "job"))!.Task.State);
    }

    [Theory]
    [MemberData(nameof(RoutesAndFaults))]
    public async Task A_fault_of_a_look_is_survived_and_the_task_not_given_up(string name, string fault)
    {
        var route = Find(name);
        var looks = 0;
        await using var rig = new WrapperRig(route.Provider, request => request.Method == "POST" ? route.Accepted : Interlocked.Increment(ref looks) <= 3 ? Faults[fault] : route.Done(request), Pace);
        var task = await rig.StartAsync(route.Request);

        // What is no passing fault, such as a redirect, is told; the task stays as it is, and the next look may find it.
        WanTask? ended = null;
        for (var turn = 0; ended is null && turn < 4; turn++)
        {
            try
            {
                ended = await rig.Client.WaitAsync(task, null, static _ => { }, new NoLog(), CancellationToken.None);
            }
            catch (WanException)
            {
                Assert.True((await rig.Journal.FindByTaskIdAsync(route.TaskId))!.Task.State is WanTaskState.Submitted or WanTaskState.Polling);
            }
        }

        Assert.Equal(WanTaskState.Completed, ended!.State);
        Assert.Single(rig.Server.Requests, static request => request.Method == "POST");
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_later_process_goes_on_with_what_was_submitted(string name)
    {
        var route = Find(name);
        await using var rig = new WrapperRig(route.Provider, request => request.Method == "POST" ? route.Accepted : route.Done(request), Pace);
        await rig.StartAsync(route.Request, new SubmitOptions { JobKey = "job" });

        var later = new EngineHost(TimeProvider.System, stateFolder: Path.Combine(rig.Folder, "state"), gate: new RateGate(new MemoryRateBook(TimeProvider.System), TimeProvider.System));
        var client = new WanClient(later, Bundle.Resolve(rig.Profile, readSecret: null), new NoLog());
        var handed = await client.StartAsync(route.Request, new SubmitOptions { JobKey = "job" }, new NoLog(), CancellationToken.None);
        var ended = await client.WaitAsync(handed, null, static _ => { }, new NoLog(), CancellationToken.None);
        (later.Journal as IDisposable)?.Dispose();

        Assert.Equal((route.TaskId, WanTaskState.Completed), (ended.TaskId, ended.State));
        Assert.Single(rig.Server.Requests, static request => request.Method == "POST");
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task What_the_provider_has_no_room_for_is_refused_before_any_call_even_unchecked(string name)
    {
        var route = Find(name);
        await using var rig = new WrapperRig(route.Provider, _ => route.Accepted, Pace);
        var image = new Engine.Routes.Image.ImageRequest { Model = "wan2.7-image", Prompt = "x", Palette = [new Engine.Routes.Image.PaletteColor("#FF0000", 50), new Engine.Routes.Image.PaletteColor("#00FF00", 30), new Engine.Routes.Image.PaletteColor("#0000FF", 20)] };

        var refused = await Assert.ThrowsAsync<WanException>(() => rig.StartAsync(image, new SubmitOptions { SkipPreflight = true }));

        Assert.Equal((WanBoundary.Route, WanRetry.Never), (refused.Error.Boundary, refused.Error.Retry));
        Assert.Contains(rig.Client.Bundle.Provider.Owner, refused.Message, StringComparison.Ordinal);
        Assert.Empty(rig.Server.Requests);
    }

    private static WrapperCase Find(string submit) => WrapperCase.All.First(route => route.Submit == submit);
}
