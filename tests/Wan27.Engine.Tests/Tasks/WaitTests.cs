using Microsoft.Extensions.Time.Testing;
using Wan27.Emulator;
using Wan27.Engine.Tasks;

namespace Wan27.Engine.Tests.Tasks;

/// <summary>A wait ends when the task has ended, and neither a bad look nor a clock that jumps makes a task look lost.</summary>
public sealed class WaitTests
{
    [Fact]
    public async Task Unknown_said_once_of_a_young_task_is_ignored()
    {
        await using var rig = await EngineRig.StartAsync();
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.UnknownOnce, Nth = 1 });

        Assert.Equal(WanTaskState.Completed, (await rig.WaitAsync(await rig.StartAsync())).State);
    }

    [Fact]
    public async Task Unknown_said_now_and_then_is_ignored_each_time()
    {
        var service = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var rig = await EngineRig.StartAsync(taskSeconds: 60, serverTime: service);
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.UnknownOnce, Every = 2 });
        var wait = rig.WaitAsync(await rig.StartAsync());

        // The task goes on until three such answers have come, with good ones in between.
        await rig.Server.Log.WaitForAsync(entry => entry.Operation == "task.query" && rig.Server.Log.Of("task.query").Count > 6);
        service.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(WanTaskState.Completed, (await wait).State);
    }

    [Fact]
    public async Task Unknown_said_once_at_a_single_look_does_not_lose_the_job_either()
    {
        await using var rig = await EngineRig.StartAsync();
        var task = await rig.WaitAsync(await rig.StartAsync("fox"));
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.UnknownOnce, Count = 1 });

        var again = await rig.StartAsync("fox");

        Assert.Equal((task.TaskId, WanTaskState.Completed), (again.TaskId, again.State));
        Assert.NotNull(again.VideoUrl);
        Assert.Single(rig.Server.Log.Of("video.submit"));
    }

    [Fact]
    public async Task A_failure_in_the_flat_form_counts_when_it_is_said_twice()
    {
        await using var rig = await EngineRig.StartAsync();
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.FailTask, Form = FailureForm.Flat, Code = "InternalError.Timeout", Message = "too long" });

        var ended = await rig.WaitAsync(await rig.StartAsync());

        Assert.Equal((WanTaskState.Failed, "InternalError.Timeout"), (ended.State, ended.Error?.Code));
        Assert.Equal(2, rig.Server.Log.Of("task.query").Count);
    }

    [Fact]
    public async Task A_refusal_that_stays_ends_the_wait_and_leaves_the_task()
    {
        await using var rig = await EngineRig.StartAsync();
        var task = await rig.StartAsync();
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.Status, Operation = "task.query", Status = 401, Code = "InvalidApiKey", Count = 3 });

        var refused = await Assert.ThrowsAsync<WanException>(() => rig.WaitAsync(task));

        Assert.Equal((WanBoundary.Key, 401, task.TaskId), (refused.Error.Boundary, refused.Error.HttpStatus, refused.TaskId));
        Assert.Equal(3, rig.Server.Log.Of("task.query").Count);
        Assert.Equal(WanTaskState.Submitted, (await rig.KnownAsync(task)).State);
        Assert.Equal(WanTaskState.Completed, (await rig.WaitAsync(task)).State);
    }

    [Fact]
    public async Task Bad_looks_are_missed_looks()
    {
        await using var rig = await EngineRig.StartAsync();
        foreach (var kind in new[] { FaultKind.HalfJson, FaultKind.DropAfterBody, FaultKind.DropBeforeBody, FaultKind.Status, FaultKind.StatusAfterAccept })
        {
            rig.Server.Faults.Add(new FaultRule { Kind = kind, Operation = "task.query", Count = 1 });
        }

        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 429, Operation = "task.query", Count = 1 });

        Assert.Equal(WanTaskState.Completed, (await rig.WaitAsync(await rig.StartAsync())).State);
        Assert.Equal(7, rig.Server.Log.Of("task.query").Count);
    }

    [Theory]
    [InlineData(+30)]
    [InlineData(-30)]
    public async Task A_clock_that_jumps_during_a_wait_neither_ends_nor_delays_it(int hours)
    {
        // The service's clock does not jump with this machine's.
        await using var rig = await EngineRig.StartAsync();
        var clock = new JumpingClock();
        var host = new EngineHost(clock, stateFolder: Path.Combine(rig.Folder, "jumping"));
        using var journal = (IDisposable)host.Journal;
        var client = new WanClient(host, rig.Client.Bundle, new NoLog());
        var task = await client.StartAsync(EngineRig.Request(), new SubmitOptions(), new NoLog(), CancellationToken.None);
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.HalfJson, Operation = "task.query", Nth = 1 });
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.UnknownOnce, Nth = 2 });
        var wait = client.WaitAsync(task, TimeSpan.FromSeconds(0.05), static _ => { }, new NoLog(), CancellationToken.None);

        clock.Jump = TimeSpan.FromHours(hours);

        Assert.Equal(WanTaskState.Completed, (await wait.WaitAsync(TimeSpan.FromMinutes(1))).State);
        Assert.True(rig.Server.Log.Of("task.query").Count > 2);
    }
}
