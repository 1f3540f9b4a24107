using Microsoft.Data.Sqlite;
using Wan27.Engine.Routes;
using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Tasks.Journal.Postgres;
using Wan27.Engine.Tests.Postgres;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Usage;

/// <summary>The ledger follows its tasks, and keeps what it knows.</summary>
[Collection(PostgresTests.Name)]
public sealed class LedgerTests(PostgresServer server)
{
    private static readonly BilledForecast Five = new("5 s", "second", 5, 5, "720P");

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task A_job_is_open_from_before_it_is_sent_until_its_answer_says_what_was_counted(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var entry = await ReserveAsync(rig, "fox", Five);
        var reserved = await OnlyAsync(rig);
        await rig.Journal.MarkSubmittedAsync(entry.LocalId, "t1", "r1");
        await UpdateAsync(rig, entry, WanTaskState.Polling);
        var running = await OnlyAsync(rig);
        await UpdateAsync(rig, entry, WanTaskState.Completed, Seconds(4.5));
        var billed = await OnlyAsync(rig);

        Assert.Equal((LedgerState.Open, 5d, 5d, null, "fox", "720P"), (reserved.State, reserved.Low, reserved.High, reserved.Units, reserved.JobKey, reserved.Tier));
        Assert.Equal((LedgerState.Open, "t1"), (running.State, running.TaskId));
        Assert.Equal((LedgerState.Billed, 4.5, true, "second", "1080P", "r1"), (billed.State, billed.Units!.Value, billed.IsAnswered, billed.Unit, billed.Tier, billed.RequestId));
    }

    [Theory]
    [InlineData("DashScope", WanTaskState.Failed, "t", LedgerState.Free)]
    [InlineData("DashScope", WanTaskState.Canceled, "t", LedgerState.Free)]
    [InlineData("DashScope", WanTaskState.Expired, "t", LedgerState.Unclear)]
    [InlineData("DashScope", WanTaskState.Failed, null, LedgerState.Free)]
    [InlineData("Fal", WanTaskState.Failed, "t", LedgerState.Unclear)]
    [InlineData("Fal", WanTaskState.Failed, null, LedgerState.Free)]
    [InlineData("Replicate", WanTaskState.Canceled, "t", LedgerState.Unclear)]
    [InlineData("WaveSpeed", WanTaskState.Failed, "t", LedgerState.Free)]
    public void What_comes_to_nothing_is_free_only_where_that_is_stated_or_nothing_was_accepted(string provider, WanTaskState state, string? id, object expected)
    {
        var task = new WanTask { Provider = provider, Route = WanRoutes.VideoEdit, TaskId = id, State = state };

        Assert.Equal(expected, LedgerVerdict.Of(task, 5, 5).State);
    }

    [Theory]
    [InlineData(5.0, 5.0, LedgerState.Billed, 5.0)]
    [InlineData(5.0, 9.0, LedgerState.Unclear, null)]
    [InlineData(null, null, LedgerState.Unclear, null)]
    public void A_clip_whose_answer_names_no_units_has_those_of_its_request_where_the_rules_leave_one_amount(double? low, double? high, object state, double? units)
    {
        var verdict = LedgerVerdict.Of(new WanTask { Provider = "Fal", Route = WanRoutes.ImageToVideo, TaskId = "t", State = WanTaskState.Completed }, low, high);

        Assert.Equal((state, units, false), (verdict.State, verdict.Units, verdict.IsAnswered));
    }

