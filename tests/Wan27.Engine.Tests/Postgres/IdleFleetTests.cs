using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Tests.Tasks;
using Xunit.Abstractions;

namespace Wan27.Engine.Tests.Postgres;

/// <summary>
/// Runners that wait for the same tasks and have nothing else to do stay within the account's queries and cost the database little. WAN27_FLEET_IDLE,
/// _TASKS, _PACE and _SECONDS make the long run of docs/performance.md.
/// </summary>
[Collection(PostgresTests.Name)]
public sealed class IdleFleetTests(PostgresServer server, ITestOutputHelper log)
{
    private const int QueriesPerSecond = 20;

    [PostgresFact]
    public async Task Many_runners_that_wait_keep_the_query_rate_of_one_account()
    {
        var (runners, tasks, seconds, pace) = (Number("IDLE", 8), Number("TASKS", 40), Number("SECONDS", 6), Number("PACE", 1));
        await using var rig = await FleetRig.StartAsync(server, taskSeconds: 24 * 3600);
        var clients = Enumerable.Range(0, runners).Select(runner => rig.Open(runner, pace, queryRate: QueriesPerSecond).Client).ToArray();
        var waited = new ConcurrentBag<WanTask>();
        await Parallel.ForAsync(0, tasks, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (job, _) => waited.Add(await FleetRig.StartAsync(clients[0], $"job-{job}", job)));

        using var stop = new CancellationTokenSource();
        var waits = clients.SelectMany(client => waited.Select(task => client.WaitAsync(task, null, static _ => { }, new NoLog(), stop.Token))).ToArray();

        // Connections are made, layouts looked at and news begun before anything is measured.
        await Task.Delay(TimeSpan.FromSeconds(seconds / 3.0));
        var (processor, clock, before) = (server.ProcessorSeconds(), Stopwatch.StartNew(), rig.Emulator.Log.Of("task.query").Count);
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        var (used, looks, took) = (server.ProcessorSeconds() - processor, rig.Emulator.Log.Of("task.query").Count - before, clock.Elapsed);
        await stop.CancelAsync();
        await Task.WhenAll(waits.Select(static wait => wait.ContinueWith(static _ => { }, TaskScheduler.Default)));

        var line = string.Create(CultureInfo.InvariantCulture, $"| {runners} | {tasks} | {took.TotalSeconds:0} s | {looks / took.TotalSeconds:0.0} | {used / took.TotalSeconds:P1} |");
        log.WriteLine(line);
        if (Environment.GetEnvironmentVariable("WAN27_FLEET_TABLE") is { Length: > 0 } path)
        {
            await File.AppendAllTextAsync(path, line + Environment.NewLine);
        }

        var times = rig.Emulator.Log.Of("task.query").Select(static entry => entry.StartedAt).Order().ToArray();
        Assert.NotEmpty(times);
        Assert.All(times.Zip(times.Skip(QueriesPerSecond), static (first, last) => last - first), static span => Assert.True(span >= TimeSpan.FromSeconds(1), $"{QueriesPerSecond + 1} looks within {span.TotalMilliseconds:0} ms"));
    }

    private static int Number(string name, int otherwise)
        => Environment.GetEnvironmentVariable("WAN27_FLEET_" + name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
