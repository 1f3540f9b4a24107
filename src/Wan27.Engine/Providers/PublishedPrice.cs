namespace Wan27.Engine.Providers;

/// <summary>A price as the account's own endpoint publishes it, read where that can be done with certainty and left as it stands where not.</summary>
/// <param name="Model">The model id.</param>
/// <param name="Written">What stands there, for whoever has to read it.</param>
internal sealed record PublishedPrice(string Model, string Written)
{
    /// <summary>Output tier, such as <c>720P</c>; null for a price of all.</summary>
    public string? Tier { get; init; }

    /// <summary><c>second</c> or <c>picture</c>.</summary>
    public string? Unit { get; init; }

    public decimal? Amount { get; init; }

    /// <summary>Code of ISO 4217.</summary>
    public string? Currency { get; init; }

    /// <summary>Why it was not read; null where it was.</summary>
    public string? Unread { get; init; }
}

/// <summary>What an endpoint publishes of its prices.</summary>
/// <param name="Source">The address that was asked.</param>
/// <param name="Prices">Its rows.</param>
internal sealed record PublishedPrices(string Source, IReadOnlyList<PublishedPrice> Prices);
