using Wan27.Emulator;
using Wan27.Engine.Tasks;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Tests.Tasks;

/// <summary>A living task that is paid for is neither given up nor paid for anew, whatever is said of it in between.</summary>
public sealed class DoubtTests
{
    [Fact]
    public async Task A_young_task_is_never_expired_however_often_it_is_called_unknown()
    {
        await using var rig = await EngineRig.StartAsync();
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.UnknownOnce, Count = 12 });
        var log = new WarningLog();
        var task = await rig.StartAsync("fox");

        var ended = await rig.Client.WaitAsync(task, null, static _ => { }, log, CancellationToken.None);

        Assert.Equal((WanTaskState.Completed, task.TaskId), (ended.State, ended.TaskId));
        Assert.Matches(
            $"^The provider says that it does not know task {task.TaskId}, which it accepted [0-9]+ s ago; ids live for 24 hours, so that this is not believed\\. The wait goes on\\.$",
            Assert.Single(log.Warnings));
    }

    [Fact]
    public async Task An_old_task_is_expired_when_it_is_called_unknown()
    {
        await using var rig = await EngineRig.StartAsync();
        var (client, clock, journal) = Aging(rig);
        using var opened = journal;
        var task = await client.StartAsync(EngineRig.Request(), new SubmitOptions { JobKey = "fox" }, new NoLog(), CancellationToken.None);
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.UnknownOnce });

        clock.Jump = TimeSpan.FromHours(24);
        var ended = await client.WaitAsync(task, null, static _ => { }, new NoLog(), CancellationToken.None);

        Assert.Equal((WanTaskState.Expired, "Wan.Async.TaskUnknown"), (ended.State, ended.Error?.ErrorId));
        Assert.Single(rig.Server.Log.Of("task.query"));
    }

    [Fact]
    public async Task A_single_look_says_that_it_does_not_believe_it_and_leaves_the_task()
    {
        await using var rig = await EngineRig.StartAsync();
        var task = await rig.StartAsync("fox");
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.UnknownOnce, Count = 2 });

        var doubted = await Assert.ThrowsAsync<WanException>(() => rig.Client.RefreshAsync(task, CancellationToken.None));

        Assert.Equal(("Wan.Async.TaskDoubted", WanRetry.Safe, task.TaskId), (doubted.Error.ErrorId, doubted.Error.Retry, doubted.TaskId));
        Assert.Equal(WanTaskState.Submitted, (await rig.KnownAsync(task)).State);
        Assert.Equal(WanTaskState.Completed, (await rig.Client.RefreshAsync(task, CancellationToken.None)).State);
    }

    [Theory]
    [InlineData("Throttling.RateQuota")]
    [InlineData("InternalError")]
    [InlineData("InternalError.Algo")]
    [InlineData("ResponseTimeout")]
    public async Task An_error_that_passes_is_a_missed_look_in_the_flat_form_too(string code)
    {
        await using var rig = await EngineRig.StartAsync(taskSeconds: 0.5);
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.Status, Operation = "task.query", Status = 200, Code = code, Count = 4 });
        var task = await rig.StartAsync("fox");

        var ended = await rig.WaitAsync(task);
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.Status, Operation = "task.query", Status = 200, Code = code, Count = 2 });

        Assert.Equal(WanTaskState.Completed, ended.State);
        Assert.Equal(WanTaskState.Completed, (await rig.Client.RefreshAsync(ended, CancellationToken.None)).State);
        Assert.Single(rig.Server.Log.Of("video.submit"));
    }

    [Theory]
    [InlineData("InvalidApiKey", WanBoundary.Key)]
    [InlineData("Arrearage", WanBoundary.Billing)]
    public async Task A_refusal_of_the_look_is_not_the_tasks_failure_in_the_flat_form_either(string code, WanBoundary boundary)
    {
        await using var rig = await EngineRig.StartAsync();
        var task = await rig.StartAsync("fox");
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.Status, Operation = "task.query", Status = 200, Code = code });

        var refused = await Assert.ThrowsAsync<WanException>(() => rig.WaitAsync(task));

        Assert.Equal((boundary, code), (refused.Error.Boundary, refused.Error.Code));
        Assert.Equal(WanTaskState.Submitted, (await rig.KnownAsync(task)).State);
    }

    [Fact]
    public async Task A_failure_that_only_looks_like_a_passing_error_is_decided_by_the_list()
    {
        await using var rig = await EngineRig.StartAsync();
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.FailTask, Form = FailureForm.Flat, Code = "InternalError", Message = "no" });

        var ended = await rig.WaitAsync(await rig.StartAsync("fox"));

        Assert.Equal((WanTaskState.Failed, "InternalError"), (ended.State, ended.Error?.Code));
        Assert.Equal(WanTaskState.Failed, (await rig.KnownAsync(ended)).State);
        Assert.Equal(3, rig.Server.Log.Of("task.query").Count);
    }

    [Fact]
    public async Task An_error_in_a_good_answer_is_no_empty_list()
    {
        await using var rig = await EngineRig.StartAsync();
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.Status, Operation = "task.list", Status = 200, Code = "Throttling.RateQuota" });

        var failed = await Assert.ThrowsAsync<WanException>(() => rig.Client.ListAsync(new(), CancellationToken.None));

        Assert.Equal("Throttling.RateQuota", failed.Error.Code);
    }

    [Theory]
    [InlineData(FaultKind.FailedOnce, FailureForm.Output)]
    [InlineData(FaultKind.FailedOnce, FailureForm.Bare)]
    [InlineData(FaultKind.CanceledOnce, FailureForm.Output)]
    public async Task An_end_that_is_said_once_is_none(FaultKind kind, FailureForm form)
    {
        await using var rig = await EngineRig.StartAsync(taskSeconds: 0.5);
        rig.Server.Faults.Add(new FaultRule { Kind = kind, Form = form, Code = "InternalError", Every = 2 });

        var ended = await rig.WaitAsync(await rig.StartAsync("fox"));

        Assert.Equal((WanTaskState.Completed, null), (ended.State, ended.Error));
        Assert.True(rig.Server.Log.Of("task.query").Count > 2);
    }

    [Theory]
    [InlineData(FaultKind.FailedOnce, WanTaskState.Failed)]
    [InlineData(FaultKind.CanceledOnce, WanTaskState.Canceled)]
    public async Task An_end_that_is_contradicted_later_is_taken_back(FaultKind kind, WanTaskState end)
    {
        await using var rig = await EngineRig.StartAsync();
        rig.Server.Faults.Add(new FaultRule { Kind = kind, Code = "InternalError", Count = 2 });
        var ended = await rig.WaitAsync(await rig.StartAsync("fox"));

        var seen = await rig.Client.RefreshAsync(ended, CancellationToken.None);

        Assert.Equal((end, WanTaskState.Completed), (ended.State, seen.State));
        Assert.Equal((WanTaskState.Completed, null), ((await rig.KnownAsync(seen)).State, (await rig.KnownAsync(seen)).Error));
        Assert.NotNull(seen.VideoUrl);
    }

    [Theory]
    [InlineData(WanTaskState.Failed)]
    [InlineData(WanTaskState.Canceled)]
    [InlineData(WanTaskState.Expired)]
    public async Task A_key_whose_task_lives_is_never_paid_for_anew_whatever_the_journal_says(WanTaskState noted)
    {
        await using var rig = await EngineRig.StartAsync(taskSeconds: 3600);
        var task = await NotedAsync(rig, noted);
        var log = new WarningLog();

        var again = await rig.Client.StartAsync(EngineRig.Request(), new SubmitOptions { JobKey = "fox" }, log, CancellationToken.None);

        Assert.Equal((task.TaskId, WanTaskState.Polling), (again.TaskId, again.State));
        Assert.Equal((WanTaskState.Polling, null), ((await rig.KnownAsync(task)).State, (await rig.KnownAsync(task)).Error));
        Assert.Equal($"Job 'fox' was noted as having come to nothing, but its task {task.TaskId} lives (PENDING): it is handed out again, and nothing is submitted.", Assert.Single(log.Warnings));
        Assert.Single(rig.Server.Log.Of("video.submit"));
    }

    [Fact]
    public async Task A_key_whose_task_has_succeeded_after_all_is_handed_out_with_its_result()
    {
        await using var rig = await EngineRig.StartAsync();
        var task = await NotedAsync(rig, WanTaskState.Failed);
        var log = new WarningLog();

        var again = await rig.Client.StartAsync(EngineRig.Request(), new SubmitOptions { JobKey = "fox" }, log, CancellationToken.None);

        Assert.Equal((task.TaskId, WanTaskState.Completed), (again.TaskId, again.State));
        Assert.NotNull(again.VideoUrl);
        Assert.Equal($"Job 'fox' was noted as having come to nothing, but its task {task.TaskId} has succeeded: it is handed out again, and nothing is submitted.", Assert.Single(log.Warnings));
        Assert.Single(rig.Server.Log.Of("video.submit"));
    }

    [Fact]
    public async Task A_key_whose_task_has_truly_failed_is_paid_for_anew_after_one_question()
    {
        await using var rig = await EngineRig.StartAsync();
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.FailTask, Code = "DataInspectionFailed", Count = 1 });
        var failed = await rig.WaitAsync(await rig.StartAsync("fox"));
        var looks = rig.Server.Log.Of("task.query").Count;

        var anew = await rig.StartAsync("fox");

        Assert.Equal((WanTaskState.Failed, WanTaskState.Submitted), (failed.State, anew.State));
        Assert.NotEqual(failed.TaskId, anew.TaskId);
        Assert.Equal(looks + 1, rig.Server.Log.Of("task.query").Count);
    }

    [Fact]
    public async Task A_key_whose_task_cannot_be_asked_for_is_not_paid_for_anew()
    {
        await using var rig = await EngineRig.StartAsync();
        await NotedAsync(rig, WanTaskState.Failed);
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.Status, Operation = "task.query", Status = 500 });

        await Assert.ThrowsAsync<WanException>(() => rig.StartAsync("fox"));

        Assert.Single(rig.Server.Log.Of("video.submit"));
        Assert.Equal("fox", Assert.Single(await rig.Journal.QueryAsync(new JournalFilter())).Task.JobKey);
    }

    [Theory]
    [InlineData(WanTaskState.Failed, true)]
    [InlineData(WanTaskState.Canceled, true)]
    [InlineData(WanTaskState.Expired, false)]
    public async Task Unknown_frees_the_key_of_a_young_task_only_where_it_was_clearly_said_to_have_failed(WanTaskState noted, bool frees)
    {
        await using var rig = await EngineRig.StartAsync();
        await NotedAsync(rig, noted);
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.UnknownOnce });

        var failed = await Record.ExceptionAsync(() => rig.StartAsync("fox"));

        Assert.Equal(frees ? null : "Wan.Async.TaskDoubted", (failed as WanException)?.Error.ErrorId);
        Assert.Equal(frees ? 2 : 1, rig.Server.Log.Of("video.submit").Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Another_request_takes_a_key_only_from_a_task_that_has_truly_failed(bool lives)
    {
        await using var rig = await EngineRig.StartAsync();
        rig.Server.Faults.Add(new FaultRule { Kind = lives ? FaultKind.FailedOnce : FaultKind.FailTask, Code = "DataInspectionFailed", Count = lives ? 2 : 1 });
        var task = await rig.WaitAsync(await rig.StartAsync("fox"));

        var refused = await Record.ExceptionAsync(() => rig.StartAsync("fox", prompt: "another"));

        Assert.Equal(WanTaskState.Failed, task.State);
        Assert.Equal(lives ? "Wan.Async.JobKeyConflict" : null, (refused as WanException)?.Error.ErrorId);
        Assert.Equal(lives ? 1 : 2, rig.Server.Log.Of("video.submit").Count);
    }

    [Theory]
    [InlineData(WanTaskState.Submitted, 3600, "lives (PENDING)")]
    [InlineData(WanTaskState.Failed, 3600, "lives (PENDING)")]
    [InlineData(WanTaskState.Failed, 0, "has succeeded")]
    [InlineData(WanTaskState.Completed, 0, null)]
    public async Task Force_submits_anew_and_says_what_lives(WanTaskState noted, double taskSeconds, string? life)
    {
        await using var rig = await EngineRig.StartAsync(taskSeconds);
        var task = await NotedAsync(rig, noted);
        var log = new WarningLog();

        var anew = await rig.Client.StartAsync(EngineRig.Request(), new SubmitOptions { JobKey = "fox", Force = true }, log, CancellationToken.None);

        Assert.NotEqual(task.TaskId, anew.TaskId);
        Assert.Equal(life is null ? [] : [$"Job 'fox' is submitted anew as asked (-Force), although its task {task.TaskId} {life}: both are billed."], log.Warnings);
        Assert.Equal(2, rig.Server.Log.Of("video.submit").Count);
    }

    [Fact]
    public async Task Force_does_not_depend_on_an_answer()
    {
        await using var rig = await EngineRig.StartAsync();
        await NotedAsync(rig, WanTaskState.Failed);
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.Status, Operation = "task.query", Status = 500 });

        var anew = await rig.Client.StartAsync(EngineRig.Request(), new SubmitOptions { JobKey = "fox", Force = true }, new NoLog(), CancellationToken.None);

        Assert.Equal(WanTaskState.Submitted, anew.State);
    }

    /// <summary>A job of key fox, and what the journal says of its task.</summary>
    private static async Task<WanTask> NotedAsync(EngineRig rig, WanTaskState state)
    {
        var task = await rig.StartAsync("fox");
        var row = (await rig.Journal.FindByTaskIdAsync(task.TaskId!))!;
        await rig.Journal.UpdateAsync(row.LocalId, new JournalUpdate { State = state, Error = state is WanTaskState.Submitted or WanTaskState.Completed ? null : JournalRig.Error });
        return task;
    }

    /// <summary>A client whose clock can be moved on; the service's stands still.</summary>
    internal static (WanClient Client, JumpingClock Clock, IDisposable Journal) Aging(EngineRig rig)
    {
        var clock = new JumpingClock();
        var host = new EngineHost(clock, stateFolder: Path.Combine(rig.Folder, "aging"));
        return (new WanClient(host, rig.Client.Bundle, new NoLog()), clock, (IDisposable)host.Journal);
    }
}
