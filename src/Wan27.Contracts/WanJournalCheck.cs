namespace Wan27;

/// <summary>One check of the journal, in the order in which its use needs what it checks.</summary>
public sealed record WanJournalCheck
{
    /// <summary>The journal: its file, or database and server.</summary>
    public required string Journal { get; init; }

    /// <summary>What was checked: Source, Connection, TLS, Primary, Layout, Rights, Latency, Clock or Transaction; for a local one File, Layout, Latency and Transaction.</summary>
    public required string Check { get; init; }

    /// <summary>How it ended.</summary>
    public WanCheckStatus Status { get; init; }

    /// <summary>True when nothing is wrong, false when something is, null when it could not be checked.</summary>
    public bool? Passed => Status switch
    {
        WanCheckStatus.Failed => false,
        WanCheckStatus.Skipped => null,
        _ => true,
    };

    /// <summary>What was found.</summary>
    public required string Detail { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Fix { get; init; }

    /// <summary>Id of the error, when it failed.</summary>
    public string? ErrorId { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Check}: {Status}. {Detail}";
}
