using Wan27.Engine.Records;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Tests.Tasks;

public sealed class JobKeyTests : IDisposable
{
    private readonly JournalRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(WanTaskState.Submitting, true)]
    [InlineData(WanTaskState.Polling, true)]
    [InlineData(WanTaskState.Completed, true)]
    [InlineData(WanTaskState.Stored, true)]
    [InlineData(WanTaskState.Indeterminate, true)]
    [InlineData(WanTaskState.Failed, false)]
    [InlineData(WanTaskState.Canceled, false)]
    [InlineData(WanTaskState.Expired, false)]
    public async Task A_key_is_handed_out_again_unless_its_task_came_to_nothing(WanTaskState state, bool again)
    {
        var first = (await _rig.Journal.ReserveAsync(Drafts.For("fox"))).Entry;
        await _rig.Journal.UpdateAsync(first.LocalId, new JournalUpdate { State = state });

        var second = await _rig.Journal.ReserveAsync(Drafts.For("fox"));

        Assert.Equal(again ? ReservationKind.Existing : ReservationKind.New, second.Kind);
        Assert.Equal(again, second.Entry.LocalId == first.LocalId);
        Assert.Equal(second.Entry.LocalId, (await _rig.Journal.FindByJobKeyAsync("main", "fox"))?.LocalId);
    }

    [Fact]
    public async Task A_key_that_stands_for_another_request_is_refused_with_what_differs_and_nothing_else()
    {
        await Drafts.SubmitAsync(_rig.Journal, "fox", "task-1");
        var draft = Drafts.For("fox", duration: 10);

        var reservation = await _rig.Journal.ReserveAsync(draft);
        var error = JobKeyConflict.Explain(reservation.Entry, draft);

        Assert.Equal(ReservationKind.Conflict, reservation.Kind);
        Assert.Equal("Wan.Async.JobKeyConflict", error.Error.ErrorId);
        Assert.EndsWith(" There -> here: Duration: '5' -> '10'.", error.Message, StringComparison.Ordinal);
        Assert.Single(await _rig.Journal.QueryAsync(new JournalFilter()));
    }

    [Fact]
    public async Task A_row_that_an_earlier_version_wrote_is_compared_by_that_version()
    {
        var old = Drafts.For("fox");
        var first = (await _rig.Journal.ReserveAsync(old)).Entry;

        var now = await _rig.Journal.ReserveAsync(old with { RequestHash = "2:now", EarlierHashes = ["0:older", old.RequestHash] });
        var other = await _rig.Journal.ReserveAsync(old with { RequestHash = "2:now", EarlierHashes = ["0:older"] });

        Assert.Equal((ReservationKind.Existing, first.LocalId), (now.Kind, now.Entry.LocalId));
        Assert.Equal(ReservationKind.Conflict, other.Kind);
    }

    [Fact]
    public async Task A_long_text_is_shown_where_it_differs()
    {
        var same = new string('a', 3000);
        await _rig.Journal.ReserveAsync(Drafts.For("fox") with { Prompt = same + "fox" });
        var draft = Drafts.For("fox", duration: 10) with { Prompt = same + "cat" };

        var message = JobKeyConflict.Explain((await _rig.Journal.ReserveAsync(draft)).Entry, draft).Message;

        Assert.Contains("aaafox' -> '...aaa", message, StringComparison.Ordinal);
        Assert.Contains("aaacat'", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 1, 500);
    }

    [Fact]
    public async Task Where_the_words_are_the_same_the_content_of_a_file_is_named()
    {
        var request = new Dictionary<string, object?> { ["media"] = new[] { "first_frame=/in/fox.png" } };
        await _rig.Journal.ReserveAsync(Drafts.For("fox") with { Request = request });
        var draft = Drafts.For("fox") with { Request = request, RequestHash = "another" };

        var message = JobKeyConflict.Explain((await _rig.Journal.ReserveAsync(draft)).Entry, draft).Message;

        Assert.EndsWith("a media file has other content than when it was submitted.", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Force_submits_anew_and_takes_the_key_over()
    {
        var first = await Drafts.SubmitAsync(_rig.Journal, "fox", "task-1");

        var second = await _rig.Journal.ReserveAsync(Drafts.For("fox", duration: 10) with { Force = true });

        Assert.Equal(ReservationKind.New, second.Kind);
        Assert.Equal(second.Entry.LocalId, (await _rig.Journal.FindByJobKeyAsync("main", "fox"))?.LocalId);
        var old = await _rig.Journal.FindAsync(first.LocalId);
        Assert.Equal((false, "task-1", "fox"), (old!.HoldsJobKey, old.Task.TaskId, old.Task.JobKey));
    }

    [Fact]
    public async Task A_key_counts_within_its_profile_and_jobs_without_a_key_never_meet()
    {
        var kinds = new[]
        {
            await _rig.Journal.ReserveAsync(Drafts.For("fox")),
            await _rig.Journal.ReserveAsync(Drafts.For("fox", profile: "other")),
            await _rig.Journal.ReserveAsync(Drafts.For(null)),
            await _rig.Journal.ReserveAsync(Drafts.For(null)),
        };

        Assert.All(kinds, static reservation => Assert.Equal(ReservationKind.New, reservation.Kind));
    }

    [Fact]
    public async Task Of_sixteen_that_race_for_a_key_one_may_submit()
    {
        using var start = new Barrier(16);
        var reservations = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Factory.StartNew(
            () =>
            {
                using var journal = new SqliteTaskJournal(_rig.Folder, TimeProvider.System);
                start.SignalAndWait();
                return journal.ReserveAsync(Drafts.For("fox")).AsTask().GetAwaiter().GetResult();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        var winner = Assert.Single(reservations, static reservation => reservation.Kind == ReservationKind.New);
        Assert.All(reservations, reservation => Assert.Equal(winner.Entry.LocalId, reservation.Entry.LocalId));
    }

    [Fact]
    public async Task Of_processes_that_race_for_a_key_one_may_submit()
    {
        var children = Enumerable.Range(0, 4).Select(_ => new ChildProcess("reserve", _rig.Folder, "fox")).ToArray();
        try
        {
            foreach (var child in children)
            {
                Assert.Equal("ready", await child.ReadLineAsync());
            }

            await Task.WhenAll(children.Select(static child => child.WriteLineAsync("go")));
            var said = await Task.WhenAll(children.Select(static child => child.ReadLineAsync()));

            Assert.Equal(["Existing", "Existing", "Existing", "New"], said.Order(StringComparer.Ordinal));
        }
        finally
        {
            Array.ForEach(children, static child => child.Dispose());
        }
    }

    [Fact]
    public void The_hash_of_a_request_does_not_depend_on_the_order_of_its_parts()
    {
        var one = new Dictionary<string, object?> { ["A"] = 1, ["B"] = "x", ["C"] = null };
        var two = new Dictionary<string, object?> { ["B"] = "x", ["A"] = 1L };

        Assert.Equal(PlainJson.Hash("r", "m", one), PlainJson.Hash("r", "m", two));
        Assert.NotEqual(PlainJson.Hash("r", "m", one), PlainJson.Hash("r", "m2", one));
        Assert.NotEqual(PlainJson.Hash("r", "m", one), PlainJson.Hash("r", "m", new Dictionary<string, object?> { ["A"] = 2, ["B"] = "x" }));
    }
}
