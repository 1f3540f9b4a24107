using Wan27.Engine.Profiles;
using Wan27.Engine.Results;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Postgres;

/// <summary>Of runners that store the same results one fetches them; the others find what it stored, or store it where they cannot read that.</summary>
[Collection(PostgresTests.Name)]
public sealed class SharedSaveTests(PostgresServer server)
{
    [PostgresFact]
    public async Task Into_a_shared_folder_each_result_is_fetched_once()
    {
        await using var rig = await FleetRig.StartAsync(server, taskSeconds: 0);
        var runners = Enumerable.Range(0, 4).Select(number => rig.Open(number)).ToArray();
        var tasks = new List<WanTask>();
        for (var job = 0; job < 5; job++)
        {
            tasks.Add(await FleetRig.StartAsync(runners[0].Client, $"job-{job}", job));
        }

        var share = Path.Combine(rig.HomeOf(0), "share");
        var ended = await Task.WhenAll(runners.Select(async runner => (Runner: runner, Tasks: await Task.WhenAll(tasks.Select(task => runner.Client.WaitAsync(task, null, static _ => { }, new NoLog(), default))))));
        var looks = rig.Emulator.Log.Of("task.query").Count;
        var sinks = await Task.WhenAll(ended.Select(async end =>
        {
            var sink = new RecordingSink();
            await Task.WhenAll(end.Tasks.Select(task => SaveAsync(end.Runner, task, share, sink)));
            return sink;
        }));

        // Who stores a result asks for its address once, where it does not have it; the others do not ask.
        Assert.InRange(rig.Emulator.Log.Of("task.query").Count - looks, 0, tasks.Count);
        Assert.All(sinks, sink => Assert.Equal((5, 0), (sink.Assets.Count, sink.Errors.Count)));
        Assert.Equal(5, sinks.Sum(static sink => sink.Assets.Count(static asset => !asset.AlreadyStored)));
        Assert.Equal(10, Directory.GetFiles(share).Length);
        Assert.Equal(5, rig.Emulator.Log.Of("result.get").Count);
    }

    [PostgresFact]
    public async Task What_another_machine_has_stored_out_of_reach_is_fetched_anew_and_both_places_are_kept()
    {
        await using var rig = await FleetRig.StartAsync(server, taskSeconds: 0);
        var (host, client, log) = rig.Open(0);
        var task = await client.WaitAsync(await FleetRig.StartAsync(client, "fox"), null, static _ => { }, new NoLog(), default);
        await client.NoteStoredAsync(task, ["/srv/there/fox.mp4"], complete: true, default);
        await PostgresServer.ExecuteOnAsync(rig.Text, "UPDATE wan27.place SET host = 'there'");

        var sink = new RecordingSink();
        await SaveAsync((host, client, log), (await host.Journal.FindByTaskIdAsync(task.TaskId!))!.Task, Path.Combine(rig.HomeOf(0), "out"), sink);

        Assert.False(Assert.Single(sink.Assets).AlreadyStored);
        Assert.Equal(2L, await PostgresServer.ReadAsync(rig.Text, "SELECT count(*) FROM wan27.place"));
        Assert.Equal(sink.Assets.Single().Path, Assert.Single((await host.Journal.FindByTaskIdAsync(task.TaskId!))!.Task.Files));

        // There it still lies where it was.
        await PostgresServer.ExecuteOnAsync(rig.Text, $"UPDATE wan27.place SET host = 'here' WHERE host <> 'there'; UPDATE wan27.place SET host = '{Environment.MachineName}' WHERE host = 'there'");
        Assert.Equal("/srv/there/fox.mp4", Assert.Single((await host.Journal.FindByTaskIdAsync(task.TaskId!))!.Task.Files));
    }

    private static async Task SaveAsync((EngineHost Host, WanClient Client, WarningLog Log) runner, WanTask task, string folder, RecordingSink sink)
    {
        using var session = new SaveSession(runner.Host, ProfileCatalogue.ForUser(), 4, static _ => null, new NoLog(), static _ => { }, static _ => { });
        await session.Of(runner.Client, task, new SaveOptions(folder), sink)(CancellationToken.None);
    }
}
