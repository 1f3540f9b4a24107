using System.Runtime.Versioning;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Tests.Tasks;

public sealed class SqliteTaskJournalTests : IDisposable
{
    private readonly JournalRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_submit_is_on_disk_before_it_is_made()
    {
        var reservation = await _rig.Journal.ReserveAsync(Drafts.For("fox"));

        var entry = await _rig.Open().FindAsync(reservation.Entry.LocalId);

        Assert.Equal(ReservationKind.New, reservation.Kind);
        Assert.NotNull(entry);
        Assert.Equal(WanTaskState.Submitting, entry.Task.State);
        Assert.Equal(
            (Drafts.Bundle.Profile, Drafts.Bundle.Provider, Drafts.Bundle.Route, Drafts.Bundle.Model, Drafts.Bundle.Region, Drafts.Bundle.Endpoint, Drafts.Bundle.KeySource),
            (entry.Task.Profile, entry.Task.Provider, entry.Task.Route, entry.Task.Model, entry.Task.Region, entry.Task.Endpoint, entry.Task.KeySource));
        Assert.Equal(("fox", "A fox runs"), (entry.Task.JobKey, entry.Task.Prompt));
        Assert.Equal(5, entry.Task.Request["Duration"]);
        Assert.Equal(["a", "b"], Assert.IsAssignableFrom<IEnumerable<object?>>(entry.Task.Request["Options"]));
        Assert.Equal(OwnerProcess.Current, entry.Owner);
        Assert.Equal(_rig.Time.GetUtcNow(), entry.CreatedAt);
    }

    [Fact]
    public async Task An_open_submit_is_settled_once_whichever_way()
    {
        var bound = (await _rig.Journal.ReserveAsync(Drafts.For("fox"))).Entry.LocalId;
        var ended = (await _rig.Journal.ReserveAsync(Drafts.For("hen"))).Entry.LocalId;
        foreach (var open in new[] { bound, ended })
        {
            await _rig.Journal.MarkIndeterminateAsync(open, [], JournalRig.Error);
        }

        await _rig.Journal.BindAsync(bound, "task-1");
        await _rig.Journal.GiveUpAsync(ended, JournalRig.Error, null);

        Assert.Equal((ReservationKind.Existing, "task-1"), await _rig.Journal.GiveUpAsync(bound, JournalRig.Error, Drafts.For("fox")) is var refused ? (refused.Kind, refused.Entry.Task.TaskId) : default);
        Assert.Equal("task-1", (await _rig.Journal.BindAsync(bound, "task-2")).Task.TaskId);
        Assert.Equal((WanTaskState.Canceled, null), (await _rig.Journal.BindAsync(ended, "task-2")).Task is var task ? (task.State, task.TaskId) : default);
        Assert.Equal(ReservationKind.Existing, (await _rig.Journal.GiveUpAsync(ended, JournalRig.Error, Drafts.For("hen"))).Kind);
        Assert.Equal(2, (await _rig.Journal.QueryAsync(new JournalFilter())).Count);
    }

    [Fact]
    public async Task What_was_warned_of_is_kept_with_the_task_and_without_keys()
    {
        var id = (await _rig.Journal.ReserveAsync(Drafts.For("fox") with { Warnings = ["One.", "Two of sk-0123456789abcdef."] })).Entry.LocalId;
        await _rig.Journal.MarkSubmittedAsync(id, "task-1", "request-1");

        Assert.Equal(["One.", "Two of [key removed]"], (await _rig.Open().FindByTaskIdAsync("task-1"))!.Task.Warnings);
    }

    [Fact]
    public async Task A_task_goes_from_submit_to_storage_and_its_history_tells()
    {
        var id = (await _rig.Journal.ReserveAsync(Drafts.For("fox"))).Entry.LocalId;
        _rig.Time.Advance(TimeSpan.FromSeconds(1));
        await _rig.Journal.MarkSubmittedAsync(id, "task-1", "request-1");
        await _rig.Journal.UpdateAsync(id, new JournalUpdate { State = WanTaskState.Polling, ProviderStatus = "RUNNING", ScheduledAt = _rig.Time.GetUtcNow() });
        await _rig.Journal.UpdateAsync(id, new JournalUpdate { State = WanTaskState.Polling, ProviderStatus = "RUNNING" });
        var usage = new WanUsage { BilledUnits = 5, Unit = "second", Resolution = "720P" };
        await _rig.Journal.UpdateAsync(
            id, new JournalUpdate { State = WanTaskState.Completed, ProviderStatus = "SUCCEEDED", Usage = usage, UrlExpiresAt = _rig.Time.GetUtcNow().AddHours(24) });
        await _rig.Journal.MarkStoredAsync(id, ["/out/fox.mp4"]);

        var task = (await _rig.Journal.FindByTaskIdAsync("task-1"))!.Task;

        Assert.Equal((WanTaskState.Stored, "SUCCEEDED", "request-1"), (task.State, task.ProviderStatus, task.RequestId));
        Assert.Equal(_rig.Time.GetUtcNow(), task.SubmittedAt);
        Assert.Equal(_rig.Time.GetUtcNow(), task.ScheduledAt);
        Assert.Equal(usage, task.Usage);
        Assert.Equal(["/out/fox.mp4"], task.Files);
        Assert.Empty(task.ResultUrls);
        Assert.Equal(
            [WanTaskState.Submitting, WanTaskState.Submitted, WanTaskState.Polling, WanTaskState.Completed, WanTaskState.Stored],
            (await _rig.Journal.HistoryAsync(id)).Select(static change => change.State));
    }

