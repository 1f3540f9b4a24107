using System.Collections.Immutable;

namespace Wan27.Engine.Tasks.Rates;

/// <summary>
/// Lets requests of one kind leave so that no window of time sees more of them arrive than allowed, however long each is on its way.
/// </summary>
/// <remarks>
/// <para>
/// A request leaves only while fewer than the allowed number of earlier ones may have arrived within the last window. Of any set of one
/// more than allowed, the last to leave therefore found one of the others that had arrived a whole window before, and itself arrives later still. When a
/// request arrived is not known, only that it was before its answer: it counts from then, or, unanswered, from
/// <see cref="LongestWay"/> after it left.
/// </para>
/// <para>
/// Places come before that. They spread the requests evenly and let those who wait take turns; missing one costs nothing.
/// </para>
/// <para>
/// Times are readings of one clock that all who share the queue share, and which no change of a wall clock touches. That of a machine begins
/// anew with each start: readings from the future are from before and are forgotten.
/// </para>
/// </remarks>
/// <param name="NextAt">Earliest free place.</param>
/// <param name="BlockedUntil">End of a pause that the service asked for.</param>
/// <param name="ChangedAt">When this was last changed.</param>
/// <param name="LastPermit">The latest permit.</param>
/// <param name="Departed">Requests that left and still count.</param>
internal sealed record RateQueue(TimeSpan NextAt, TimeSpan BlockedUntil, TimeSpan ChangedAt, long LastPermit, ImmutableArray<RateDeparture> Departed)
{
    /// <summary>
    /// The longest that a request needs to arrive: a first connection, a process that stands still. Its answer may take far longer, where it
    /// is the result itself.
    /// </summary>
    public static readonly TimeSpan LongestWay = TimeSpan.FromSeconds(2);

    /// <summary>Each process holds one place at most, so that a longer queue than this is no queue but damage.</summary>
    private const int LongestQueue = 256;

    public static RateQueue Empty { get; } = new(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, 0, []);

    /// <summary>Asks whether a request may leave now.</summary>
    /// <param name="now">The clock.</param>
    /// <param name="pace">What is allowed.</param>
    /// <param name="hasPlace">Whether it has been given a place before, which has come by now.</param>
    public (RateQueue Queue, RateAnswer Answer) Ask(TimeSpan now, RatePace pace, bool hasPlace)
    {
        var sound = Repair(now, pace);
        if (hasPlace)
        {
            return sound.Leave(now, pace);
        }

        var place = Max(Max(now, sound.NextAt), sound.BlockedUntil);
        var taken = sound with { NextAt = place + pace.Interval };
        return place > now ? (taken, new RateAnswer(null, place - now)) : taken.Leave(now, pace);
    }

    /// <summary>A request has been answered. One that is not known any more is of no interest.</summary>
    public RateQueue Arrive(TimeSpan now, long permit)
    {
        if (!IsOfThisStart(now))
        {
            return Empty;
        }

        return this with
        {
            Departed = [.. Departed.Select(request => request.Permit == permit ? request with { ArrivedBy = Min(now, request.ArrivedBy) } : request)],
            ChangedAt = now,
        };
    }

    /// <summary>Lets nobody leave for a while; a pause is never shortened.</summary>
    public RateQueue Block(TimeSpan now, TimeSpan pause)
    {
        var sound = IsOfThisStart(now) ? this : Empty;
        return sound with { BlockedUntil = Max(sound.BlockedUntil, now + pause), ChangedAt = now };
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private (RateQueue, RateAnswer) Leave(TimeSpan now, RatePace pace)
    {
        if (BlockedUntil > now)
        {
            return (this, new RateAnswer(null, BlockedUntil - now));
        }

        if (Departed.Length < pace.Most)
        {
            var permit = LastPermit + 1;
            var left = this with { LastPermit = permit, Departed = Departed.Add(new RateDeparture(permit, now + LongestWay)) };
            return (left, new RateAnswer(permit, TimeSpan.Zero));
        }

        // The earliest moment at which few enough can count: an answer that is still out may come at once.
        var free = Departed.Select(request => Min(now, request.ArrivedBy) + pace.Window).Order().ElementAt(Departed.Length - pace.Most);
        return (this, new RateAnswer(null, free - now));
    }

    private RateQueue Repair(TimeSpan now, RatePace pace)
    {
        if (!IsOfThisStart(now))
        {
            return Empty with { ChangedAt = now };
        }

        var isExplained = NextAt <= Max(ChangedAt, BlockedUntil) + (pace.Interval * LongestQueue);
        return this with
        {
            NextAt = isExplained ? NextAt : now,
            ChangedAt = now,
            // What nothing explains is damage here too, and must not hold anybody up.
            Departed = Departed.RemoveAll(request => request.ArrivedBy + pace.Window <= now || request.ArrivedBy > now + LongestWay),
        };
    }

    private bool IsOfThisStart(TimeSpan now) => ChangedAt <= now;
}
