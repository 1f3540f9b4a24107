using Wan27.Engine.Records;
using Wan27.Engine.Tasks;
using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Tests.Postgres;

namespace Wan27.Engine.Tests.Tasks;

/// <summary>What a journal must keep, whatever database it lies in.</summary>
[Collection(PostgresTests.Name)]
public sealed class JournalSuite(PostgresServer server)
{
    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task A_submit_is_on_disk_before_it_is_made(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var reservation = await rig.Journal.ReserveAsync(Drafts.For("fox"));

        var entry = await rig.Reopen().FindAsync(reservation.Entry.LocalId);

        Assert.Equal(ReservationKind.New, reservation.Kind);
        Assert.NotNull(entry);
        Assert.Equal(WanTaskState.Submitting, entry.Task.State);
        Assert.Equal(
            (Drafts.Bundle.Profile, Drafts.Bundle.Provider, Drafts.Bundle.Route, Drafts.Bundle.Model, Drafts.Bundle.Region, Drafts.Bundle.Endpoint, Drafts.Bundle.KeySource),
            (entry.Task.Profile, entry.Task.Provider, entry.Task.Route, entry.Task.Model, entry.Task.Region, entry.Task.Endpoint, entry.Task.KeySource));
        Assert.Equal(("fox", "A fox runs"), (entry.Task.JobKey, entry.Task.Prompt));
        Assert.Equal(5, entry.Task.Request["Duration"]);
        Assert.Equal(["a", "b"], Assert.IsAssignableFrom<IEnumerable<object?>>(entry.Task.Request["Options"]));
        Assert.Equal(rig.Owner, entry.Owner);
        Assert.InRange(entry.CreatedAt, rig.Now - rig.Blur, rig.Now + rig.Blur);
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task An_open_submit_is_settled_once_whichever_way(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var bound = (await rig.Journal.ReserveAsync(Drafts.For("fox"))).Entry.LocalId;
        var ended = (await rig.Journal.ReserveAsync(Drafts.For("hen"))).Entry.LocalId;
        foreach (var open in new[] { bound, ended })
        {
            await rig.Journal.MarkIndeterminateAsync(open, [], JournalRig.Error);
        }

        await rig.Journal.BindAsync(bound, "task-1");
        await rig.Journal.GiveUpAsync(ended, JournalRig.Error, null);

        Assert.Equal((ReservationKind.Existing, "task-1"), await rig.Journal.GiveUpAsync(bound, JournalRig.Error, Drafts.For("fox")) is var refused ? (refused.Kind, refused.Entry.Task.TaskId) : default);
        Assert.Equal("task-1", (await rig.Journal.BindAsync(bound, "task-2")).Task.TaskId);
        Assert.Equal((WanTaskState.Canceled, null), (await rig.Journal.BindAsync(ended, "task-2")).Task is var task ? (task.State, task.TaskId) : default);
        Assert.Equal(ReservationKind.Existing, (await rig.Journal.GiveUpAsync(ended, JournalRig.Error, Drafts.For("hen"))).Kind);
        Assert.Equal(2, (await rig.Journal.QueryAsync(new JournalFilter())).Count);
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task What_was_warned_of_is_kept_with_the_task_and_without_keys(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var id = (await rig.Journal.ReserveAsync(Drafts.For("fox") with { Warnings = ["One.", "Two of sk-0123456789abcdef."] })).Entry.LocalId;
        await rig.Journal.MarkSubmittedAsync(id, "task-1", "request-1");

        Assert.Equal(["One.", "Two of [key removed]"], (await rig.Reopen().FindByTaskIdAsync("task-1"))!.Task.Warnings);
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task A_task_goes_from_submit_to_storage_and_its_history_tells(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var id = (await rig.Journal.ReserveAsync(Drafts.For("fox"))).Entry.LocalId;
        await rig.PassAsync(TimeSpan.FromSeconds(1));
        await rig.Journal.MarkSubmittedAsync(id, "task-1", "request-1");
        var scheduled = rig.Now;
        await rig.Journal.UpdateAsync(id, new JournalUpdate { State = WanTaskState.Polling, ProviderStatus = "RUNNING", ScheduledAt = scheduled });
        await rig.Journal.UpdateAsync(id, new JournalUpdate { State = WanTaskState.Polling, ProviderStatus = "RUNNING" });
        var usage = new WanUsage { BilledUnits = 5, Unit = "second", Resolution = "720P" };
        await rig.Journal.UpdateAsync(
            id, new JournalUpdate { State = WanTaskState.Completed, ProviderStatus = "SUCCEEDED", Usage = usage, UrlExpiresAt = rig.Now.AddHours(24) });
        await rig.Journal.MarkStoredAsync(id, ["/out/fox.mp4"]);

        var task = (await rig.Journal.FindByTaskIdAsync("task-1"))!.Task;

        Assert.Equal((WanTaskState.Stored, "SUCCEEDED", "request-1"), (task.State, task.ProviderStatus, task.RequestId));
        Assert.InRange(task.SubmittedAt!.Value, rig.Now - rig.Blur, rig.Now + rig.Blur);
        Assert.Equal(scheduled, task.ScheduledAt);
        Assert.Equal(usage, task.Usage);
        Assert.Equal(["/out/fox.mp4"], task.Files);
        Assert.Empty(task.ResultUrls);
        Assert.Equal(
            [WanTaskState.Submitting, WanTaskState.Submitted, WanTaskState.Polling, WanTaskState.Completed, WanTaskState.Stored],
            (await rig.Journal.HistoryAsync(id)).Select(static change => change.State));
    }

    [Theory]
    [OverSqlite(WanTaskState.Submitted, WanTaskState.Completed, WanTaskState.Polling, WanTaskState.Completed)]
    [OverPostgres(WanTaskState.Submitted, WanTaskState.Completed, WanTaskState.Polling, WanTaskState.Completed)]
    [OverSqlite(WanTaskState.Polling, WanTaskState.Stored, WanTaskState.Completed, WanTaskState.Stored)]
    [OverPostgres(WanTaskState.Polling, WanTaskState.Stored, WanTaskState.Completed, WanTaskState.Stored)]
    [OverSqlite(WanTaskState.Polling, WanTaskState.Stored, WanTaskState.Expired, WanTaskState.Stored)]
    [OverPostgres(WanTaskState.Polling, WanTaskState.Stored, WanTaskState.Expired, WanTaskState.Stored)]
    [OverSqlite(WanTaskState.Polling, WanTaskState.Failed, WanTaskState.Expired, WanTaskState.Failed)]
    [OverPostgres(WanTaskState.Polling, WanTaskState.Failed, WanTaskState.Expired, WanTaskState.Failed)]
    [OverSqlite(WanTaskState.Polling, WanTaskState.Failed, WanTaskState.Canceled, WanTaskState.Failed)]
    [OverPostgres(WanTaskState.Polling, WanTaskState.Failed, WanTaskState.Canceled, WanTaskState.Failed)]
    [OverSqlite(WanTaskState.Polling, WanTaskState.Completed, WanTaskState.Expired, WanTaskState.Expired)]
    [OverPostgres(WanTaskState.Polling, WanTaskState.Completed, WanTaskState.Expired, WanTaskState.Expired)]
    [OverSqlite(WanTaskState.Polling, WanTaskState.Expired, WanTaskState.Completed, WanTaskState.Completed)]
    [OverPostgres(WanTaskState.Polling, WanTaskState.Expired, WanTaskState.Completed, WanTaskState.Completed)]
    public async Task Late_news_undoes_nothing(JournalKind kind, WanTaskState first, WanTaskState second, WanTaskState late, WanTaskState expected)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var id = (await Drafts.SubmitAsync(rig.Journal, "fox", "task-1")).LocalId;

        foreach (var state in new[] { first, second, late })
        {
            await rig.Journal.UpdateAsync(id, new JournalUpdate { State = state });
        }

        Assert.Equal(expected, (await rig.Journal.FindAsync(id))!.Task.State);
    }

    [Theory]
    [OverSqlite(WanTaskState.Failed, WanTaskState.Polling)]
    [OverPostgres(WanTaskState.Failed, WanTaskState.Polling)]
    [OverSqlite(WanTaskState.Failed, WanTaskState.Completed)]
    [OverPostgres(WanTaskState.Failed, WanTaskState.Completed)]
    [OverSqlite(WanTaskState.Canceled, WanTaskState.Polling)]
    [OverPostgres(WanTaskState.Canceled, WanTaskState.Polling)]
    [OverSqlite(WanTaskState.Canceled, WanTaskState.Completed)]
    [OverPostgres(WanTaskState.Canceled, WanTaskState.Completed)]
    [OverSqlite(WanTaskState.Expired, WanTaskState.Polling)]
    [OverPostgres(WanTaskState.Expired, WanTaskState.Polling)]
    public async Task What_lives_after_all_leaves_nothing_of_its_false_end(JournalKind kind, WanTaskState end, WanTaskState life)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var id = (await Drafts.SubmitAsync(rig.Journal, "fox", "task-1")).LocalId;
        await rig.Journal.UpdateAsync(id, new JournalUpdate { State = end, Error = JournalRig.Error, EndedAt = rig.Now });

        var task = (await rig.Journal.UpdateAsync(id, new JournalUpdate { State = life })).Task;

        Assert.Equal((life, null, null), (task.State, task.Error, task.EndedAt));
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task An_ambiguous_submit_keeps_its_candidates_until_one_is_adopted(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var id = (await rig.Journal.ReserveAsync(Drafts.For("fox"))).Entry.LocalId;
        var unsure = (await rig.Journal.MarkIndeterminateAsync(id, ["task-7", "task-8"], JournalRig.Error)).Task;

        var adopted = (await rig.Journal.MarkSubmittedAsync(id, "task-7", null)).Task;

        Assert.Equal(WanTaskState.Indeterminate, unsure.State);
        Assert.Equal(["task-7", "task-8"], unsure.Candidates);
        Assert.Equal("Wan.Service.Cut", unsure.Error?.ErrorId);
        Assert.Equal((WanTaskState.Submitted, "task-7"), (adopted.State, adopted.TaskId));
        Assert.Empty(adopted.Candidates);
        Assert.Null(adopted.Error);
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task An_answer_that_came_after_all_is_not_made_ambiguous_again(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var id = (await Drafts.SubmitAsync(rig.Journal, "fox", "task-1")).LocalId;

        Assert.Equal(WanTaskState.Submitted, (await rig.Journal.MarkIndeterminateAsync(id, [], JournalRig.Error)).Task.State);
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task A_task_id_belongs_to_one_job_of_an_endpoint(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        await Drafts.SubmitAsync(rig.Journal, "fox", "task-1");
        var other = (await rig.Journal.ReserveAsync(Drafts.For("owl"))).Entry.LocalId;

        var refused = await Assert.ThrowsAsync<WanException>(async () => await rig.Journal.MarkSubmittedAsync(other, "task-1", null));

        Assert.Equal("Wan.Async.TaskIdKnown", refused.Error.ErrorId);
        Assert.Null((await rig.Journal.FindAsync(other))!.Task.TaskId);
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task A_task_from_elsewhere_is_taken_in_once(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var task = new WanTask { TaskId = "far-1", Provider = "DashScope", Endpoint = "https://e.example", State = WanTaskState.Polling };

        var first = await rig.Journal.AddAsync(task);
        var second = await rig.Journal.AddAsync(task);

        Assert.Equal(first.LocalId, second.LocalId);
        Assert.Equal("far-1", (await rig.Journal.FindByTaskIdAsync("far-1", "https://e.example"))?.Task.TaskId);
        Assert.Null(await rig.Journal.FindByTaskIdAsync("far-1", "https://other.example"));
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task Rows_are_found_by_what_is_known_of_them(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        await Drafts.SubmitAsync(rig.Journal, "fox", "task-1");
        await rig.PassAsync(TimeSpan.FromHours(1));
        var later = rig.Now;
        var owl = await Drafts.SubmitAsync(rig.Journal, "owl", "task-2");
        await rig.Journal.UpdateAsync(owl.LocalId, new JournalUpdate { State = WanTaskState.Failed, Error = JournalRig.Error });

        Assert.Equal("task-1 task-2", await KeysAsync(rig.Journal, new JournalFilter()));
        Assert.Equal("task-2", await KeysAsync(rig.Journal, new JournalFilter { States = [WanTaskState.Failed, WanTaskState.Canceled] }));
        Assert.Equal("task-2", await KeysAsync(rig.Journal, new JournalFilter { Since = later }));
        Assert.Equal("task-1", await KeysAsync(rig.Journal, new JournalFilter { Before = later }));
        Assert.Equal("task-1", await KeysAsync(rig.Journal, new JournalFilter { JobKey = "fox", Profile = "MAIN" }));
        Assert.Equal("task-1 task-2", await KeysAsync(rig.Journal, new JournalFilter { Route = WanRoutes.ImageToVideo }));
        Assert.Equal(string.Empty, await KeysAsync(rig.Journal, new JournalFilter { Route = WanRoutes.Image }));
        Assert.Equal("task-2", await KeysAsync(rig.Journal, new JournalFilter { TaskIds = ["task-2", "x"] }));
        Assert.Equal("task-2", await KeysAsync(rig.Journal, new JournalFilter { LocalIds = [owl.LocalId] }));
        Assert.Equal("Wan.Service.Cut", (await rig.Journal.FindAsync(owl.LocalId))?.Task.Error?.ErrorId);
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task What_is_forgotten_is_gone_with_its_history(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var fox = await Drafts.SubmitAsync(rig.Journal, "fox", "task-1");
        await Drafts.SubmitAsync(rig.Journal, "owl", "task-2");

        Assert.Equal(1, await rig.Journal.ForgetAsync(new JournalFilter { TaskIds = ["task-1"] }));

        Assert.Equal("task-2", await KeysAsync(rig.Journal, new JournalFilter()));
        Assert.Empty(await rig.Journal.HistoryAsync(fox.LocalId));
        await Assert.ThrowsAsync<ArgumentException>(async () => await rig.Journal.ForgetAsync(new JournalFilter()));
        var gone = await Assert.ThrowsAsync<WanException>(async () => await rig.Journal.UpdateAsync(fox.LocalId, new JournalUpdate()));
        Assert.Equal("Wan.Async.TaskForgotten", gone.Error.ErrorId);
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task Keys_embedded_media_and_signatures_never_enter(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var draft = Drafts.For("fox") with
        {
            Prompt = "with sk-topsecret123456",
            Request = new Dictionary<string, object?>
            {
                ["FirstFrame"] = "data:image/png;base64," + new string('Q', 400),
                ["Nested"] = new Dictionary<string, object?> { ["Header"] = "Bearer topsecret-token" },
                ["Video"] = "https://b.example/v.mp4?Expires=1&Signature=topsecret",
            },
        };
        var entry = (await rig.Journal.ReserveAsync(draft)).Entry;
        await rig.Journal.MarkIndeterminateAsync(entry.LocalId, [], JournalRig.Error with
        {
            Message = "sent Bearer topsecret-token",
            ProviderMessage = "refused data:image/png;base64," + new string('Q', 400),
        });

        var bytes = await rig.TextAsync();

        Assert.Contains("https://b.example/v.mp4", bytes, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", bytes, StringComparison.Ordinal);
        Assert.DoesNotContain("QQQQQQQQ", bytes, StringComparison.Ordinal);
    }

    [Theory]
    [OverSqlite(WanTaskState.Submitting, true)]
    [OverPostgres(WanTaskState.Submitting, true)]
    [OverSqlite(WanTaskState.Polling, true)]
    [OverPostgres(WanTaskState.Polling, true)]
    [OverSqlite(WanTaskState.Completed, true)]
    [OverPostgres(WanTaskState.Completed, true)]
    [OverSqlite(WanTaskState.Stored, true)]
    [OverPostgres(WanTaskState.Stored, true)]
    [OverSqlite(WanTaskState.Indeterminate, true)]
    [OverPostgres(WanTaskState.Indeterminate, true)]
    [OverSqlite(WanTaskState.Failed, false)]
    [OverPostgres(WanTaskState.Failed, false)]
    [OverSqlite(WanTaskState.Canceled, false)]
    [OverPostgres(WanTaskState.Canceled, false)]
    [OverSqlite(WanTaskState.Expired, false)]
    [OverPostgres(WanTaskState.Expired, false)]
    public async Task A_key_is_handed_out_again_unless_its_task_came_to_nothing(JournalKind kind, WanTaskState state, bool again)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var first = (await rig.Journal.ReserveAsync(Drafts.For("fox"))).Entry;
        await rig.Journal.UpdateAsync(first.LocalId, new JournalUpdate { State = state });

        var second = await rig.Journal.ReserveAsync(Drafts.For("fox"));

        Assert.Equal(again ? ReservationKind.Existing : ReservationKind.New, second.Kind);
        Assert.Equal(again, second.Entry.LocalId == first.LocalId);
        Assert.Equal(second.Entry.LocalId, (await rig.Journal.FindByJobKeyAsync("main", "fox"))?.LocalId);
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task A_key_that_stands_for_another_request_is_refused_with_what_differs_and_nothing_else(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        await Drafts.SubmitAsync(rig.Journal, "fox", "task-1");
        var draft = Drafts.For("fox", duration: 10);

        var reservation = await rig.Journal.ReserveAsync(draft);
        var error = JobKeyConflict.Explain(reservation.Entry, draft);

        Assert.Equal(ReservationKind.Conflict, reservation.Kind);
        Assert.Equal("Wan.Async.JobKeyConflict", error.Error.ErrorId);
        Assert.EndsWith(" There -> here: Duration: '5' -> '10'.", error.Message, StringComparison.Ordinal);
        Assert.Single(await rig.Journal.QueryAsync(new JournalFilter()));
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task A_row_that_an_earlier_version_wrote_is_compared_by_that_version(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var old = Drafts.For("fox");
        var first = (await rig.Journal.ReserveAsync(old)).Entry;

        var now = await rig.Journal.ReserveAsync(old with { RequestHash = "2:now", EarlierHashes = ["0:older", old.RequestHash] });
        var other = await rig.Journal.ReserveAsync(old with { RequestHash = "2:now", EarlierHashes = ["0:older"] });

        Assert.Equal((ReservationKind.Existing, first.LocalId), (now.Kind, now.Entry.LocalId));
        Assert.Equal(ReservationKind.Conflict, other.Kind);
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task A_long_text_is_shown_where_it_differs(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var same = new string('a', 3000);
        await rig.Journal.ReserveAsync(Drafts.For("fox") with { Prompt = same + "fox" });
        var draft = Drafts.For("fox", duration: 10) with { Prompt = same + "cat" };

        var message = JobKeyConflict.Explain((await rig.Journal.ReserveAsync(draft)).Entry, draft).Message;

        Assert.Contains("aaafox' -> '...aaa", message, StringComparison.Ordinal);
        Assert.Contains("aaacat'", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 1, 500);
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task Where_the_words_are_the_same_the_content_of_a_file_is_named(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var request = new Dictionary<string, object?> { ["media"] = new[] { "first_frame=/in/fox.png" } };
        await rig.Journal.ReserveAsync(Drafts.For("fox") with { Request = request });
        var draft = Drafts.For("fox") with { Request = request, RequestHash = "another" };

        var message = JobKeyConflict.Explain((await rig.Journal.ReserveAsync(draft)).Entry, draft).Message;

        Assert.EndsWith("a media file has other content than when it was submitted.", message, StringComparison.Ordinal);
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task Force_submits_anew_and_takes_the_key_over(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var first = await Drafts.SubmitAsync(rig.Journal, "fox", "task-1");

        var second = await rig.Journal.ReserveAsync(Drafts.For("fox", duration: 10) with { Force = true });

        Assert.Equal(ReservationKind.New, second.Kind);
        Assert.Equal(second.Entry.LocalId, (await rig.Journal.FindByJobKeyAsync("main", "fox"))?.LocalId);
        var old = await rig.Journal.FindAsync(first.LocalId);
        Assert.Equal((false, "task-1", "fox"), (old!.HoldsJobKey, old.Task.TaskId, old.Task.JobKey));
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task A_key_counts_within_its_profile_and_jobs_without_a_key_never_meet(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var kinds = new[]
        {
            await rig.Journal.ReserveAsync(Drafts.For("fox")),
            await rig.Journal.ReserveAsync(Drafts.For("fox", profile: "other")),
            await rig.Journal.ReserveAsync(Drafts.For(null)),
            await rig.Journal.ReserveAsync(Drafts.For(null)),
        };

        Assert.All(kinds, static reservation => Assert.Equal(ReservationKind.New, reservation.Kind));
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task Of_sixteen_that_race_for_a_key_one_may_submit(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var journals = Enumerable.Range(0, 16).Select(_ => rig.Reopen()).ToArray();
        using var start = new Barrier(journals.Length);
        var reservations = await Task.WhenAll(journals.Select(journal => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return journal.ReserveAsync(Drafts.For("fox")).AsTask().GetAwaiter().GetResult();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        var winner = Assert.Single(reservations, static reservation => reservation.Kind == ReservationKind.New);
        Assert.All(reservations, reservation => Assert.Equal(winner.Entry.LocalId, reservation.Entry.LocalId));
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task Of_many_that_replace_one_row_one_may_submit(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var ended = (await Drafts.SubmitAsync(rig.Journal, "fox", "task-1")).LocalId;
        await rig.Journal.UpdateAsync(ended, new JournalUpdate { State = WanTaskState.Failed, Error = JournalRig.Error });

        var reservations = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => rig.Reopen()).Select(journal => Task.Run(() => journal.ReserveAsync(Drafts.For("fox") with { Replaces = ended }).AsTask())));

        Assert.Single(reservations, static reservation => reservation.Kind == ReservationKind.New);
        Assert.Equal(2, (await rig.Journal.QueryAsync(new JournalFilter())).Count);
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task A_row_that_lost_its_key_cannot_be_sent(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var old = (await rig.Journal.ReserveAsync(Drafts.For("fox"))).Entry.LocalId;
        await rig.Journal.ReserveAsync(Drafts.For("fox") with { Force = true });

        var refused = await Assert.ThrowsAsync<WanException>(async () => await rig.Journal.UpdateAsync(old, new JournalUpdate { SubmittedAt = rig.Now }));

        Assert.Equal("Wan.Async.SubmitTakenOver", refused.Error.ErrorId);
        Assert.Null((await rig.Journal.FindAsync(old))!.Task.SubmittedAt);
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task A_submit_that_was_ended_by_others_cannot_be_sent(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var old = (await rig.Journal.ReserveAsync(Drafts.For(null))).Entry.LocalId;
        await rig.Journal.UpdateAsync(old, LostSubmits.NeverSent());

        await Assert.ThrowsAsync<WanException>(async () => await rig.Journal.UpdateAsync(old, new JournalUpdate { SubmittedAt = rig.Now }));
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task Any_text_is_kept(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var id = (await rig.Journal.ReserveAsync(Drafts.For("fÜchse 狐 🦊 [task] @now") with { Prompt = "zero \0, half \uD83E, quote ' and [brackets] @now" })).Entry.LocalId;

        var task = (await rig.Reopen().FindAsync(id))!.Task;

        Assert.Equal("fÜchse 狐 🦊 [task] @now", task.JobKey);
        Assert.StartsWith("zero ", task.Prompt, StringComparison.Ordinal);
        Assert.EndsWith("quote ' and [brackets] @now", task.Prompt, StringComparison.Ordinal);
    }

    private static async Task<string> KeysAsync(ITaskJournal journal, JournalFilter filter)
        => string.Join(' ', (await journal.QueryAsync(filter)).Select(static entry => entry.Task.TaskId));
}
