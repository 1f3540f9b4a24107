namespace Wan27.Engine.Tasks.Journal;

/// <summary>Rows of the ledger that have the same columns, added up. A column that was not asked for is null.</summary>
internal sealed record LedgerSum
{
    public required string Provider { get; init; }

    public required string Unit { get; init; }

    public LedgerState State { get; init; }

    public string? Profile { get; init; }

    public string? Route { get; init; }

    public string? Model { get; init; }

    public string? Region { get; init; }

    public string? Tier { get; init; }

    public string? Store { get; init; }

    public string? JobKey { get; init; }

    /// <summary>When the quarter of an hour began that the rows were submitted in.</summary>
    public DateTimeOffset? Quarter { get; init; }

    /// <summary>How many rows.</summary>
    public long Jobs { get; init; }

    /// <summary>Those of them whose units the provider has said.</summary>
    public long Answered { get; init; }

    /// <summary>The units of those that are billed.</summary>
    public double Units { get; init; }

    /// <summary>The least that the rows can be billed, where that is known.</summary>
    public double Low { get; init; }

    /// <summary>The most that the rows can be billed; null when that is not known of one of them.</summary>
    public double? High { get; init; }
}
