using System.Globalization;
using System.Web;
using Wan27.Engine.Profiles;
using Wan27.Engine.Records;
using Wan27.Engine.Tasks;
using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Tests.Results;
using Wan27.Engine.Tests.Transport;

namespace Wan27.Engine.Tests.Tasks;

/// <summary>What may be the task of a cut-off submit. One candidate too many is adopted for somebody else's; one too few is paid for again.</summary>
public sealed class CandidateSearchTests
{
    private const string Model = "wan2.7-i2v";
    private const int Answer = 120;
    private const int Unsure = 120;
    private const int Told = 10;

    private static readonly DateTimeOffset Sent = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-Unsure - 1, false)]
    [InlineData(-Unsure, true)]
    [InlineData(0, true)]
    [InlineData(Answer + Unsure, true)]
    [InlineData(Answer + Unsure + 1, false)]
    public async Task Where_the_service_does_not_tell_its_time_the_clocks_may_differ(int seconds, bool fits)
    {
        await using var service = ServiceOf([Row("task", Sent.AddSeconds(seconds))]);

        Assert.Equal(fits ? ["task"] : [], await FindAsync(service));
        Assert.Single(service.Server.Requests);
    }

    [Theory]
    [InlineData(-Told - 1, false)]
    [InlineData(-Told, true)]
    [InlineData(0, true)]
    [InlineData(Answer + Told, true)]
    [InlineData(Answer + Told + 1, false)]
    public async Task Where_the_service_tells_its_time_that_counts(int seconds, bool fits)
    {
        var ahead = TimeSpan.FromHours(1);
        await using var service = ServiceOf([Row("task", Sent + ahead + TimeSpan.FromSeconds(seconds))], () => ahead);

        Assert.Equal(fits ? ["task"] : [], await FindAsync(service));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(Told, 1)]
    [InlineData(-Told, 1)]
    [InlineData(Told + 1, 2)]
    [InlineData(-Told - 1, 2)]
    public async Task The_list_is_asked_for_again_when_its_own_answer_tells_another_time(int change, int lists)
    {
        var ahead = TimeSpan.Zero;
        await using var service = ServiceOf([], () => ahead);
        await FindAsync(service);
        var before = service.Server.Requests.Count;

        ahead = TimeSpan.FromSeconds(change);
        await FindAsync(service);

        Assert.Equal(2, before);
        Assert.Equal(lists, service.Server.Requests.Count - before);
    }

    [Fact]
    public async Task A_match_is_of_the_same_model_and_the_oldest_comes_first()
    {
        await using var service = ServiceOf([
            Row("late", Sent.AddSeconds(2)),
            Row("other-model", Sent, "wan2.7-videoedit"),
            Row("early", Sent.AddSeconds(1)),
            Row("no-model", Sent.AddSeconds(3), model: null),
            Row("no-time", null)]);

        Assert.Equal(["no-time", "early", "late", "no-model"], await FindAsync(service));
    }

    [Fact]
    public async Task An_id_that_another_job_holds_is_no_candidate_unless_it_is_of_another_endpoint()
    {
        await using var service = ServiceOf([Row("held", Sent), Row("elsewhere", Sent), Row("free", Sent)]);
        await service.Journal.AddAsync(TaskOf("held", service.Client.Bundle.Endpoint));
        await service.Journal.AddAsync(TaskOf("elsewhere", "https://dashscope.aliyuncs.com/api/v1"));

        Assert.Equal(["elsewhere", "free"], (await FindAsync(service)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(0, -Unsure)]
    [InlineData(23, -(23 * 3600) - Unsure)]
    [InlineData(30, -24 * 3600)]
    public async Task The_list_is_asked_for_the_time_of_the_submit_but_for_no_longer_than_the_service_takes(int hoursAgo, int fromSeconds)
    {
        await using var service = ServiceOf([]);

        await FindAsync(service, Sent.AddHours(-hoursAgo));

        var query = HttpUtility.ParseQueryString(service.Server.Requests.Single().PathAndQuery.Split('?')[1]);
        Assert.Equal((Model, Stamp(Sent.AddSeconds(fromSeconds)), Stamp(Sent.AddSeconds(Unsure))), (query["model_name"], query["start_time"], query["end_time"]));
    }

    [Fact]
    public async Task A_submit_whose_leaving_was_not_noted_counts_from_its_row()
    {
        await using var service = ServiceOf([Row("in", Sent.AddSeconds(-Unsure)), Row("out", Sent.AddSeconds(-Unsure - 1))]);
        var entry = Entry(Sent) with { CreatedAt = Sent };

        Assert.Equal(["in"], await SearchOf(service).FindAsync(entry with { Task = entry.Task with { SubmittedAt = null } }, CancellationToken.None));
    }

    [Theory]
    [InlineData("leaves", false)]
    [InlineData("open", false)]
    [InlineData("reserved", true)]
    [InlineData("answered", true)]
    [InlineData("open, other model", true)]
    [InlineData("open, other endpoint", true)]
    public async Task A_submit_is_alone_unless_another_of_its_model_may_have_made_the_task(string other, bool alone)
    {
        await using var service = ServiceOf([]);
        var journal = service.Journal;
        var mine = await LeaveAsync(Drafts.For("mine"));
        await journal.MarkIndeterminateAsync(mine, [], JournalRig.Error);
        var draft = Drafts.For("other");
        draft = draft with
        {
            Bundle = draft.Bundle with
            {
                Model = other.EndsWith("model", StringComparison.Ordinal) ? "wan2.6-i2v" : draft.Bundle.Model,
                Endpoint = other.EndsWith("endpoint", StringComparison.Ordinal) ? "https://dashscope.aliyuncs.com" : draft.Bundle.Endpoint,
            },
        };
        var id = other == "reserved" ? (await journal.ReserveAsync(draft)).Entry.LocalId : await LeaveAsync(draft);
        if (other.StartsWith("open", StringComparison.Ordinal))
        {
            await journal.MarkIndeterminateAsync(id, [], JournalRig.Error);
        }
        else if (other == "answered")
        {
            await journal.MarkSubmittedAsync(id, "task-other", null);
        }

        Assert.Equal(alone, await SearchOf(service).IsAloneAsync((await journal.FindAsync(mine))!, CancellationToken.None));

        async Task<string> LeaveAsync(JournalDraft left)
        {
            var reserved = (await journal.ReserveAsync(left)).Entry;
            await journal.UpdateAsync(reserved.LocalId, new JournalUpdate { SubmittedAt = Sent });
            return reserved.LocalId;
        }
    }

    private static object Row(string id, DateTimeOffset? created, string? model = Model)
        => new { task_id = id, model_name = model, status = "RUNNING", gmt_create = created?.ToUnixTimeMilliseconds() };

    /// <summary>A service with these tasks; with <paramref name="ahead"/> its answers tell its time.</summary>
    private static ScriptedService ServiceOf(object[] rows, Func<TimeSpan>? ahead = null)
        => new(
            _ =>
            {
                var answer = ScriptedService.Json(new { total = rows.Length, total_page = 1, data = rows, request_id = "r-list" });
                return ahead is null ? answer : answer.With("Date", (Sent + ahead()).ToString("R", CultureInfo.InvariantCulture));
            },
            time: new StoppedClock());

    private static Task<IReadOnlyList<string>> FindAsync(ScriptedService service, DateTimeOffset? sent = null)
        => SearchOf(service).FindAsync(Entry(sent ?? Sent), CancellationToken.None);

    private static CandidateSearch SearchOf(ScriptedService service)
        => new(service.Client.Provider, service.Journal, service.Client.Bundle, new StoppedClock());

    private static JournalEntry Entry(DateTimeOffset sent)
        => new("local", new WanTask { Route = WanRoutes.ImageToVideo, Model = Model, State = WanTaskState.Indeterminate, SubmittedAt = sent }, "hash", true, sent.AddHours(-1), sent, null);

    private static WanTask TaskOf(string id, string endpoint)
        => new WanTask().Under(Drafts.Bundle) with { Endpoint = endpoint, TaskId = id, State = WanTaskState.Submitted };

    private static string Stamp(DateTimeOffset time) => time.ToOffset(TimeSpan.FromHours(8)).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    /// <summary>A wall clock that stands at the moment of the submit while the machine runs on.</summary>
    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Sent;
    }
}
