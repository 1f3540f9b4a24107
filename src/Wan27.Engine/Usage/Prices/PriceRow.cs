namespace Wan27.Engine.Usage.Prices;

/// <summary>One price of a list.</summary>
internal sealed record PriceRow
{
    /// <summary>Where it stands in the list, such as <c>row 3</c>.</summary>
    public required string Place { get; init; }

    /// <summary>Name of the provider.</summary>
    public required string Provider { get; init; }

    /// <summary>Whose service that is.</summary>
    public required string Owner { get; init; }

    /// <summary>The route; null for every route of the model.</summary>
    public string? Route { get; init; }

    /// <summary>A model id, or a pattern in which a star stands for any text.</summary>
    public required string Model { get; init; }

    /// <summary>Name of the region; null for all.</summary>
    public string? Region { get; init; }

    /// <summary>Tier of clips or size of pictures; null for all.</summary>
    public string? Tier { get; init; }

    /// <summary><c>second</c> or <c>picture</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>For one unit.</summary>
    public decimal Amount { get; init; }

    /// <summary>Code of ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>First day that it holds; null for since ever.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day that it holds; null for until further notice.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Where it is written.</summary>
    public required string Source { get; init; }

    /// <summary>When somebody, or Update-WanPriceList, last looked there.</summary>
    public DateOnly Checked { get; init; }

    /// <summary><c>endpoint</c> for a row that Update-WanPriceList wrote and may replace; null for the user's own.</summary>
    public string? Origin { get; init; }

    /// <summary>A word of the user's.</summary>
    public string? Note { get; init; }

    /// <summary>True where the model is named by a pattern.</summary>
    public bool IsPattern => Model.Contains('*', StringComparison.Ordinal);

    /// <summary>Of several rows that fit, the one that says more of what it is for: the model whole before a pattern, a longer pattern before a shorter one.</summary>
    public (int Exact, int Letters, int Tier, int Region, int Route) Rank
        => (IsPattern ? 0 : 1, Model.Length - Model.Count(static letter => letter == '*'), Tier is null ? 0 : 1, Region is null ? 0 : 1, Route is null ? 0 : 1);

    public bool Holds(DateOnly day) => (From is not { } from || from <= day) && (To is not { } to || day <= to);

    public bool FitsModel(string? model) => model is not null && PricePattern.Fits(Model, model);

    /// <summary>What it is for, in words.</summary>
    public string Scope => string.Join(", ", new[] { Provider, Route, Model, Region, Tier, Unit, Period }.Where(static part => part is not null));

    private string? Period => (From, To) switch
    {
        (null, null) => null,
        ({ } from, null) => $"from {from:yyyy-MM-dd}",
        (null, { } to) => $"to {to:yyyy-MM-dd}",
        ({ } from, { } to) => $"{from:yyyy-MM-dd} to {to:yyyy-MM-dd}",
    };
}