    [Theory]
    [InlineData(WanTaskState.Submitted, WanTaskState.Completed, WanTaskState.Polling, WanTaskState.Completed)]
    [InlineData(WanTaskState.Polling, WanTaskState.Stored, WanTaskState.Completed, WanTaskState.Stored)]
    [InlineData(WanTaskState.Polling, WanTaskState.Stored, WanTaskState.Expired, WanTaskState.Stored)]
    [InlineData(WanTaskState.Polling, WanTaskState.Failed, WanTaskState.Expired, WanTaskState.Failed)]
    [InlineData(WanTaskState.Polling, WanTaskState.Failed, WanTaskState.Canceled, WanTaskState.Failed)]
    [InlineData(WanTaskState.Polling, WanTaskState.Completed, WanTaskState.Expired, WanTaskState.Expired)]
    [InlineData(WanTaskState.Polling, WanTaskState.Expired, WanTaskState.Completed, WanTaskState.Completed)]
    public async Task Late_news_undoes_nothing(WanTaskState first, WanTaskState second, WanTaskState late, WanTaskState expected)
    {
        var id = (await Drafts.SubmitAsync(_rig.Journal, "fox", "task-1")).LocalId;

        foreach (var state in new[] { first, second, late })
        {
            await _rig.Journal.UpdateAsync(id, new JournalUpdate { State = state });
        }

        Assert.Equal(expected, (await _rig.Journal.FindAsync(id))!.Task.State);
    }

    [Theory]
    [InlineData(WanTaskState.Failed, WanTaskState.Polling)]
    [InlineData(WanTaskState.Failed, WanTaskState.Completed)]
    [InlineData(WanTaskState.Canceled, WanTaskState.Polling)]
    [InlineData(WanTaskState.Canceled, WanTaskState.Completed)]
    [InlineData(WanTaskState.Expired, WanTaskState.Polling)]
    public async Task What_lives_after_all_leaves_nothing_of_its_false_end(WanTaskState end, WanTaskState life)
    {
        var id = (await Drafts.SubmitAsync(_rig.Journal, "fox", "task-1")).LocalId;
        await _rig.Journal.UpdateAsync(id, new JournalUpdate { State = end, Error = JournalRig.Error, EndedAt = _rig.Time.GetUtcNow() });

        var task = (await _rig.Journal.UpdateAsync(id, new JournalUpdate { State = life })).Task;

        Assert.Equal((life, null, null), (task.State, task.Error, task.EndedAt));
    }

    [Fact]
    public async Task An_ambiguous_submit_keeps_its_candidates_until_one_is_adopted()
    {
        var id = (await _rig.Journal.ReserveAsync(Drafts.For("fox"))).Entry.LocalId;
        var unsure = (await _rig.Journal.MarkIndeterminateAsync(id, ["task-7", "task-8"], JournalRig.Error)).Task;

        var adopted = (await _rig.Journal.MarkSubmittedAsync(id, "task-7", null)).Task;

        Assert.Equal(WanTaskState.Indeterminate, unsure.State);
        Assert.Equal(["task-7", "task-8"], unsure.Candidates);
        Assert.Equal("Wan.Service.Cut", unsure.Error?.ErrorId);
        Assert.Equal((WanTaskState.Submitted, "task-7"), (adopted.State, adopted.TaskId));
        Assert.Empty(adopted.Candidates);
        Assert.Null(adopted.Error);
    }

    [Fact]
    public async Task An_answer_that_came_after_all_is_not_made_ambiguous_again()
    {
        var id = (await Drafts.SubmitAsync(_rig.Journal, "fox", "task-1")).LocalId;

        Assert.Equal(WanTaskState.Submitted, (await _rig.Journal.MarkIndeterminateAsync(id, [], JournalRig.Error)).Task.State);
    }

