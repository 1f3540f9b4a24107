namespace Wan27.Engine.Tasks.Journal;

/// <summary>
/// The clock that ages and times of tasks are told by: this machine's, or, where machines share a journal, that of the journal's server. Timers and
/// durations are the machine's own.
/// </summary>
internal sealed class JournalTime(TimeProvider machine) : TimeProvider
{
    private long _difference;

    /// <summary>This machine's clock.</summary>
    public TimeProvider Machine => machine;

    /// <summary>How far the journal's clock is ahead of this machine's.</summary>
    public TimeSpan Difference
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _difference));
        set => Interlocked.Exchange(ref _difference, value.Ticks);
    }

    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;

    public override long TimestampFrequency => machine.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => machine.GetUtcNow() + Difference;

    public override long GetTimestamp() => machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => machine.CreateTimer(callback, state, dueTime, period);
}
