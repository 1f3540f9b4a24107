using System.Globalization;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Routes;

/// <summary>
/// What a request will be billed for by the rules that its provider states, before it is sent: a range where the amount depends on the
/// result, or on what the provider does not say (contract section 10).
/// </summary>
/// <param name="Text">The same in words.</param>
/// <param name="Unit"><c>second</c>, <c>picture</c>, or <c>unknown</c> where the provider does not say what it bills by.</param>
/// <param name="Low">The least; null where it is not known.</param>
/// <param name="High">The most; null where it is not known.</param>
/// <param name="Tier">Output tier of a clip, or the size that pictures are asked in.</param>
internal sealed record BilledForecast(string Text, string Unit, double? Low, double? High, string? Tier)
{
    /// <summary>What is to be expected, as far as that is known; null where the range is all that can be said.</summary>
    public double? Expected { get; init; }

    /// <summary>The one amount that it can be; null where it can be several.</summary>
    public double? Exact => Low is { } low && low == High ? low : null;

    /// <summary>What a provider bills for what a request makes of what it is given.</summary>
    /// <param name="parts">What it is given and makes.</param>
    /// <param name="estimate">The same by the official rules, in words.</param>
    /// <param name="tier">Tier or size.</param>
    /// <param name="route">The route.</param>
    /// <param name="contract">The contract of the provider.</param>
    public static BilledForecast Of(BilledParts parts, BilledEstimate estimate, string? tier, string route, ContractView contract)
    {
        if (contract.Data.BillingOf(route) is not { Unit: { } unit } rule)
        {
            var owner = contract.Data.Own?.Provider.Owner ?? contract.Data.MainProvider.Owner;
            return new BilledForecast($"{estimate.Text} by the official rules; {owner} does not say what it bills by", BillingEntry.UnknownUnit, null, null, tier);
        }

        var (low, high) = (parts.OutputLow, parts.OutputHigh);
        var cap = rule.InputCap is { } name ? contract.Number(name) : double.PositiveInfinity;
        if (rule.CountsInput)
        {
            low += Math.Min(parts.InputLow, cap);
            high += rule.IsCapStated ? Math.Min(parts.InputHigh, cap) : parts.InputHigh;
        }
        else if (rule.Counts is null)
        {
            // Whether it counts what it is given is not said.
            high += parts.InputHigh;
        }

        return new BilledForecast(Words(estimate, unit, low, high), unit, low, high, tier) { Expected = low == high ? low : estimate.Unit == unit ? estimate.Units : null };
    }

    /// <summary>An amount with its unit, such as <c>5 s</c> or <c>2 pictures</c>.</summary>
    public static string Amount(double units, string unit)
    {
        var number = units.ToString("0.###", CultureInfo.InvariantCulture);
        return unit == "second" ? $"{number} s" : units == 1 ? $"1 {unit}" : $"{number} {unit}s";
    }

    private static string Words(BilledEstimate estimate, string unit, double low, double high)
        => estimate.Unit == unit && estimate.Units == high ? estimate.Text
            : low == high ? Amount(low, unit)
            : estimate.Unit == unit && estimate.Units >= low && estimate.Units < high ? $"{estimate.Text}; {Number(low)} to {Amount(high, unit)} is possible"
            : estimate.Units is null ? $"{estimate.Text}, {Number(low)} to {Amount(high, unit)}"
            : $"{Number(low)} to {Amount(high, unit)}";

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}

/// <summary>What a request is given and makes, in the unit that its route counts in; seconds for clips, pictures for stills.</summary>
/// <param name="OutputLow">The least that is made.</param>
/// <param name="OutputHigh">The most that is made.</param>
/// <param name="InputLow">The least of the input, for clips.</param>
/// <param name="InputHigh">The most of the input, for clips.</param>
internal readonly record struct BilledParts(double OutputLow, double OutputHigh, double InputLow = 0, double InputHigh = 0);
