using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Tasks.Journal.Postgres;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Postgres;

/// <summary>What happens while the database is away: nothing is sent, nothing that was accepted is lost, and waiting goes on.</summary>
[Collection(PostgresTests.Name)]
public sealed class OutboxTests(PostgresServer server) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wan27-outbox-").FullName;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        await server.ReviveAsync();
    }

    [PostgresFact]
    public async Task An_id_that_cannot_be_noted_is_kept_on_disk_and_delivered_by_the_next_process_before_anything_else()
    {
        var text = await server.MakeDatabaseAsync();
        using var core = Open(text);
        var told = new List<string>();
        var journal = new FleetJournal(core, told.Add);
        var id = (await journal.ReserveAsync(Drafts.For("fox"))).Entry.LocalId;
        await journal.UpdateAsync(id, new JournalUpdate { SubmittedAt = DateTimeOffset.UtcNow });
        await server.KillAsync();

        var accepted = await journal.MarkSubmittedAsync(id, "task-1", "request-1");
        var ended = await journal.UpdateAsync(id, new JournalUpdate { State = WanTaskState.Completed, ProviderStatus = "SUCCEEDED" });
        var stored = await journal.MarkStoredAsync(id, ["/out/fox.mp4"]);

        Assert.Equal([WanTaskState.Submitted, WanTaskState.Completed, WanTaskState.Stored], new[] { accepted, ended, stored }.Select(static entry => entry.Task.State));
        Assert.Equal("task-1", (await journal.FindByTaskIdAsync("task-1"))!.Task.TaskId);
        Assert.Contains("Nothing is submitted until it is back. What was accepted is safe", Assert.Single(told), StringComparison.Ordinal);
        Assert.Equal(3, Directory.GetFiles(_folder).Length);
        await Assert.ThrowsAsync<WanException>(async () => await journal.ReserveAsync(Drafts.For("owl")));

        await server.StartAsync();
        using var next = Open(text);
        var found = await new FleetJournal(next).FindByJobKeyAsync("main", "fox");

        Assert.Equal(("task-1", WanTaskState.Stored), (found!.Task.TaskId, found.Task.State));
        Assert.Equal(["/out/fox.mp4"], found.Task.Files);
        Assert.Empty(Directory.GetFiles(_folder));
        Assert.Equal(
            [WanTaskState.Submitting, WanTaskState.Submitted, WanTaskState.Completed, WanTaskState.Stored],
            (await next.Patient.HistoryAsync(id)).Select(static change => change.State));
    }

    [PostgresFact]
    public async Task A_body_does_not_leave_when_that_cannot_be_noted()
    {
        using var core = Open(await server.MakeDatabaseAsync());
        var journal = new FleetJournal(core);
        var id = (await journal.ReserveAsync(Drafts.For("fox"))).Entry.LocalId;
        await server.KillAsync();

        var refused = await Assert.ThrowsAsync<WanException>(async () => await journal.UpdateAsync(id, new JournalUpdate { SubmittedAt = DateTimeOffset.UtcNow }));

        Assert.Equal("Wan.Storage.SharedJournalAway", refused.Error.ErrorId);
        Assert.Empty(Directory.GetFiles(_folder));
        await server.StartAsync();
        Assert.Null((await journal.FindAsync(id))!.Task.SubmittedAt);
    }

    [PostgresFact]
    public async Task A_note_whose_row_was_forgotten_stops_nothing_and_is_set_aside()
    {
        var text = await server.MakeDatabaseAsync();
        using var core = Open(text);
        var journal = new FleetJournal(core);
        var id = (await journal.ReserveAsync(Drafts.For("fox"))).Entry.LocalId;
        await server.KillAsync();
        await journal.MarkSubmittedAsync(id, "task-1", null);
        await server.StartAsync();
        await PostgresServer.ExecuteOnAsync(text, "DELETE FROM wan27.task");

        Assert.Equal(ReservationKind.New, (await journal.ReserveAsync(Drafts.For("owl"))).Kind);
        Assert.EndsWith(".refused", Assert.Single(Directory.GetFiles(_folder)), StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task No_key_and_no_signature_enters_a_note()
    {
        using var core = Open(await server.MakeDatabaseAsync());
        var journal = new FleetJournal(core);
        var id = (await journal.ReserveAsync(Drafts.For("fox"))).Entry.LocalId;
        await server.KillAsync();
        await journal.UpdateAsync(id, new JournalUpdate { State = WanTaskState.Failed, Error = JournalRig.Error with { ProviderMessage = "Bearer topsecret-token" }, ResultUrls = ["https://b.example/v.mp4?Signature=topsecret"] });

        var note = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(_folder)));

        await server.StartAsync();
        Assert.DoesNotContain("topsecret", note, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_wait_and_a_batch_live_through_a_restart()
    {
        await using var rig = await FleetRig.StartAsync(server, taskSeconds: 3);
        var (host, client, log) = rig.Open(0);
        var task = await FleetRig.StartAsync(client, "fox");
        var wait = client.WaitAsync(task, null, static _ => { }, log, CancellationToken.None);
        await rig.Emulator.Log.WaitForAsync(_ => rig.Emulator.Log.Of("task.query").Count > 2);

        await server.KillAsync();
        var ended = await wait;
        Assert.Equal(WanTaskState.Completed, ended.State);
        await client.NoteStoredAsync(ended, ["/out/fox.mp4"], complete: true, default);
        await server.StartAsync();
        var next = await FleetRig.StartAsync(client, "owl", 1);

        Assert.Equal(WanTaskState.Submitted, next.State);
        Assert.Equal(WanTaskState.Stored, (await host.Journal.FindByTaskIdAsync(task.TaskId!))!.Task.State);
        Assert.Equal(2, rig.Emulator.Log.Of("video.submit").Count);
    }

    private FleetCore Open(string text) => new(
        new PostgresTaskJournal(PostgresPlace.Read(text, "the text of the test"), TimeProvider.System, new PostgresOptions { Patience = TimeSpan.FromSeconds(1) }), _folder, TimeProvider.System);
}
