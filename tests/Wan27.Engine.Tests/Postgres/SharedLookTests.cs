using System.Diagnostics;
using Wan27.Engine.Tasks;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Postgres;

/// <summary>Runners that wait for the same tasks cost the query budget of one, and hear of each other's news.</summary>
[Collection(PostgresTests.Name)]
public sealed class SharedLookTests(PostgresServer server)
{
    [PostgresFact]
    public async Task Four_runners_that_wait_for_the_same_tasks_ask_as_often_as_one()
    {
        const double pace = 0.25;
        await using var rig = await FleetRig.StartAsync(server, taskSeconds: 4);
        var runners = Enumerable.Range(0, 4).Select(number => rig.Open(number, pace).Client).ToArray();
        var tasks = new List<WanTask>();
        for (var job = 0; job < 10; job++)
        {
            tasks.Add(await FleetRig.StartAsync(runners[0], $"job-{job}", job));
        }

        var clock = Stopwatch.StartNew();
        var ended = await Task.WhenAll(runners.SelectMany(client => tasks.Select(task => WaitAsync(client, task))));
        var looks = rig.Emulator.Log.Of("task.query").Count;

        Assert.All(ended, static task => Assert.Equal(WanTaskState.Completed, task.State));

        // One look for each pace that has passed, one that came before it, and one that is repeated where two see the end.
        var most = tasks.Count * ((clock.Elapsed.TotalSeconds / pace) + 3);
        Assert.InRange(looks, tasks.Count, most);
    }

    [PostgresFact]
    public async Task News_come_to_those_who_would_not_look_for_a_long_time()
    {
        await using var rig = await FleetRig.StartAsync(server, taskSeconds: 1);
        var (_, quick, _) = rig.Open(0);
        var (_, slow, _) = rig.Open(1, pace: 3600);
        var task = await FleetRig.StartAsync(quick, "fox");
        var heard = WaitAsync(slow, task);

        // Whoever listens is heard of by the second look at the latest.
        await WaitAsync(quick, task);

        Assert.Equal((WanTaskState.Completed, task.TaskId), await heard.WaitAsync(TimeSpan.FromSeconds(60)) is var ended ? (ended.State, ended.TaskId) : default);
    }

    [PostgresFact]
    public async Task When_the_one_who_looks_is_gone_another_does()
    {
        await using var rig = await FleetRig.StartAsync(server, taskSeconds: 2);
        var (_, first, _) = rig.Open(0);
        var (_, second, _) = rig.Open(1);
        var task = await FleetRig.StartAsync(first, "fox");
        using var kill = new CancellationTokenSource();
        var killed = first.WaitAsync(task, null, static _ => { }, new NoLog(), kill.Token);
        var waits = WaitAsync(second, task);
        await rig.Emulator.Log.WaitForAsync(_ => rig.Emulator.Log.Of("task.query").Count > 2);

        await kill.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => killed);
        Assert.Equal(WanTaskState.Completed, (await waits).State);
    }

    private static Task<WanTask> WaitAsync(WanClient client, WanTask task) => client.WaitAsync(task, null, static _ => { }, new NoLog(), CancellationToken.None);
}
