using System.Globalization;
using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace Wan27.Cmdlets.Views;

/// <summary>What the views of <see cref="WanUsageRow"/> show beside its properties, see <see cref="TaskView"/>.</summary>
public static class UsageRowView
{
    /// <summary>The totals that rows belong to, for as long as the rows live.</summary>
    private static readonly ConditionalWeakTable<WanUsageRow, string> Totals = [];

    /// <summary>Owner and unit, with the total of all rows that came with this one.</summary>
    /// <param name="instance">The row.</param>
    /// <returns>One line, the same for all rows that may be added up.</returns>
    public static string HeadText(PSObject instance)
        => Totals.TryGetValue(Of(instance), out var total) ? total : Whose(Of(instance));

    /// <summary>What the row was grouped by.</summary>
    /// <param name="instance">The row.</param>
    /// <returns>Words such as <c>i2v, wan2.7-i2v, 720P</c>.</returns>
    public static string GroupText(PSObject instance)
    {
        var row = Of(instance);
        string?[] parts =
        [
            row.Day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), row.Profile, ViewText.Route(row.Route), row.Model, row.Region?.ToString(), row.Resolution, row.JobKeyPrefix, row.Store,
        ];
        return string.Join(", ", parts.Where(static part => !string.IsNullOrEmpty(part))) is { Length: > 0 } text ? text : "all";
    }

    /// <summary>The billed units.</summary>
    /// <param name="instance">The row.</param>
    /// <returns>A number with its unit, and whether it was reckoned.</returns>
    public static string? UnitsText(PSObject instance) => Of(instance) is var row && row.Jobs == 0 && row.Unit == "unknown" ? "unknown" : Units(row.Units, row.Unit);

    /// <summary>What is under way.</summary>
    /// <param name="instance">The row.</param>
    /// <returns>Jobs and units at most; nothing where there are none.</returns>
    public static string? InFlightText(PSObject instance) => Open(Of(instance).InFlight, Of(instance).InFlightUnits, Of(instance).Unit);

    /// <summary>What is not known.</summary>
    /// <param name="instance">The row.</param>
    /// <returns>Jobs and units at most; nothing where there are none.</returns>
    public static string? UnclearText(PSObject instance) => Open(Of(instance).Unclear, Of(instance).UnclearUnits, Of(instance).Unit);

    /// <summary>The amount.</summary>
    /// <param name="instance">The row.</param>
    /// <returns>A number with its currency; nothing where there is no price.</returns>
    public static string? AmountText(PSObject instance) => Amount(Of(instance).Amount, Of(instance).Currency);

    /// <summary>Remembers the totals of rows that come together.</summary>
    /// <param name="rows">All rows of one question.</param>
    internal static void Total(IReadOnlyList<WanUsageRow> rows)
    {
        foreach (var group in rows.GroupBy(static row => (row.Provider, row.Unit)))
        {
            var first = group.First();
            var billed = group.Where(static row => row.Units > 0).ToArray();
            var currencies = billed.Select(static row => row.Currency).Distinct().ToArray();
            string?[] parts =
            [
                group.Key.Unit == "unknown" ? null : Units(group.Sum(static row => row.Units), group.Key.Unit),
                Jobs(group.Sum(static row => row.Jobs), "billed"),
                Jobs(group.Sum(static row => row.InFlight), "in flight"),
                Jobs(group.Sum(static row => row.Unclear), "unclear"),
                currencies is [{ } currency] ? Amount(billed.Sum(static row => row.Amount), currency) : null,
            ];
            var total = $"{Whose(first)}: {string.Join(", ", parts.Where(static part => part is not null))}";
            foreach (var row in group)
            {
                Totals.AddOrUpdate(row, total);
            }
        }
    }

    private static string Whose(WanUsageRow row) => $"{row.Owner ?? row.Provider}{(row.Contract is { } contract && contract != "official" ? $" ({contract})" : string.Empty)}, by the {(row.Unit == "unknown" ? "unit that it does not state" : row.Unit)}";

    private static string? Jobs(long count, string what) => count == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{count:N0} job{(count == 1 ? string.Empty : "s")} {what}");

    private static string Units(double units, string unit)
        => unit == "second" ? string.Create(CultureInfo.InvariantCulture, $"{units:N2} s").Replace(".00 s", " s", StringComparison.Ordinal)
            : string.Create(CultureInfo.InvariantCulture, $"{units:#,0.##} {unit}{(units == 1 ? string.Empty : "s")}");

    private static string? Open(long jobs, double? units, string unit)
        => jobs == 0 ? null : units is { } most ? string.Create(CultureInfo.InvariantCulture, $"{jobs:N0} (<= {Units(most, unit)})") : jobs.ToString("N0", CultureInfo.InvariantCulture);

    private static string? Amount(decimal? amount, string? currency) => amount is { } sum ? string.Create(CultureInfo.InvariantCulture, $"{sum:#,0.00####} {currency}") : null;

    private static WanUsageRow Of(PSObject instance) => (WanUsageRow)instance.BaseObject;
}