    [Fact]
    public async Task A_task_id_belongs_to_one_job_of_an_endpoint()
    {
        await Drafts.SubmitAsync(_rig.Journal, "fox", "task-1");
        var other = (await _rig.Journal.ReserveAsync(Drafts.For("owl"))).Entry.LocalId;

        var refused = await Assert.ThrowsAsync<WanException>(async () => await _rig.Journal.MarkSubmittedAsync(other, "task-1", null));

        Assert.Equal("Wan.Async.TaskIdKnown", refused.Error.ErrorId);
        Assert.Null((await _rig.Journal.FindAsync(other))!.Task.TaskId);
    }

    [Fact]
    public async Task A_task_from_elsewhere_is_taken_in_once()
    {
        var task = new WanTask { TaskId = "far-1", Provider = "DashScope", Endpoint = "https://e.example", State = WanTaskState.Polling };

        var first = await _rig.Journal.AddAsync(task);
        var second = await _rig.Journal.AddAsync(task);

        Assert.Equal(first.LocalId, second.LocalId);
        Assert.Equal("far-1", (await _rig.Journal.FindByTaskIdAsync("far-1", "https://e.example"))?.Task.TaskId);
        Assert.Null(await _rig.Journal.FindByTaskIdAsync("far-1", "https://other.example"));
    }

    [Fact]
    public async Task Rows_are_found_by_what_is_known_of_them()
    {
        await Drafts.SubmitAsync(_rig.Journal, "fox", "task-1");
        _rig.Time.Advance(TimeSpan.FromHours(1));
        var later = _rig.Time.GetUtcNow();
        var owl = await Drafts.SubmitAsync(_rig.Journal, "owl", "task-2");
        await _rig.Journal.UpdateAsync(owl.LocalId, new JournalUpdate { State = WanTaskState.Failed, Error = JournalRig.Error });

        Assert.Equal("task-1 task-2", await KeysAsync(new JournalFilter()));
        Assert.Equal("task-2", await KeysAsync(new JournalFilter { States = [WanTaskState.Failed, WanTaskState.Canceled] }));
        Assert.Equal("task-2", await KeysAsync(new JournalFilter { Since = later }));
        Assert.Equal("task-1", await KeysAsync(new JournalFilter { Before = later }));
        Assert.Equal("task-1", await KeysAsync(new JournalFilter { JobKey = "fox", Profile = "MAIN" }));
        Assert.Equal("task-1 task-2", await KeysAsync(new JournalFilter { Route = WanRoutes.ImageToVideo }));
        Assert.Equal(string.Empty, await KeysAsync(new JournalFilter { Route = WanRoutes.Image }));
        Assert.Equal("task-2", await KeysAsync(new JournalFilter { TaskIds = ["task-2", "x"] }));
        Assert.Equal("task-2", await KeysAsync(new JournalFilter { LocalIds = [owl.LocalId] }));
        Assert.Equal("Wan.Service.Cut", (await _rig.Journal.FindAsync(owl.LocalId))?.Task.Error?.ErrorId);
    }

    [Fact]
    public async Task What_is_forgotten_is_gone_with_its_history()
    {
        var fox = await Drafts.SubmitAsync(_rig.Journal, "fox", "task-1");
        await Drafts.SubmitAsync(_rig.Journal, "owl", "task-2");

        Assert.Equal(1, await _rig.Journal.ForgetAsync(new JournalFilter { TaskIds = ["task-1"] }));

        Assert.Equal("task-2", await KeysAsync(new JournalFilter()));
        Assert.Empty(await _rig.Journal.HistoryAsync(fox.LocalId));
        await Assert.ThrowsAsync<ArgumentException>(async () => await _rig.Journal.ForgetAsync(new JournalFilter()));
        var gone = await Assert.ThrowsAsync<WanException>(async () => await _rig.Journal.UpdateAsync(fox.LocalId, new JournalUpdate()));
        Assert.Equal("Wan.Async.TaskForgotten", gone.Error.ErrorId);
    }

    [Fact]
    public async Task Keys_embedded_media_and_signatures_never_enter()
    {
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
        var entry = (await _rig.Journal.ReserveAsync(draft)).Entry;
        await _rig.Journal.MarkIndeterminateAsync(entry.LocalId, [], JournalRig.Error with
        {
            Message = "sent Bearer topsecret-token",
            ProviderMessage = "refused data:image/png;base64," + new string('Q', 400),
        });

        var bytes = _rig.Bytes();

        Assert.Contains("https://b.example/v.mp4", bytes, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", bytes, StringComparison.Ordinal);
        Assert.DoesNotContain("QQQQQQQQ", bytes, StringComparison.Ordinal);
    }

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public async Task Folder_and_files_are_the_owners_alone()
    {
        await _rig.Journal.ReserveAsync(Drafts.For("fox"));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_rig.Folder));
        Assert.All(
            Directory.GetFiles(_rig.Folder),
            static path => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path)));
    }

    private async Task<string> KeysAsync(JournalFilter filter)
        => string.Join(' ', (await _rig.Journal.QueryAsync(filter)).Select(static entry => entry.Task.TaskId));
}
