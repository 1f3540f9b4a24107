using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Tests.Tasks;

/// <summary>How the journal counts the open tasks of an account.</summary>
public sealed class TaskWindowTests : IDisposable
{
    private readonly JournalRig _rig = new();

    public void Dispose() => _rig.Dispose();

    private TaskWindow Window => new("host/account", "wan2.7-i2v", 2, _rig.Time.GetUtcNow() - TimeSpan.FromHours(24));

    [Fact]
    public async Task A_submit_takes_its_place_when_it_is_noted_as_long_as_there_is_one()
    {
        var places = new[] { await ReserveAsync("a"), await ReserveAsync("b"), await ReserveAsync("c") };

        Assert.Equal([true, true, false], places.Select(static entry => entry.HasPlace));
        var read = await Task.WhenAll(places.Select(async place => (await _rig.Journal.FindAsync(place.LocalId))!.HasPlace));
        Assert.Equal([true, true, false], read);
        Assert.Equal((true, 1), await _rig.Journal.TakePlaceAsync(places[0].LocalId, Window) is var own ? (own.IsTaken, own.Open) : default);
        var refused = await _rig.Open().TakePlaceAsync(places[2].LocalId, Window);
        Assert.Equal((false, 2), (refused.IsTaken, refused.Open));
    }

    [Theory]
    [InlineData(WanTaskState.Completed)]
    [InlineData(WanTaskState.Failed)]
    [InlineData(WanTaskState.Canceled)]
    [InlineData(WanTaskState.Expired)]
    public async Task The_end_of_a_task_gives_its_place_to_the_next(WanTaskState end)
    {
        var first = await ReserveAsync("a");
        await ReserveAsync("b");
        var waiting = await ReserveAsync("c");
        await _rig.Journal.MarkSubmittedAsync(first.LocalId, "task-a", null);
        Assert.False((await _rig.Journal.TakePlaceAsync(waiting.LocalId, Window)).IsTaken);

        await _rig.Journal.UpdateAsync(first.LocalId, new JournalUpdate { State = end });

        Assert.True((await _rig.Journal.TakePlaceAsync(waiting.LocalId, Window)).IsTaken);
    }

    [Fact]
    public async Task The_oldest_open_tasks_are_named_so_that_somebody_asks_for_them()
    {
        foreach (var name in new[] { "a", "b" })
        {
            await _rig.Journal.MarkSubmittedAsync((await ReserveAsync(name)).LocalId, "task-" + name, null);
        }

        var place = await _rig.Journal.TakePlaceAsync((await ReserveAsync("c")).LocalId, Window);

        Assert.Equal(["task-a", "task-b"], place.Oldest.Select(static entry => entry.Task.TaskId));
    }

    [Fact]
    public async Task Other_accounts_other_models_and_the_day_before_do_not_count()
    {
        await ReserveAsync("a");
        await ReserveAsync("b");

        Assert.True((await ReserveAsync("c", Window with { Account = "host/other" })).HasPlace);
        Assert.True((await ReserveAsync("d", Window with { Model = "wan2.7-t2v" })).HasPlace);
        Assert.False((await ReserveAsync("e")).HasPlace);

        _rig.Time.Advance(TimeSpan.FromHours(24.1));
        Assert.True((await ReserveAsync("f")).HasPlace);
    }

    [Fact]
    public async Task Several_that_ask_at_once_never_get_more_places_than_there_are()
    {
        var journals = Enumerable.Range(0, 4).Select(_ => _rig.Open()).ToArray();

        var entries = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => Task.Run(async () =>
        {
            var draft = Drafts.For($"job-{number}") with { Window = Window with { Most = 7 } };
            return (await journals[number % 4].ReserveAsync(draft)).Entry;
        })));

        Assert.Equal(7, entries.Count(static entry => entry.HasPlace));
    }

    private async Task<JournalEntry> ReserveAsync(string jobKey, TaskWindow? window = null)
        => (await _rig.Journal.ReserveAsync(Drafts.For(jobKey) with { Window = window ?? Window })).Entry;
}
