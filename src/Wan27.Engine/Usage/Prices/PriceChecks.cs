using Wan27.Engine.Contract;

namespace Wan27.Engine.Usage.Prices;

/// <summary>What is to be known of a list beside what makes it useless: gaps, unknown models, mixed currencies, ages, and models without a price.</summary>
internal static class PriceChecks
{
    /// <summary>All findings; one passed check for a list in which nothing was found.</summary>
    /// <param name="list">The list.</param>
    /// <param name="today">The day of now.</param>
    /// <param name="days">For how many days a row may be trusted after it was checked.</param>
    public static IReadOnlyList<PriceFinding> Of(PriceList list, DateOnly today, int days)
    {
        PriceFinding[] found = [.. list.Problems, .. Gaps(list.Rows, today), .. Models(list.Rows), .. Currencies(list.Rows), .. Ages(list.Rows, today, days), .. Missing(list.Rows, today)];
        return found.Length > 0
            ? found
            : [new PriceFinding("Form", WanCheckStatus.Passed, null, $"{list.Rows.Count} row{(list.Rows.Count == 1 ? string.Empty : "s")}: nothing is wrong.")];
    }

    /// <summary>Days between two rows of the same scope, or behind the last one, on which no price holds.</summary>
    private static IEnumerable<PriceFinding> Gaps(IReadOnlyList<PriceRow> rows, DateOnly today)
    {
        foreach (var scope in rows.GroupBy(static row => (row.Provider, row.Route, Model: row.Model.ToUpperInvariant(), row.Region, Tier: row.Tier?.ToUpperInvariant(), row.Unit)))
        {
            var periods = scope.OrderBy(static row => row.From ?? DateOnly.MinValue).ToArray();
            foreach (var (earlier, later) in periods.Zip(periods.Skip(1)))
            {
                if (earlier.To is { } end && later.From is { } start && end.DayNumber + 1 < start.DayNumber)
                {
                    yield return new PriceFinding("Gap", WanCheckStatus.Warning, later.Place, $"{later.Place}: no price holds from {end.AddDays(1):yyyy-MM-dd} to {start.AddDays(-1):yyyy-MM-dd}.", $"Let {earlier.Place} end later or {later.Place} begin earlier.");
                }
            }

            if (periods[^1].To is { } last && last < today)
            {
                yield return new PriceFinding("Gap", WanCheckStatus.Warning, periods[^1].Place, $"{periods[^1].Place}: its price ended on {last:yyyy-MM-dd}, and no row follows.", "Add the price that holds now.");
            }
        }
    }

    private static IEnumerable<PriceFinding> Models(IReadOnlyList<PriceRow> rows)
        => rows.Where(static row => !KnownModels(row.Provider).Any(model => row.FitsModel(model.Id)))
            .Select(static row => new PriceFinding("Model", WanCheckStatus.Warning, row.Place, $"{row.Place}: no model of {row.Provider} that this module knows is called '{row.Model}'.", $"Known are {string.Join(", ", KnownModels(row.Provider).Select(static model => model.Id))}."));

    private static IEnumerable<PriceFinding> Currencies(IReadOnlyList<PriceRow> rows)
        => from scope in rows.GroupBy(static row => (row.Provider, row.Region))
           let currencies = scope.Select(static row => row.Currency).Distinct().Order(StringComparer.Ordinal).ToArray()
           where currencies.Length > 1
           select new PriceFinding("Currency", WanCheckStatus.Warning, null, $"The prices of {scope.Key.Provider}{(scope.Key.Region is { } region ? $", {region}" : string.Empty)} are in {string.Join(" and ", currencies)}.", "Sums over both have no amount; use the currency that the account is billed in.");

    private static IEnumerable<PriceFinding> Ages(IReadOnlyList<PriceRow> rows, DateOnly today, int days)
        => rows.Where(row => row.Holds(today)).Select(row =>
            row.Checked > today ? new PriceFinding("Age", WanCheckStatus.Warning, row.Place, $"{row.Place}: it was checked on {row.Checked:yyyy-MM-dd}, which has not come yet.", "Correct the day.")
            : row.Checked.DayNumber + days < today.DayNumber ? new PriceFinding("Age", WanCheckStatus.Warning, row.Place, $"{row.Place}: it was checked on {row.Checked:yyyy-MM-dd}, more than {days} days ago; it shows no amount.", "Look at its source, and write the day; Update-WanPriceList does so for what the endpoint publishes.")
            : null).OfType<PriceFinding>();

    /// <summary>Models of the providers in the list, tier by tier, of which no row holds today.</summary>
    private static IEnumerable<PriceFinding> Missing(IReadOnlyList<PriceRow> rows, DateOnly today)
        => from provider in rows.Select(static row => row.Provider).Distinct()
           from model in KnownModels(provider)
           let unit = ContractData.Current.Of(provider).BillingOf(model.Route)?.Unit
           where unit is not null
           let tiers = unit == "second" ? ContractData.Current.Of(provider).FindValues($"{ContractData.Current.Route(model.Route).Short}.resolution")?.Values ?? [] : [string.Empty]
           let missing = tiers.Where(tier => !rows.Any(row => row.Provider == provider && row.Unit == unit && row.FitsModel(model.Id) && row.Holds(today) && (row.Route is null || row.Route == model.Route) && (row.Tier is null || tier.Length == 0 || row.Tier.Equals(tier, StringComparison.OrdinalIgnoreCase)))).ToArray()
           where missing.Length > 0
           select new PriceFinding("Missing", WanCheckStatus.Skipped, null, $"{provider}: no price of a {unit} of {model.Id}{(missing[0].Length == 0 ? string.Empty : $" in {string.Join(", ", missing)}")} holds today.", "Its jobs show units and no amount.");

    private static IReadOnlyList<ModelEntry> KnownModels(string provider) => ContractData.Current.Of(provider).File.Models;
}
