using Microsoft.Data.Sqlite;
using Wan27.Emulator;
using Wan27.Engine.Providers;
using Wan27.Engine.Tasks;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Tests.Tasks;

/// <summary>What becomes of a submit whose answer is bad, late or lost. Each test is a way to pay twice.</summary>
public sealed class SubmitTests : IDisposable
{
    private readonly JumpingClock _clock = new();
    private SqliteTaskJournal? _journal;

    public void Dispose() => _journal?.Dispose();

    [Theory]
    [InlineData(500, "InternalError.Timeout")]
    [InlineData(502, "Throttling")]
    [InlineData(504, "InvalidParameter")]
    public async Task A_server_that_failed_may_have_accepted_whatever_code_it_gives(int status, string code)
    {
        await using var rig = await EngineRig.StartAsync();
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.StatusAfterAccept, Operation = "video.submit", Status = status, Code = code, Count = 1 });

        var failed = await Assert.ThrowsAsync<WanException>(() => rig.StartAsync("fox"));
        await Assert.ThrowsAsync<WanException>(() => rig.StartAsync("fox"));

        Assert.Equal("Wan.Async.SubmitIndeterminate", failed.Error.ErrorId);
        Assert.Single(rig.Server.Log.Of("video.submit"));
    }

    [Fact]
    public async Task Of_several_that_may_submit_again_one_does()
    {
        await using var rig = await EngineRig.StartAsync();
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.DropAfterBody, Operation = "video.submit", Count = 1 });
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.Slow, Operation = "task.list", Delay = 0.2 });
        await Assert.ThrowsAsync<WanException>(() => rig.StartAsync("fox"));

        var tasks = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => rig.StartAsync("fox", WanOnAmbiguous.Resubmit)));

        Assert.Single(tasks.Select(static task => task.TaskId).Distinct());
        Assert.Single(rig.Server.Log.Of("video.submit"), static entry => entry.Accepted);
    }

    [Theory]
    [InlineData("fox")]
    [InlineData(null)]
    public async Task A_service_that_cuts_off_every_submit_is_sent_to_twice_at_most(string? jobKey)
    {
        // The tasks do not end, so that nothing proves that they are this job's.
        await using var rig = await EngineRig.StartAsync(taskSeconds: 600);

        // Whoever goes on and on comes through at last, and is found out.
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.DropAfterAccept, Operation = "video.submit", Count = 5 });

        var failed = await Assert.ThrowsAsync<WanException>(() => rig.StartAsync(jobKey, WanOnAmbiguous.Resubmit));

        Assert.Equal("Wan.Async.SubmitIndeterminate", failed.Error.ErrorId);
        Assert.Equal(2, rig.Server.Log.Of("video.submit").Count);
    }

    [Fact]
    public async Task What_an_earlier_run_left_open_is_sent_again_once()
    {
        await using var rig = await EngineRig.StartAsync(taskSeconds: 600);
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.DropAfterAccept, Operation = "video.submit", Count = 5 });
        await Assert.ThrowsAsync<WanException>(() => rig.StartAsync("fox"));
        var log = new WarningLog();

        var failed = await Assert.ThrowsAsync<WanException>(
            () => rig.Client.StartAsync(EngineRig.Request(), new SubmitOptions { JobKey = "fox", OnAmbiguous = WanOnAmbiguous.Resubmit }, log, CancellationToken.None));

        Assert.Equal("Wan.Async.SubmitIndeterminate", failed.Error.ErrorId);
        Assert.Equal(2, rig.Server.Log.Of("video.submit").Count);
        Assert.Equal("The submit of job 'fox' is sent again as asked (-OnAmbiguous Resubmit); if the first one was accepted, both are billed.", Assert.Single(log.Warnings));
    }

    [Fact]
    public async Task What_an_earlier_run_left_open_is_not_paid_again_once_its_task_is_proven()
    {
        await using var rig = await EngineRig.StartAsync();
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.DropAfterAccept, Operation = "video.submit", Count = 1 });
        await Assert.ThrowsAsync<WanException>(() => rig.StartAsync("fox"));

        var task = await rig.StartAsync("fox", WanOnAmbiguous.Resubmit);

        Assert.Equal(Assert.Single(rig.Server.Log.Of("video.submit")).TaskId, task.TaskId);
    }

    [Fact]
    public async Task A_candidate_that_may_be_another_jobs_is_not_adopted()
    {
        await using var rig = await EngineRig.StartAsync();
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.DropAfterBody, Operation = "video.submit", Nth = 1 });
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.DropAfterAccept, Operation = "video.submit", Nth = 2 });
        await Assert.ThrowsAsync<WanException>(() => rig.StartAsync("fox"));
        await Assert.ThrowsAsync<WanException>(() => rig.StartAsync("hen", picture: "b"));
        var created = rig.Server.Log.Of("video.submit")[1].TaskId!;

        var open = await rig.StartAsync("fox", WanOnAmbiguous.Adopt);

        Assert.Equal((WanTaskState.Indeterminate, null), (open.State, open.TaskId));
        Assert.Equal([created], open.Candidates);
        Assert.Null(await rig.Journal.FindByTaskIdAsync(created));
    }

    [Fact]
    public async Task A_task_that_another_job_holds_is_no_candidate()
    {
        await using var rig = await EngineRig.StartAsync();
        await rig.StartAsync("hen");
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.DropAfterAccept, Operation = "video.submit", Count = 1 });
        await Assert.ThrowsAsync<WanException>(() => rig.StartAsync("fox"));

        var adopted = await rig.StartAsync("fox", WanOnAmbiguous.Adopt);

        Assert.Equal(rig.Server.Log.Of("video.submit")[1].TaskId, adopted.TaskId);
    }

    [Fact]
    public async Task A_submit_that_left_long_after_it_was_noted_still_finds_its_task()
    {
        await using var rig = await EngineRig.StartAsync();
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.DropAfterAccept, Operation = "video.submit" });
        _clock.Jump = TimeSpan.FromMinutes(-30);
        var submitter = SubmitterOf(rig);

        // An upload of half an hour.
        await Assert.ThrowsAsync<WanException>(() => SubmitAsync(submitter, rig, WanOnAmbiguous.Report, () => _clock.Jump = TimeSpan.Zero));

        var entry = Assert.Single(await _journal!.QueryAsync(new JournalFilter()));
        Assert.Equal(rig.Server.Log.Of("video.submit")[0].TaskId, Assert.Single(entry.Task.Candidates));
    }

    [Fact]
    public async Task A_task_that_came_long_after_the_submit_is_never_adopted()
    {
        await using var rig = await EngineRig.StartAsync();
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.DropAfterBody, Operation = "video.submit", Count = 1 });
        _clock.Jump = TimeSpan.FromMinutes(-30);
        var submitter = SubmitterOf(rig);
        await Assert.ThrowsAsync<WanException>(() => SubmitAsync(submitter, rig, WanOnAmbiguous.Report));

        // Another machine of the same account submits something half an hour later.
        _clock.Jump = TimeSpan.Zero;
        await rig.Client.Provider.SubmitAsync(Wire(rig), UnnotedDeparture.Instance, CancellationToken.None);
        Assert.Null((await SubmitAsync(submitter, rig, WanOnAmbiguous.Adopt)).TaskId);
        Assert.Null((await SubmitAsync(submitter, rig, WanOnAmbiguous.Adopt)).TaskId);

        Assert.Empty(Assert.Single(await _journal!.QueryAsync(new JournalFilter())).Task.Candidates);
    }

    [Fact]
    public async Task An_accepted_task_whose_id_cannot_be_noted_is_named_and_not_taken_for_refused()
    {
        await using var rig = await EngineRig.StartAsync();
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.Slow, Operation = "video.submit", Delay = 0.5 });
        var submitter = SubmitterOf(rig);
        var submit = SubmitAsync(submitter, rig, WanOnAmbiguous.Report);
        var accepted = await rig.Server.Log.WaitForAsync(static entry => entry.Operation == "video.submit" && entry.Accepted);
        WanException failed;
        using (var holder = new SqliteConnection($"Data Source={_journal!.FilePath};Pooling=False"))
        {
            holder.Open();
            using var held = holder.BeginTransaction(deferred: false);
            failed = await Assert.ThrowsAsync<WanException>(() => submit);
        }

        Assert.Equal(("Wan.Storage.JournalLocked", accepted.TaskId), (failed.Error.ErrorId, failed.TaskId));
        Assert.Contains(accepted.TaskId!, failed.Message, StringComparison.Ordinal);
        Assert.Equal(WanTaskState.Submitting, Assert.Single(await _journal.QueryAsync(new JournalFilter())).Task.State);

        // Nobody waits for its answer any more once it is older than any answer takes.
        _clock.Jump = TimeSpan.FromMinutes(5);
        var adopted = await SubmitAsync(submitter, rig, WanOnAmbiguous.Adopt);
        Assert.Equal(accepted.TaskId, adopted.TaskId);
        Assert.Single(rig.Server.Log.Of("video.submit"));
    }

    private static PreparedRequest Wire(EngineRig rig) => rig.Client.Provider.Prepare(EngineRig.Request(), static source => source.Url!);

    private static Task<WanTask> SubmitAsync(TaskSubmitter submitter, EngineRig rig, WanOnAmbiguous onAmbiguous, Action? preparing = null)
        => submitter.SubmitAsync(
            EngineRig.Request(),
            new SubmitOptions { JobKey = "fox", OnAmbiguous = onAmbiguous },
            EngineRig.Request().Forecast(rig.Client.Bundle.Contract),
            [],
            [],
            () =>
            {
                preparing?.Invoke();
                return Task.FromResult(Wire(rig));
            },
            new NoLog(),
            CancellationToken.None);

    private TaskSubmitter SubmitterOf(EngineRig rig)
    {
        _journal = new SqliteTaskJournal(Path.Combine(rig.Folder, "own"), _clock, new JournalOptions { BusyTimeout = TimeSpan.FromMilliseconds(100) });
        return rig.SubmitterOf(_journal, _clock);
    }
}
