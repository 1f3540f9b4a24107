using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Tests.Postgres;

namespace Wan27.Engine.Tests.Tasks;

/// <summary>How a journal counts the open tasks of an account, whatever database it lies in.</summary>
[Collection(PostgresTests.Name)]
public sealed class TaskWindowTests(PostgresServer server)
{

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task A_submit_takes_its_place_when_it_is_noted_as_long_as_there_is_one(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var places = new[] { await ReserveAsync(rig, "a"), await ReserveAsync(rig, "b"), await ReserveAsync(rig, "c") };

        Assert.Equal([true, true, false], places.Select(static entry => entry.HasPlace));
        var read = await Task.WhenAll(places.Select(async place => (await rig.Journal.FindAsync(place.LocalId))!.HasPlace));
        Assert.Equal([true, true, false], read);
        Assert.Equal((true, 1), await rig.Journal.TakePlaceAsync(places[0].LocalId, WindowOf(rig)) is var own ? (own.IsTaken, own.Open) : default);
        var refused = await rig.Reopen().TakePlaceAsync(places[2].LocalId, WindowOf(rig));
        Assert.Equal((false, 2), (refused.IsTaken, refused.Open));
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task The_end_of_a_task_gives_its_place_to_the_next(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var open = new List<JournalEntry> { await ReserveAsync(rig, "a"), await ReserveAsync(rig, "b") };
        foreach (var end in new[] { WanTaskState.Completed, WanTaskState.Failed, WanTaskState.Canceled, WanTaskState.Expired })
        {
            var waiting = await ReserveAsync(rig, $"after-{end}");
            await rig.Journal.MarkSubmittedAsync(open[0].LocalId, $"task-{end}", null);
            Assert.False((await rig.Journal.TakePlaceAsync(waiting.LocalId, WindowOf(rig))).IsTaken);

            await rig.Journal.UpdateAsync(open[0].LocalId, new JournalUpdate { State = end });

            Assert.True((await rig.Journal.TakePlaceAsync(waiting.LocalId, WindowOf(rig))).IsTaken);
            open[0] = waiting;
        }
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task The_oldest_open_tasks_are_named_so_that_somebody_asks_for_them(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        foreach (var name in new[] { "a", "b" })
        {
            await rig.Journal.MarkSubmittedAsync((await ReserveAsync(rig, name)).LocalId, "task-" + name, null);
        }

        var place = await rig.Journal.TakePlaceAsync((await ReserveAsync(rig, "c")).LocalId, WindowOf(rig));

        Assert.Equal(["task-a", "task-b"], place.Oldest.Select(static entry => entry.Task.TaskId));
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task Other_accounts_other_models_and_the_day_before_do_not_count(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        await ReserveAsync(rig, "a");
        await ReserveAsync(rig, "b");

        Assert.True((await ReserveAsync(rig, "c", WindowOf(rig) with { Account = "host/other" })).HasPlace);
        Assert.True((await ReserveAsync(rig, "d", WindowOf(rig) with { Model = "wan2.7-t2v" })).HasPlace);
        Assert.False((await ReserveAsync(rig, "e")).HasPlace);

        await rig.PassAsync(TimeSpan.FromHours(24.1));
        Assert.True((await ReserveAsync(rig, "f")).HasPlace);
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task Several_that_ask_at_once_never_get_more_places_than_there_are(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var journals = Enumerable.Range(0, 4).Select(_ => rig.Reopen()).ToArray();

        var entries = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => Task.Run(async () =>
        {
            var draft = Drafts.For($"job-{number}") with { Window = WindowOf(rig) with { Most = 7 } };
            return (await journals[number % 4].ReserveAsync(draft)).Entry;
        })));

        Assert.Equal(7, entries.Count(static entry => entry.HasPlace));
    }

    private static TaskWindow WindowOf(JournalBench rig) => new("host/account", "wan2.7-i2v", 2, rig.Now - TimeSpan.FromHours(24));

    private static async Task<JournalEntry> ReserveAsync(JournalBench rig, string jobKey, TaskWindow? window = null)
        => (await rig.Journal.ReserveAsync(Drafts.For(jobKey) with { Window = window ?? WindowOf(rig) })).Entry;
}
