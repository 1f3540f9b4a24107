using System.Globalization;

namespace Wan27;

/// <summary>
/// A limit on what jobs may be billed (contract section 10): money by a price list, or units where there are no prices. Exactly one of
/// <see cref="Amount"/>, <see cref="Seconds"/> and <see cref="Pictures"/> is set.
/// </summary>
public sealed record WanBudget
{
    /// <summary>Money, not less than zero.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Currency of the amount, a code of ISO 4217; present with it.</summary>
    public string? Currency { get; init; }

    /// <summary>Billed seconds of clips, not less than zero.</summary>
    public decimal? Seconds { get; init; }

    /// <summary>Billed pictures, not less than zero.</summary>
    public decimal? Pictures { get; init; }

    /// <summary>When it begins anew; absent for the budget of a run.</summary>
    public WanBudgetPeriod? Per { get; init; }

    /// <summary>Only jobs that were submitted at this time or later count; absent for all of the period.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Name of the run: commands that name the same one share the budget. Absent for the budget of a profile, and for a run of one command.</summary>
    public string? Run { get; init; }

    /// <summary>The limit, in its unit.</summary>
    /// <returns>Such as <c>10 USD</c>, <c>600 s</c> or <c>1 picture</c>.</returns>
    public string ShowLimit() => Show(Amount ?? Seconds ?? Pictures ?? 0);

    /// <summary>An amount in the unit of the limit.</summary>
    /// <param name="amount">Money, seconds or pictures.</param>
    /// <returns>Such as <c>2.5 USD</c>.</returns>
    public string Show(decimal amount)
    {
        var number = amount.ToString("0.######", CultureInfo.InvariantCulture);
        return Currency is not null ? $"{number} {Currency}" : Seconds is not null ? $"{number} s" : amount == 1 ? "1 picture" : $"{number} pictures";
    }

    /// <inheritdoc/>
    public override string ToString()
        => ShowLimit() + (Per switch
        {
            null => Run is null ? " per run" : $" for run {Run}",
            WanBudgetPeriod.Total => " in total",
            { } period => $" per {period.ToString().ToLowerInvariant()}",
        }) + (From is { } from ? string.Create(CultureInfo.InvariantCulture, $" from {from:yyyy-MM-dd HH:mm zzz}") : string.Empty);
}
