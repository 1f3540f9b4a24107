using Wan27.Engine.Profiles;
using Wan27.Engine.Providers;
using Wan27.Engine.Tasks;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Tests.Tasks;

/// <summary>Submits wait while the account has as many open tasks as the service takes, so that none is refused.</summary>
public sealed class OpenTaskTests
{
    private const int Running = 2;
    private const int Queued = 3;

    [Fact]
    public async Task A_batch_that_nobody_waits_for_is_taken_in_without_one_refusal()
    {
        await using var rig = await EngineRig.StartNarrowAsync(Running, Queued, taskSeconds: 0.2);

        var tasks = await Task.WhenAll(Enumerable.Range(0, 14).Select(number => StartAsync(rig.Client, $"job-{number}")));

        Assert.Equal(14, tasks.Select(static task => task.TaskId).Distinct().Count());
        AssertNoneRefused(rig, 14);
    }

    [Fact]
    public async Task Processes_that_share_the_journal_count_together()
    {
        await using var rig = await EngineRig.StartNarrowAsync(Running, Queued, taskSeconds: 0.2);
        using var journal = new SqliteTaskJournal(Path.Combine(rig.Folder, "state"), TimeProvider.System);
        var other = new WanClient(new EngineHost(TimeProvider.System, stateFolder: Path.Combine(rig.Folder, "state")), Bundle.Resolve(rig.Profile, readSecret: null), new NoLog());

        await Task.WhenAll(Enumerable.Range(0, 14).Select(number => StartAsync(number % 2 == 0 ? rig.Client : other, $"job-{number}")));

        AssertNoneRefused(rig, 14);
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_has_sent_nothing_and_its_key_is_free()
    {
        await using var rig = await EngineRig.StartNarrowAsync(Running, Queued, taskSeconds: 600);
        await Task.WhenAll(Enumerable.Range(0, Running + Queued).Select(number => rig.StartAsync($"job-{number}")));
        var log = new ProgressLog();
        using var stop = new CancellationTokenSource();
        var waiting = rig.Client.StartAsync(EngineRig.Request(), new SubmitOptions { JobKey = "late" }, log, stop.Token);
        await Task.WhenAny(log.Told.Task, waiting);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal("5 tasks of wan2.7-i2v are open in this account, of 5 that it takes", await log.Told.Task);
        AssertNoneRefused(rig, Running + Queued);
        var row = (await rig.Journal.FindByJobKeyAsync("main", "late"))!;
        Assert.Equal((WanTaskState.Canceled, null), (row.Task.State, row.Task.SubmittedAt));
        Assert.False(row.HasPlace);
    }

    [Fact]
    public async Task Where_the_provider_does_not_say_how_many_it_takes_nobody_waits()
    {
        await using var rig = await EngineRig.StartAsync();
        var profile = rig.Profile with { Provider = "Novita", Region = null, Limit = null };
        var bundle = Bundle.Resolve(profile, readSecret: null);
        var named = Bundle.Resolve(profile with { Limit = new Dictionary<string, double> { ["rate.queued.max"] = 7 } }, readSecret: null);

        Assert.Null(new OpenTasks(rig.Journal, bundle, null!, TimeProvider.System).WindowOf("wan2.7-i2v"));
        Assert.NotNull(new OpenTasks(rig.Journal, named, null!, TimeProvider.System).WindowOf("wan2.7-i2v"));
    }

    /// <summary>What waits for ever ends as a failure.</summary>
    private static async Task<WanTask> StartAsync(WanClient client, string jobKey)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        return await client.StartAsync(EngineRig.Request(), new SubmitOptions { JobKey = jobKey }, new NoLog(), patience.Token);
    }

    private sealed class ProgressLog : IStepLog
    {
        public TaskCompletionSource<string> Told { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Progress(string activity, string status, int percent) => Told.TrySetResult(status);

        public void Verbose(string text)
        {
        }

        public void Warning(string text)
        {
        }

        public void Debug(string text)
        {
        }
    }

    private static void AssertNoneRefused(EngineRig rig, int count)
    {
        var submits = rig.Server.Log.Of("video.submit");
        Assert.Equal(count, submits.Count);
        Assert.All(submits, static entry => Assert.True(entry.Accepted));
    }
}
