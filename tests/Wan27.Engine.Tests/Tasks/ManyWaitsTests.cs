using Microsoft.Extensions.Time.Testing;
using Wan27.Engine.Providers;
using Wan27.Engine.Tasks;
using Wan27.Engine.Tests.Results;
using Xunit.Abstractions;

namespace Wan27.Engine.Tests.Tasks;

[Collection(RunsAlone.Name)]
public sealed class ManyWaitsTests(ITestOutputHelper log)
{
    private const int Tasks = 2000;
    private const string Model = "wan2.7-i2v";
    private const long MostHeld = 16 * 1024 * 1024;
    private const long MostWithGarbage = 64 * 1024 * 1024;

    [Fact]
    public async Task Two_thousand_tasks_can_be_waited_for_at_once_in_modest_memory()
    {
        await using var rig = await EngineRig.StartAsync();
        var prepared = rig.Client.Provider.Prepare(EngineRig.Request(), static source => source.Url!);
        var submits = await Task.WhenAll(Enumerable.Range(0, Tasks).Select(_ => rig.Client.Provider.SubmitAsync(prepared, UnnotedDeparture.Instance, CancellationToken.None)));

        // Time stands still for the waits, so that all of them are under way when they are measured.
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var host = new EngineHost(clock, stateFolder: Path.Combine(rig.Folder, "waiting"));
        using var journal = (IDisposable)host.Journal;
        var client = new WanClient(host, rig.Client.Bundle, new NoLog());
        var tasks = submits.Select(submit => TaskStates.FromId(submit.TaskId, client.Bundle) with { Route = WanRoutes.ImageToVideo, Model = Model }).ToArray();
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var waits = Array.ConvertAll(tasks, task => client.WaitAsync(task, null, static _ => { }, new NoLog(), CancellationToken.None));
        var waiting = GC.GetTotalMemory(forceFullCollection: true) - before;
        var most = waiting;
        var all = Task.WhenAll(waits);
        while (!all.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Delay(1);
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false) - before);
        }

        log.WriteLine($"{Tasks} waits hold {waiting / 1024.0 / 1024.0:0.0} MB; with garbage {most / 1024.0 / 1024.0:0.0} MB at most.");
        Assert.True(waiting < MostHeld, $"{waiting} bytes");
        Assert.True(most < MostWithGarbage, $"{most} bytes");
        Assert.All(await all, static task => Assert.Equal(WanTaskState.Completed, task.State));
    }
}
