using System.Globalization;

namespace Wan27;

/// <summary>What one job would be billed by one owner in one currency, from a price list of the user's. Amounts of two owners are never added up.</summary>
public sealed record WanCost
{
    /// <summary>Who carries the route.</summary>
    public required string Provider { get; init; }

    /// <summary>Whose bill it is.</summary>
    public string? Owner { get; init; }

    /// <summary><c>second</c>, <c>picture</c>, or <c>unknown</c> where the provider does not say what it bills by.</summary>
    public required string Unit { get; init; }

    /// <summary>Units at least; absent where they are not known.</summary>
    public double? UnitsLow { get; init; }

    /// <summary>Units at most; more than the least where the amount depends on the result, or on what the provider does not say.</summary>
    public double? UnitsHigh { get; init; }

    /// <summary>Amount for the least units; absent without a price that was checked of late.</summary>
    public decimal? AmountLow { get; init; }

    /// <summary>Amount for the most units.</summary>
    public decimal? AmountHigh { get; init; }

    /// <summary>Currency of the amounts, a code of ISO 4217.</summary>
    public string? Currency { get; init; }

    /// <summary>Price of one unit.</summary>
    public decimal? Price { get; init; }

    /// <summary>Where the price is written.</summary>
    public string? Source { get; init; }

    /// <summary>The day when somebody last looked there.</summary>
    public DateTime? Checked { get; init; }

    /// <summary>Why there is no amount; absent where there is one.</summary>
    public string? Reason { get; init; }

    /// <summary>The amount with its currency, such as <c>0.40 to 1.00 USD</c>; absent where there is none.</summary>
    public string? Amount => AmountLow is { } low && AmountHigh is { } high
        ? low == high ? $"{Text(high)} {Currency}" : $"{Text(low)} to {Text(high)} {Currency}"
        : null;

    /// <summary>Amount, owner, source and date; or why there is no amount.</summary>
    /// <returns>One line.</returns>
    public override string ToString()
        => Amount is { } amount
            ? string.Create(CultureInfo.InvariantCulture, $"{amount} to {Owner} ({Text(Price!.Value)} {Currency} a {Unit}, {Source}, checked {Checked:yyyy-MM-dd})")
            : $"no amount: {Reason}";

    private static string Text(decimal amount) => amount.ToString("0.00########", CultureInfo.InvariantCulture);
}
