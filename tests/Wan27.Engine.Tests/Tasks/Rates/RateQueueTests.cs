using Wan27.Engine.Tasks.Rates;

namespace Wan27.Engine.Tests.Tasks.Rates;

public sealed class RateQueueTests
{
    private static readonly TimeSpan Now = TimeSpan.FromHours(5);
    private static readonly RatePace Five = RatePace.Of(5);

    [Theory]
    [InlineData(5, 5, 1)]
    [InlineData(20, 20, 1)]
    [InlineData(1, 1, 1)]
    [InlineData(0.5, 1, 2)]
    [InlineData(2.5, 2, 0.8)]
    public void A_rate_is_whole_requests_in_a_window(double perSecond, int most, double seconds)
        => Assert.Equal(new RatePace(most, TimeSpan.FromSeconds(seconds)), RatePace.Of(perSecond));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Nothing_is_no_rate(double perSecond) => Assert.Throws<ArgumentOutOfRangeException>(() => RatePace.Of(perSecond));

    [Fact]
    public void The_first_goes_at_once_and_each_next_has_its_place_an_interval_later()
    {
        var (queue, first) = RateQueue.Empty.Ask(Now, Five, hasPlace: false);
        (queue, var second) = queue.Ask(Now, Five, hasPlace: false);
        (_, var third) = queue.Ask(Now + (Five.Interval / 2), Five, hasPlace: false);

        Assert.NotNull(first.Permit);
        Assert.Equal([Five.Interval, Five.Interval * 1.5], [second.Wait, third.Wait]);
    }

    [Fact]
    public void Idle_time_is_not_saved_up()
    {
        var (queue, _) = RateQueue.Empty.Ask(Now, Five, hasPlace: false);
        (queue, var late) = queue.Ask(Now + TimeSpan.FromHours(1), Five, hasPlace: false);
        (_, var next) = queue.Ask(Now + TimeSpan.FromHours(1), Five, hasPlace: false);

        Assert.NotNull(late.Permit);
        Assert.Equal(Five.Interval, next.Wait);
    }

    [Fact]
    public void Places_from_before_a_restart_of_the_machine_are_forgotten()
    {
        var (before, _) = RateQueue.Empty.Block(Now, TimeSpan.FromHours(1)).Ask(Now, Five, hasPlace: false);

        Assert.NotNull(before.Ask(TimeSpan.FromMinutes(1), Five, hasPlace: false).Answer.Permit);
    }

    [Fact]
    public void A_place_that_no_queue_explains_is_forgotten()
    {
        var damaged = RateQueue.Empty with { NextAt = Now + TimeSpan.FromDays(300), ChangedAt = Now };

        Assert.NotNull(damaged.Ask(Now, Five, hasPlace: false).Answer.Permit);
    }

    [Fact]
    public void Requests_that_left_in_no_past_are_forgotten()
    {
        var damaged = RateQueue.Empty with { ChangedAt = Now, Departed = [.. Enumerable.Range(1, 9).Select(static number => new RateDeparture(number, Now + TimeSpan.FromDays(number)))] };

        Assert.NotNull(damaged.Ask(Now, Five, hasPlace: true).Answer.Permit);
    }

    [Fact]
    public void Answers_that_come_at_once_cost_nothing()
    {
        var queue = RateQueue.Empty;
        var now = Now;
        for (var number = 0; number < 500; number++)
        {
            (queue, var answer) = queue.Ask(now, Five, hasPlace: false);
            while (answer.Permit is null)
            {
                now += answer.Wait;
                (queue, answer) = queue.Ask(now, Five, hasPlace: true);
            }

            queue = queue.Arrive(now, answer.Permit.Value);
        }

        // The ideal is a request each fifth of a second.
        Assert.InRange(now - Now, TimeSpan.FromSeconds(499 / 5d), TimeSpan.FromSeconds(499 / 5d * 1.02));
    }

    [Fact]
    public void Calls_whose_answer_takes_minutes_hold_others_up_only_while_they_may_be_on_their_way()
    {
        var queue = RateQueue.Empty;
        var now = Now;
        for (var number = 0; number < 50; number++)
        {
            (queue, var answer) = queue.Ask(now, Five, hasPlace: false);
            while (answer.Permit is null)
            {
                now += answer.Wait;
                (queue, answer) = queue.Ask(now, Five, hasPlace: true);
            }
        }

        Assert.InRange(now - Now, TimeSpan.Zero, (RateQueue.LongestWay + Five.Window) * 10);
    }

    /// <summary>Random worlds: processes that stand still, die, and ask at any time; requests that arrive late and are answered later.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(0.5)]
    [InlineData(2.5)]
    public void No_window_sees_more_arrive_than_allowed(double perSecond)
    {
        var pace = RatePace.Of(perSecond);
        for (var seed = 0; seed < 300; seed++)
        {
            var dice = new Random(seed);
            var queue = RateQueue.Empty;
            var events = new PriorityQueue<Action<TimeSpan>, TimeSpan>();
            var arrivals = new List<TimeSpan>();
            for (var process = 0; process < dice.Next(1, 6); process++)
            {
                events.Enqueue(now => Ask(now, hasPlace: false), Now + Moment(3));
            }

            while (events.TryDequeue(out var happens, out var now) && arrivals.Count < 120)
            {
                happens(now);
            }

            var ordered = arrivals.Order().ToArray();
            Assert.All(ordered.Zip(ordered.Skip(pace.Most)), pair => Assert.True(pair.Second - pair.First >= pace.Window, $"seed {seed}"));

            void Ask(TimeSpan now, bool hasPlace)
            {
                (queue, var answer) = queue.Ask(now, pace, hasPlace);
                if (answer.Permit is not { } permit)
                {
                    // A process may come late to its place, or not at all.
                    events.Enqueue(later => Ask(later, hasPlace: dice.Next(20) > 0), now + answer.Wait + (dice.Next(4) == 0 ? Moment(1.5) : TimeSpan.Zero));
                    return;
                }

                var arrives = now + (dice.Next(5) == 0 ? RateQueue.LongestWay * dice.NextDouble() : Moment(0.05));
                arrivals.Add(arrives);
                if (dice.Next(10) > 0)
                {
                    events.Enqueue(later => queue = queue.Arrive(later, permit), arrives + (dice.Next(6) == 0 ? Moment(9) : Moment(0.03)));
                }

                events.Enqueue(later => Ask(later, hasPlace: false), now + (dice.Next(3) == 0 ? Moment(1) : TimeSpan.Zero));
            }

            TimeSpan Moment(double seconds) => TimeSpan.FromSeconds(dice.NextDouble() * seconds);
        }
    }
}
