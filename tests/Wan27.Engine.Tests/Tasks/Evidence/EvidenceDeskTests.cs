using Wan27.Engine.Contract;
using Wan27.Engine.Records;
using Wan27.Engine.Tasks.Evidence;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Tests.Tasks.Evidence;

/// <summary>What one look at an account takes into account, whatever happens while it looks.</summary>
public sealed class EvidenceDeskTests : IDisposable
{
    private static readonly OwnerProcess Elsewhere = new("another-machine", 1, "1");

    private readonly ToldAccount _account = new();

    private TimeSpan Late => _account.Bundle.Contract.Seconds("submit.late.seconds");

    public void Dispose() => _account.Dispose();

    [Fact]
    public async Task A_task_whose_answer_comes_while_it_is_looked_at_is_its_submits_own()
    {
        var fox = await _account.LoseAsync("fox");
        var hen = await _account.LeaveAsync("hen");
        _account.Tasks.Add(_account.Made("t"));
        _account.WhileLooking = async () => await _account.Journal.MarkSubmittedAsync(hen, "t", "r");

        var look = await LookAsync(_account.NewDesk());

        Assert.Null(look.Of(fox)!.TaskId);
        Assert.Empty(look.Of(fox)!.Possible);
    }

    [Fact]
    public async Task What_is_made_while_the_list_comes_is_not_too_late()
    {
        var fox = await _account.LoseAsync("fox");
        var desk = _account.NewDesk();
        await LookAsync(desk);
        _account.Time.Advance(Late - TimeSpan.FromSeconds(1));
        _account.WhileListing = () =>
        {
            _account.Time.Advance(TimeSpan.FromSeconds(2));
            return Task.CompletedTask;
        };

        Assert.False((await LookAsync(desk)).IsLast(fox));
        Assert.True((await LookAsync(desk)).IsLast(fox));
    }

    [Fact]
    public async Task A_young_submit_is_not_excluded_before_its_late_time_is_over()
    {
        var fox = await _account.LoseAsync("fox");
        var desk = _account.NewDesk();

        Assert.Equal((Outcome.Excluded, false), (Of(await LookAsync(desk), fox), (await LookAsync(desk)).IsLast(fox)));
        _account.Time.Advance(Late - TimeSpan.FromSeconds(1));
        Assert.False((await LookAsync(desk)).IsLast(fox));
        _account.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await LookAsync(desk)).IsLast(fox));
    }

    [Theory]
    [InlineData(null, 0d, false)]
    [InlineData(0d, null, false)]
    [InlineData(0d, -3600d, false)]
    [InlineData(-3600d, 0d, true)]
    [InlineData(0d, 0d, true)]
    public async Task A_new_process_takes_the_late_time_for_over_only_when_two_clocks_say_so(double? then, double? now, bool isLast)
    {
        var fox = await _account.LoseAsync("fox", Elsewhere, then is { } at ? TimeSpan.FromSeconds(at) : null);

        // This machine's clock goes on by an hour; the service's by what it was ahead before and is now.
        _account.Time.Advance(TimeSpan.FromHours(1));
        _account.WhileListing = () =>
        {
            _account.Told = now is { } ahead ? TimeSpan.FromSeconds(ahead) : null;
            return Task.CompletedTask;
        };

        Assert.Equal(isLast, (await LookAsync(_account.NewDesk())).IsLast(fox));
    }

    [Theory]
    [InlineData("own", nameof(Outcome.Excluded))]
    [InlineData("taken in", nameof(Outcome.SamePrompt))]
    [InlineData("proven", nameof(Outcome.SamePrompt))]
    public async Task Only_a_task_whose_submit_was_answered_here_confirms_the_clock_that_stamps_tasks(string kind, string outcome)
    {
        _account.Told = TimeSpan.Zero;
        await HoldAsync(kind);
        var fox = await _account.LoseAsync("fox", clockOffset: TimeSpan.Zero);
        _account.Tasks.Add(_account.Made("held"));
        _account.Tasks.Add(_account.Made("earlier", TimeSpan.FromHours(2)));

        Assert.Equal(outcome, Of(await LookAsync(_account.NewDesk()), fox).ToString());
    }

    private async Task HoldAsync(string kind)
    {
        if (kind == "taken in")
        {
            await _account.Journal.AddAsync(new WanTask { TaskId = "held", State = WanTaskState.Completed, SubmittedAt = _account.Time.GetUtcNow() }.Under(_account.Bundle.Show(WanRoutes.ImageToVideo, "wan2.7-i2v")));
            return;
        }

        var hen = await _account.LeaveAsync("hen");
        if (kind == "proven")
        {
            await _account.Journal.MarkIndeterminateAsync(hen, [], JournalRig.Error);
            await _account.Journal.NoteEvidenceAsync(hen, ["held"], [new WanEvidence { TaskId = "held", Verdict = WanVerdict.Proven }]);
        }

        await _account.Journal.MarkSubmittedAsync(hen, "held", "r");
    }

    private static Task<EvidenceLook> LookAsync(EvidenceDesk desk) => desk.LookAsync(TimeSpan.Zero, CancellationToken.None);

    private static Outcome Of(EvidenceLook look, string localId) => look.Of(localId)!.Outcome;
}
