using Wan27.Engine.Tasks.Rates;

namespace Wan27.Engine.Tests.Tasks;

public sealed class RateQueueTests
{
    private static readonly TimeSpan Now = TimeSpan.FromHours(5);
    private static readonly TimeSpan Interval = RateQueue.IntervalOf(5);

    [Fact]
    public void The_first_goes_at_once_and_each_next_an_interval_later()
    {
        var (queue, first) = default(RateQueue).Take(Now, Interval);
        (queue, var second) = queue.Take(Now, Interval);
        (_, var third) = queue.Take(Now + (Interval / 2), Interval);

        Assert.Equal([Now, Now + Interval, Now + (Interval * 2)], [first, second, third]);
    }

    [Fact]
    public void Idle_time_is_not_saved_up()
    {
        var (queue, _) = default(RateQueue).Take(Now, Interval);
        (queue, var late) = queue.Take(Now + TimeSpan.FromHours(1), Interval);
        (_, var next) = queue.Take(Now + TimeSpan.FromHours(1), Interval);

        Assert.Equal(Interval, next - late);
    }

    [Fact]
    public void A_pause_holds_for_every_later_place_and_is_never_shortened()
    {
        var queue = default(RateQueue).Block(Now, TimeSpan.FromSeconds(30)).Block(Now, TimeSpan.FromSeconds(1));

        (queue, var first) = queue.Take(Now, Interval);
        (_, var second) = queue.Take(Now, Interval);

        Assert.Equal(Now + TimeSpan.FromSeconds(30), first);
        Assert.Equal(first + Interval, second);
        Assert.True(queue.IsBlocked(Now + TimeSpan.FromSeconds(29)));
        Assert.False(queue.IsBlocked(Now + TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void A_request_that_travels_alone_is_kept_away_from_until_it_has_arrived_or_is_lost()
    {
        var (queue, place) = default(RateQueue).TakeAlone(Now, Interval);

        Assert.True(queue.IsTaken(place + TimeSpan.FromSeconds(1.9)));
        Assert.False(queue.IsTaken(place + TimeSpan.FromSeconds(2)));
        var arrived = queue.Arrive(place + TimeSpan.FromSeconds(1), Interval);
        Assert.False(arrived.IsTaken(place + TimeSpan.FromSeconds(1)));
        Assert.Equal(place + TimeSpan.FromSeconds(1) + Interval, arrived.Take(place + TimeSpan.FromSeconds(1), Interval).Place);
    }

    [Fact]
    public void Places_from_before_a_restart_of_the_machine_are_forgotten()
    {
        var (before, _) = default(RateQueue).Block(Now, TimeSpan.FromHours(1)).Take(Now, Interval);
        var afterRestart = TimeSpan.FromMinutes(1);

        var (_, place) = before.Take(afterRestart, Interval);

        Assert.Equal(afterRestart, place);
    }

    [Fact]
    public void A_place_that_no_queue_explains_is_forgotten()
    {
        var damaged = new RateQueue(Now + TimeSpan.FromDays(300), TimeSpan.Zero, Now);

        Assert.Equal(Now, damaged.Take(Now, Interval).Place);
    }

    [Fact]
    public void No_second_holds_more_than_allowed_even_when_one_request_arrives_late()
    {
        const int perSecond = 20;
        var queue = default(RateQueue);
        var places = new List<TimeSpan>();
        for (var number = 0; number < 200; number++)
        {
            (queue, var place) = queue.Take(Now, RateQueue.IntervalOf(perSecond));
            places.Add(place);
        }

        var late = TimeSpan.FromSeconds(RateQueue.Headroom * 0.99);
        Assert.All(places, place => Assert.InRange(places.Count(other => other >= place + late && other < place + TimeSpan.FromSeconds(1)) + 1, 1, perSecond));
    }
}
