using System.Globalization;

namespace Wan27;

/// <summary>What jobs were billed for (contract section 10): one row for each group, owner and unit. What was not grouped by is absent.</summary>
public sealed record WanUsageRow
{
    /// <summary>Who carries the route.</summary>
    public required string Provider { get; init; }

    /// <summary>Whose bill it is. Amounts and units of two owners are never added up.</summary>
    public string? Owner { get; init; }

    /// <summary><c>official</c>, or <c>wrapper_route</c> for a provider with a contract of its own.</summary>
    public string? Contract { get; init; }

    /// <summary>The route, one of <see cref="WanRoutes"/>.</summary>
    public string? Route { get; init; }

    /// <summary>Model id exactly as sent.</summary>
    public string? Model { get; init; }

    /// <summary>The region; absent where the provider has none.</summary>
    public WanRegion? Region { get; init; }

    /// <summary>Output tier of clips, such as <c>720P</c>; size of pictures as asked.</summary>
    public string? Resolution { get; init; }

    /// <summary>Name of the profile.</summary>
    public string? Profile { get; init; }

    /// <summary>The day of the submit, by this machine's clock.</summary>
    public DateTime? Day { get; init; }

    /// <summary>What the job keys have in common.</summary>
    public string? JobKeyPrefix { get; init; }

    /// <summary>The store that the results lie in, by its name; <c>s3://bucket</c> where no single store has that bucket.</summary>
    public string? Store { get; init; }

    /// <summary>What is counted: <c>second</c>, <c>picture</c>, or <c>unknown</c> where the provider does not say what it bills by.</summary>
    public required string Unit { get; init; }

    /// <summary>Jobs that were billed, and by how much is known.</summary>
    public long Jobs { get; init; }

    /// <summary>Units that they were billed.</summary>
    public double Units { get; init; }

    /// <summary>Those of the jobs whose units follow from the request by the provider's stated rules, because its answers name none.</summary>
    public long Reckoned { get; init; }

    /// <summary>Jobs that cost nothing: refused, or failed where failures are free.</summary>
    public long Free { get; init; }

    /// <summary>Jobs that are reserved or under way.</summary>
    public long InFlight { get; init; }

    /// <summary>Units that those are billed at most; absent where that is not known of one of them.</summary>
    public double? InFlightUnits { get; init; }

    /// <summary>Jobs of which it is not known here whether, or by how much, they were billed.</summary>
    public long Unclear { get; init; }

    /// <summary>Units that those were billed at most; absent where that is not known of one of them.</summary>
    public double? UnclearUnits { get; init; }

    /// <summary>What the billed units cost; absent without a price of each of them that was checked of late.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Currency of the amount, a code of ISO 4217.</summary>
    public string? Currency { get; init; }

    /// <summary>Where the prices are written.</summary>
    public string? PriceSource { get; init; }

    /// <summary>When the oldest of the prices was last checked.</summary>
    public DateTime? PriceChecked { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Owner}: {Units:0.###} {Unit}{(Units == 1 ? string.Empty : "s")} in {Jobs} job{(Jobs == 1 ? string.Empty : "s")}");
}
