namespace Wan27.Engine.Tasks.Journal;

/// <summary>Which rows are meant: all conditions that are given must hold.</summary>
internal sealed record JournalFilter
{
    public IReadOnlyCollection<WanTaskState> States { get; init; } = [];

    public IReadOnlyCollection<string> TaskIds { get; init; } = [];

    public IReadOnlyCollection<string> LocalIds { get; init; } = [];

    public string? Profile { get; init; }

    public string? Route { get; init; }

    public string? JobKey { get; init; }

    /// <summary>Made at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Made before this time.</summary>
    public DateTimeOffset? Before { get; init; }

    public bool IsEmpty
        => States.Count == 0 && TaskIds.Count == 0 && LocalIds.Count == 0
            && Profile is null && Route is null && JobKey is null && Since is null && Before is null;
}
