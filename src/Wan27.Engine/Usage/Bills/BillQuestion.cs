namespace Wan27.Engine.Usage.Bills;

/// <summary>Which bill is to be compared, and how it is to be read.</summary>
internal sealed record BillQuestion
{
    public required string FilePath { get; init; }

    /// <summary>Columns by field; what is not named comes from a public form.</summary>
    public IReadOnlyDictionary<string, string?> Map { get; init; } = new Dictionary<string, string?>();

    /// <summary>Model ids by the bill's words for them, which may be patterns with stars.</summary>
    public IReadOnlyDictionary<string, string?> Models { get; init; } = new Dictionary<string, string?>();

    /// <summary>The provider; that of the profile, else the official one, when null.</summary>
    public string? Provider { get; init; }

    /// <summary>Only jobs of this profile.</summary>
    public string? Profile { get; init; }

    public DateTimeOffset? Since { get; init; }

    public DateTimeOffset? Until { get; init; }

    /// <summary>Where days begin: a name, <c>UTC</c>, or an offset such as <c>+08:00</c>.</summary>
    public string? Zone { get; init; }

    /// <summary>How numbers and dates are written, such as <c>de-DE</c>.</summary>
    public string? Culture { get; init; }

    /// <summary>A price list for all of it; each profile's own when null.</summary>
    public string? PriceList { get; init; }

    /// <summary>By how much amounts may differ.</summary>
    public decimal Tolerance { get; init; } = 0.01m;
}