    [Fact]
    public void An_answer_without_its_figure_says_nothing()
        => Assert.Equal(LedgerState.Unclear, LedgerVerdict.Of(new WanTask { Provider = "DashScope", Route = WanRoutes.VideoEdit, TaskId = "t", State = WanTaskState.Completed, Usage = new WanUsage { Unit = "second", BilledUnits = 0 } }, 4, 20).State);

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task A_success_that_names_no_result_is_billed_though_it_goes_on(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var entry = await ReserveAsync(rig, null, Five);
        await rig.Journal.MarkSubmittedAsync(entry.LocalId, "t1", null);
        await UpdateAsync(rig, entry, WanTaskState.Polling, Seconds(5));

        Assert.Equal(LedgerState.Billed, (await OnlyAsync(rig)).State);
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task What_was_counted_once_stays_when_the_provider_no_longer_knows_the_task(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var entry = await ReserveAsync(rig, null, Five);
        await rig.Journal.MarkSubmittedAsync(entry.LocalId, "t1", null);
        await UpdateAsync(rig, entry, WanTaskState.Completed, Seconds(5));
        await rig.Journal.ForgetAsync(new JournalFilter { TaskIds = ["t1"] });
        await rig.Journal.AddAsync(entry.Task with { TaskId = "t1", State = WanTaskState.Expired, Usage = null });

        var row = await OnlyAsync(rig);
        Assert.Equal((LedgerState.Billed, 5d), (row.State, row.Units));
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task Forgetting_tasks_keeps_their_bill_and_one_under_way_is_unclear(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var done = await ReserveAsync(rig, "done", Five);
        await rig.Journal.MarkSubmittedAsync(done.LocalId, "t1", null);
        await UpdateAsync(rig, done, WanTaskState.Completed, Seconds(5));
        var open = await ReserveAsync(rig, "open", Five);
        await rig.Journal.MarkSubmittedAsync(open.LocalId, "t2", null);

        await rig.Journal.ForgetAsync(new JournalFilter { Profile = "main" });

        Assert.Equal([LedgerState.Billed, LedgerState.Unclear], (await rig.Journal.LedgerAsync(new LedgerFilter())).Select(static row => row.State));
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task A_task_that_comes_back_after_it_was_forgotten_is_counted_once(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var entry = await ReserveAsync(rig, "fox", Five);
        await rig.Journal.MarkSubmittedAsync(entry.LocalId, "t1", null);
        await rig.Journal.ForgetAsync(new JournalFilter { TaskIds = ["t1"] });

        var back = await rig.Journal.AddAsync(entry.Task with { TaskId = "t1", State = WanTaskState.Polling });
        await UpdateAsync(rig, back, WanTaskState.Completed, Seconds(5));

        Assert.Equal((LedgerState.Billed, 5d), ((await OnlyAsync(rig)).State, (await OnlyAsync(rig)).Units));
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task A_submit_that_is_bound_to_a_forgotten_task_is_counted_once(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var forgotten = await ReserveAsync(rig, "hen", Five);
        await rig.Journal.MarkSubmittedAsync(forgotten.LocalId, "t1", null);
        await rig.Journal.ForgetAsync(new JournalFilter { TaskIds = ["t1"] });
        var lost = await ReserveAsync(rig, "fox", Five);
        await rig.Journal.MarkIndeterminateAsync(lost.LocalId, [], JournalRig.Error);

        var bound = await rig.Journal.BindAsync(lost.LocalId, "t1");
        await UpdateAsync(rig, bound, WanTaskState.Completed, Seconds(5));

        Assert.Equal((lost.LocalId, "t1", LedgerState.Billed, 5d), await OnlyAsync(rig) is var row ? (row.LocalId, row.TaskId, row.State, row.Units) : default);
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task A_submit_that_was_never_accepted_is_free_and_the_one_in_its_place_is_open(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var lost = await ReserveAsync(rig, "fox", Five);
        await rig.Journal.MarkIndeterminateAsync(lost.LocalId, [], JournalRig.Error);
        Assert.Equal(LedgerState.Open, (await OnlyAsync(rig)).State);

        await rig.Journal.GiveUpAsync(lost.LocalId, JournalRig.Error, Drafts.For("fox") with { Forecast = Five });

        Assert.Equal([LedgerState.Free, LedgerState.Open], (await rig.Journal.LedgerAsync(new LedgerFilter())).Select(static row => row.State));
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task A_task_that_had_failed_and_lives_is_open_again(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var entry = await ReserveAsync(rig, "fox", Five);
        await rig.Journal.MarkSubmittedAsync(entry.LocalId, "t1", null);
        await UpdateAsync(rig, entry, WanTaskState.Failed);
        Assert.Equal((LedgerState.Free, 0d), ((await OnlyAsync(rig)).State, (await OnlyAsync(rig)).Units));

        await UpdateAsync(rig, entry, WanTaskState.Completed, Seconds(5));
        Assert.Equal((LedgerState.Billed, 5d), ((await OnlyAsync(rig)).State, (await OnlyAsync(rig)).Units));
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task A_call_that_nobody_waits_for_any_more_may_have_been_billed(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var call = await rig.Journal.NoteCallAsync(Drafts.For(null) with { Forecast = new BilledForecast("2 pictures", "picture", 2, 2, "2K") });
        Assert.Equal((LedgerState.Open, true), ((await OnlyAsync(rig)).State, (await OnlyAsync(rig)).IsCall));

        await rig.PassAsync(TimeSpan.FromMinutes(61));
        var left = await OnlyAsync(rig);
        var sum = Assert.Single(await rig.Journal.SumAsync(new LedgerFilter(), LedgerColumns.Route));
        await rig.Journal.EndCallAsync(call, new CallEnd(LedgerState.Billed, 2, "r"));
        var late = await OnlyAsync(rig);

        Assert.Equal((LedgerState.Unclear, LedgerState.Unclear, 2d), (left.State, sum.State, sum.High));
        Assert.Equal((LedgerState.Billed, 2d, "r"), (late.State, late.Units, late.RequestId));
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task A_result_in_a_bucket_is_noted_with_it(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var entry = await ReserveAsync(rig, "fox", Five);
        await rig.Journal.MarkSubmittedAsync(entry.LocalId, "t1", null);
        await rig.Journal.MarkStoredAsync(entry.LocalId, ["/out/fox.mp4", "s3://films/2026/fox.mp4"]);

        Assert.Equal("s3://films", (await OnlyAsync(rig)).Store);
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task Rows_are_found_by_time_profile_and_provider(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        await ReserveAsync(rig, "a", Five);
        await rig.PassAsync(TimeSpan.FromDays(1));
        var moment = rig.Now - TimeSpan.FromHours(12);
        await rig.Journal.ReserveAsync(Drafts.For("b", profile: "other") with { Forecast = Five });

        Assert.Equal("a", (await rig.Journal.LedgerAsync(new LedgerFilter { Until = moment })).Single().JobKey);
        Assert.Equal("b", (await rig.Journal.LedgerAsync(new LedgerFilter { Since = moment })).Single().JobKey);
        Assert.Equal("b", (await rig.Journal.LedgerAsync(new LedgerFilter { Profiles = ["OTHER"] })).Single().JobKey);
        Assert.Empty(await rig.Journal.LedgerAsync(new LedgerFilter { Providers = ["Fal"] }));
    }

    [Fact]
    public async Task Rows_of_earlier_versions_come_into_the_ledger_by_what_stands_in_them()
    {
        using var rig = new JournalRig();
        var done = await ReserveAsync(rig.Journal, "done", Five);
        await rig.Journal.MarkSubmittedAsync(done.LocalId, "t1", "r1");
        await UpdateAsync(rig.Journal, done, WanTaskState.Completed, Seconds(5));
        var failed = await ReserveAsync(rig.Journal, "failed", Five);
        await rig.Journal.MarkSubmittedAsync(failed.LocalId, "t2", null);
        await UpdateAsync(rig.Journal, failed, WanTaskState.Failed);
        var running = await ReserveAsync(rig.Journal, "running", Five);
        await rig.Journal.MarkSubmittedAsync(running.LocalId, "t3", null);
        var wrapper = Drafts.For("clip") with { Bundle = Drafts.Bundle with { Provider = "Fal", Region = null, Endpoint = "https://queue.fal.run" } };
        var clip = await rig.Journal.ReserveAsync(wrapper);
        await rig.Journal.MarkSubmittedAsync(clip.Entry.LocalId, "t4", null);
        await UpdateAsync(rig.Journal, clip.Entry, WanTaskState.Completed);
        rig.Journal.Dispose();
        using (var connection = new SqliteConnection($"Data Source={rig.FilePath};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "DROP TABLE ledger; UPDATE task SET usage = 'no json' WHERE task_id = 't3'; PRAGMA user_version = 5";
            command.ExecuteNonQuery();
        }

        var rows = await rig.Open().LedgerAsync(new LedgerFilter());

        Assert.Equal(
            [(LedgerState.Billed, "second", 5d), (LedgerState.Free, "second", 0d), (LedgerState.Open, "second", null), (LedgerState.Unclear, "unknown", (double?)null)],
            rows.Select(static row => (row.State, row.Unit, row.Units)));
        Assert.Equal(("t1", "r1", true, "done", "1080P"), (rows[0].TaskId, rows[0].RequestId, rows[0].IsAnswered, rows[0].JobKey, rows[0].Tier));
    }

    [PostgresFact]
    public async Task Rows_of_a_shared_journal_of_before_come_into_the_ledger_as_well()
    {
        var text = await server.MakeDatabaseAsync();
        var place = PostgresPlace.Read(text, "text of the test");
        await using (var before = new PostgresTaskJournal(place, TimeProvider.System, new PostgresOptions { Schema = new PostgresSchema([.. PostgresSchema.Current.Steps.Take(3)]) }))
        {
            Assert.Empty(await before.HistoryAsync("none"));
        }

        await PostgresServer.ExecuteOnAsync(text, """
            INSERT INTO wan27.task (local_id, holds_key, profile, provider, route, model, region, endpoint, task_id, state, request, request_hash, created_at, updated_at, preflight_skipped, usage) VALUES
                ('a', 1, 'main', 'DashScope', 'image_to_video', 'wan2.7-i2v', 'Singapore', 'https://e.example', 't1', 'Stored', '{}', 'h', 1790000000000, 1790000000000, 0, '{"billedUnits": 5, "unit": "second", "duration": 5, "resolution": "720P"}'),
                ('b', 1, 'main', 'DashScope', 'image_generation_or_editing', 'wan2.7-image', 'Singapore', 'https://e.example', 't2', 'Failed', '{}', 'h', 1790000000000, 1790000000000, 0, NULL),
                ('c', 1, 'main', 'Fal', 'image_to_video', 'x', NULL, 'https://f.example', 't3', 'Completed', '{}', 'h', 1790000000000, 1790000000000, 0, NULL),
                ('d', 1, 'main', 'DashScope', 'image_to_video', 'wan2.7-i2v', 'Singapore', 'https://e.example', 't4', 'Polling', '{}', 'h', 1790000000000, 1790000000000, 0, NULL);
            """);
        await using var journal = new PostgresTaskJournal(place, TimeProvider.System);

        Assert.Equal(
            [(LedgerState.Billed, "second", 5d), (LedgerState.Free, "picture", 0d), (LedgerState.Unclear, "unknown", null), (LedgerState.Open, "second", (double?)null)],
            (await journal.LedgerAsync(new LedgerFilter())).Select(static row => (row.State, row.Unit, row.Units)));
    }

    private static WanUsage Seconds(double seconds) => new() { Unit = "second", BilledUnits = seconds, Duration = seconds, Resolution = "1080P" };

    private static Task<JournalEntry> ReserveAsync(JournalBench rig, string? key, BilledForecast forecast) => ReserveAsync(rig.Journal, key, forecast);

    private static async Task<JournalEntry> ReserveAsync(ITaskJournal journal, string? key, BilledForecast forecast) => (await journal.ReserveAsync(Drafts.For(key) with { Forecast = forecast })).Entry;

    private static Task<JournalEntry> UpdateAsync(JournalBench rig, JournalEntry entry, WanTaskState state, WanUsage? usage = null) => UpdateAsync(rig.Journal, entry, state, usage);

    private static async Task<JournalEntry> UpdateAsync(ITaskJournal journal, JournalEntry entry, WanTaskState state, WanUsage? usage = null)
        => await journal.UpdateAsync(entry.LocalId, new JournalUpdate { State = state, Usage = usage });

    private static async Task<LedgerRow> OnlyAsync(JournalBench rig) => Assert.Single(await rig.Journal.LedgerAsync(new LedgerFilter()));
}
