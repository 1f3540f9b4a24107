using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Usage;

/// <summary>What is to be counted, and how.</summary>
internal sealed record UsageQuestion
{
    /// <summary>Submitted at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Submitted before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Of this profile; of all when null.</summary>
    public string? Profile { get; init; }

    /// <summary>What the rows are kept apart by.</summary>
    public IReadOnlyList<WanUsageGroup> Groups { get; init; } = [];

    /// <summary>Days are those of this zone.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Local;

    /// <summary>The rows of the ledger that are meant.</summary>
    public LedgerFilter Filter => new() { Since = Since, Until = Until, Profiles = Profile is null ? [] : [Profile] };

    public bool Has(WanUsageGroup group) => Groups.Contains(group);
}
