namespace Wan27.Engine.Tasks.Journal;

/// <summary>News of a task. What is absent stays as it is.</summary>
internal sealed record JournalUpdate
{
    public WanTaskState? State { get; init; }

    public string? ProviderStatus { get; init; }

    public string? RequestId { get; init; }

    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>True for the note that the body leaves now: only the one that the row was reserved for may send it.</summary>
    public bool IsDeparture => State is null && SubmittedAt is not null;

    /// <summary>What was noted as submitted has made nothing, and counts as never sent again.</summary>
    public bool TurnedAway { get; init; }

    /// <summary>How far the service's dates were ahead of this machine's clock then.</summary>
    public TimeSpan? ClockOffset { get; init; }

    public DateTimeOffset? ScheduledAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public DateTimeOffset? UrlExpiresAt { get; init; }

    /// <summary>Where the results lie; only addresses that hold no signature are kept.</summary>
    public IReadOnlyList<string> ResultUrls { get; init; } = [];

    public WanUsage? Usage { get; init; }

    public WanError? Error { get; init; }
}
