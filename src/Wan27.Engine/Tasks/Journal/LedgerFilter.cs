namespace Wan27.Engine.Tasks.Journal;

/// <summary>Which rows of the ledger are meant: all conditions that are given must hold.</summary>
internal sealed record LedgerFilter
{
    /// <summary>Submitted at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Submitted before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Of these profiles; of all when there is none.</summary>
    public IReadOnlyCollection<string> Profiles { get; init; } = [];

    /// <summary>Of this run; of all when null.</summary>
    public string? Run { get; init; }

    /// <summary>Of these providers; of all when there is none.</summary>
    public IReadOnlyCollection<string> Providers { get; init; } = [];
}
