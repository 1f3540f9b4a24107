namespace Wan27.Engine.Results;

/// <summary>What a name template can be filled with.</summary>
internal sealed record NamingValues
{
    public string? TaskId { get; init; }

    public string? RequestId { get; init; }

    public string? JobKey { get; init; }

    public string? Route { get; init; }

    public string? Model { get; init; }

    public string? Profile { get; init; }

    public string? Prompt { get; init; }

    /// <summary>Position among the results of the job, from 1.</summary>
    public int Index { get; init; } = 1;

    /// <summary>How many results the job has.</summary>
    public int Count { get; init; } = 1;

    /// <summary>The job's own time, not the time of saving, so that a second run finds the same name.</summary>
    public DateTimeOffset Date { get; init; }

    /// <summary>One name for one result, wherever its URL moves to; null when the job has no id at all.</summary>
    public string? Identity => (TaskId ?? RequestId) is { } id ? $"{id}#{Index}" : null;
}
