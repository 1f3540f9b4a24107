namespace Wan27.Engine.Tasks.Rates;

/// <summary>
/// The places in time that requests of one kind are sent at. Each place is handed out once, one interval behind the one before.
/// </summary>
/// <param name="NextAt">Earliest free place.</param>
/// <param name="BlockedUntil">End of a pause that the service asked for.</param>
/// <param name="ChangedAt">When this was last changed.</param>
/// <param name="AloneUntil">Until then one request, of which nobody can tell how late it arrives, is under way alone.</param>
/// <remarks>
/// Times are readings of the machine's monotonic clock, which all its processes share and which no change of the wall clock touches.
/// It begins anew with each start of the machine: readings from the future are from before and are forgotten.
/// </remarks>
internal readonly record struct RateQueue(TimeSpan NextAt, TimeSpan BlockedUntil, TimeSpan ChangedAt, TimeSpan AloneUntil = default)
{
    /// <summary>
    /// Requests need different times to arrive. Places lie this much further apart, so that one which is late by up to that part of a
    /// second is still not counted together with one request too many.
    /// </summary>
    public const double Headroom = 0.1;

    /// <summary>
    /// The first request of a process is late by what its first connection and its first run of the code take. Nobody else sends until it
    /// has been answered, but no longer than this: its process may have been killed.
    /// </summary>
    private static readonly TimeSpan LongestAlone = TimeSpan.FromSeconds(2);

    /// <summary>Each process holds one place at most, so that a longer queue than this is no queue but damage.</summary>
    private const int LongestQueue = 256;

    public static TimeSpan IntervalOf(double perSecond) => TimeSpan.FromSeconds((1 + Headroom) / perSecond);

    /// <summary>Takes the next free place.</summary>
    public (RateQueue Queue, TimeSpan Place) Take(TimeSpan now, TimeSpan interval)
    {
        var sound = Repair(now, interval);
        var place = Max(Max(now, sound.NextAt), sound.BlockedUntil);
        return (sound with { NextAt = place + interval, ChangedAt = now }, place);
    }

    /// <summary>Takes the next free place for a request that travels alone.</summary>
    public (RateQueue Queue, TimeSpan Place) TakeAlone(TimeSpan now, TimeSpan interval)
    {
        var (queue, place) = Take(now, interval);
        return (queue with { AloneUntil = place + LongestAlone }, place);
    }

    /// <summary>The request that travelled alone has been answered.</summary>
    public RateQueue Arrive(TimeSpan now, TimeSpan interval)
        => IsOfThisStart(now) ? this with { NextAt = Max(NextAt, now + interval), AloneUntil = default, ChangedAt = now } : default;

    /// <summary>True while a request travels alone: no place is handed out before it has arrived.</summary>
    public bool IsTaken(TimeSpan now) => IsOfThisStart(now) && AloneUntil > now;

    /// <summary>Lets nobody send for a while.</summary>
    public RateQueue Block(TimeSpan now, TimeSpan pause)
    {
        var sound = IsOfThisStart(now) ? this : default;
        return sound with { BlockedUntil = Max(sound.BlockedUntil, now + pause), ChangedAt = now };
    }

    /// <summary>True while a pause lasts: one who holds a place already must not use it either.</summary>
    public bool IsBlocked(TimeSpan now) => IsOfThisStart(now) && BlockedUntil > now;

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private RateQueue Repair(TimeSpan now, TimeSpan interval)
    {
        if (!IsOfThisStart(now))
        {
            return default;
        }

        return NextAt > Max(ChangedAt, BlockedUntil) + (interval * LongestQueue) ? this with { NextAt = now } : this;
    }

    private bool IsOfThisStart(TimeSpan now) => ChangedAt <= now;
}
