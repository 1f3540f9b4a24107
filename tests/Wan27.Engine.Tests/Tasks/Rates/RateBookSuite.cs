using System.Diagnostics;
using Wan27.Engine.Tasks.Rates;

namespace Wan27.Engine.Tests.Tasks.Rates;

/// <summary>
/// What every book must keep, by whatever clock. Windows of an hour are for what must not happen, short ones for what must: neither depends
/// on how fast the machine is.
/// </summary>
public abstract class RateBookSuite
{
    private static readonly RatePace Slow = new(3, TimeSpan.FromHours(1));

    /// <summary>A book of its own for each process that shares the queues.</summary>
    internal abstract IRateBook Open();

    [Fact]
    public async Task No_more_than_allowed_leave_before_the_first_can_have_arrived_a_window_ago()
    {
        var (one, other) = (Open(), Open());
        var permits = new List<long?>();
        foreach (var book in new[] { one, other, one })
        {
            permits.Add((await AskAtPlaceAsync(book)).Permit);
        }

        Assert.DoesNotContain(null, permits);
        Assert.Equal(3, permits.Distinct().Count());
        var refused = await AskAtPlaceAsync(other);
        Assert.Null(refused.Permit);
        Assert.InRange(refused.Wait, TimeSpan.FromTicks(1), Slow.Window);

        await one.ArrivedAsync("key", permits[0]!.Value, CancellationToken.None);
        Assert.Null((await AskAtPlaceAsync(other)).Permit);
    }

    [Fact]
    public async Task A_request_counts_for_a_window_from_its_answer()
    {
        var book = Open();
        var pace = new RatePace(1, TimeSpan.FromMilliseconds(150));
        var first = (await book.AskAsync("key", pace, hasPlace: true, CancellationToken.None)).Permit!.Value;
        var answered = Stopwatch.GetTimestamp();
        await book.ArrivedAsync("key", first, CancellationToken.None);

        await UntilPermittedAsync(book, pace);

        Assert.True(Stopwatch.GetElapsedTime(answered) >= pace.Window);
    }

    [Fact]
    public async Task A_request_without_an_answer_counts_until_it_must_have_arrived()
    {
        var (killed, book) = (Open(), Open());
        var pace = new RatePace(1, TimeSpan.FromMilliseconds(100));
        var left = Stopwatch.GetTimestamp();
        await killed.AskAsync("key", pace, hasPlace: true, CancellationToken.None);

        await UntilPermittedAsync(book, pace);

        Assert.True(Stopwatch.GetElapsedTime(left) >= RateQueue.LongestWay + pace.Window);
    }

    [Fact]
    public async Task Places_are_handed_out_once_each_an_interval_apart()
    {
        var (one, other) = (Open(), Open());
        var first = await one.AskAsync("key", Slow, hasPlace: false, CancellationToken.None);
        var second = await other.AskAsync("key", Slow, hasPlace: false, CancellationToken.None);
        var third = await one.AskAsync("key", Slow, hasPlace: false, CancellationToken.None);

        Assert.NotNull(first.Permit);
        Assert.Equal((null, null), (second.Permit, third.Permit));
        Assert.InRange(second.Wait, TimeSpan.FromTicks(1), Slow.Interval);
        Assert.InRange(third.Wait - second.Wait, Slow.Interval * 0.5, Slow.Interval);
    }

    [Fact]
    public async Task A_pause_holds_for_all_and_is_never_shortened()
    {
        var (one, other) = (Open(), Open());
        await one.BlockAsync("key", TimeSpan.FromHours(2), CancellationToken.None);
        await other.BlockAsync("key", TimeSpan.FromSeconds(1), CancellationToken.None);

        Assert.InRange((await AskAtPlaceAsync(other)).Wait, TimeSpan.FromHours(1), TimeSpan.FromHours(2));
        Assert.InRange((await other.AskAsync("key", Slow, hasPlace: false, CancellationToken.None)).Wait, TimeSpan.FromHours(1), TimeSpan.FromHours(2));
    }

    [Fact]
    public async Task A_pause_ends()
    {
        var book = Open();
        var begun = Stopwatch.GetTimestamp();
        await book.BlockAsync("key", TimeSpan.FromMilliseconds(150), CancellationToken.None);

        await UntilPermittedAsync(book, Slow);

        Assert.True(Stopwatch.GetElapsedTime(begun) >= TimeSpan.FromMilliseconds(150));
    }

    [Fact]
    public async Task Queues_do_not_hold_each_other_up()
    {
        var book = Open();
        await book.BlockAsync("key", TimeSpan.FromHours(2), CancellationToken.None);
        await book.ArrivedAsync("nobody's", 77, CancellationToken.None);

        Assert.NotNull((await book.AskAsync("other", Slow, hasPlace: false, CancellationToken.None)).Permit);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task No_window_sees_more_arrive_than_allowed(int books)
    {
        const double perSecond = 40;

        var arrivals = await Task.WhenAll(Enumerable.Range(0, books).Select(_ => Journeys.MakeAsync(new RateGate(Open(), TimeProvider.System), 120 / books, perSecond)));

        Journeys.AssertKept(arrivals.SelectMany(static times => times), perSecond, 120);
    }

    private static async Task<RateAnswer> AskAtPlaceAsync(IRateBook book) => await book.AskAsync("key", Slow, hasPlace: true, CancellationToken.None);

    private static async Task UntilPermittedAsync(IRateBook book, RatePace pace)
    {
        while (await book.AskAsync("key", pace, hasPlace: true, CancellationToken.None) is { Permit: null } refused)
        {
            Assert.True(refused.Wait > TimeSpan.Zero);
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(refused.Wait.TotalMilliseconds)));
        }
    }
}
