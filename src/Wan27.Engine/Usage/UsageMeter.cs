using Wan27.Engine.Contract;
using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Usage.Prices;

namespace Wan27.Engine.Usage;

/// <summary>Makes sums of the ledger into rows: by owner and unit, which are never added up, and by what else was asked for.</summary>
/// <param name="question">What is asked.</param>
/// <param name="priceOf">The price list of a profile; null where it has none that can be used.</param>
/// <param name="storeOf">Name of the store that has a bucket.</param>
internal sealed class UsageMeter(UsageQuestion question, Func<string, PriceBook?> priceOf, Func<string, string> storeOf)
{
    private static readonly char[] PartEnds = ['/', ':', '.', '_', '-'];

    private readonly SortedSet<string> _unpriced = new(StringComparer.Ordinal);

    /// <summary>Why rows have no amount, for whoever is to mend the price list.</summary>
    public IReadOnlyCollection<string> Unpriced => _unpriced;

    /// <summary>What the ledger must keep apart for the question.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="hasPrices">Whether prices are looked for, which depend on more than what is shown.</param>
    public static LedgerColumns ColumnsOf(UsageQuestion question, bool hasPrices)
    {
        var columns = hasPrices
            ? LedgerColumns.Profile | LedgerColumns.Route | LedgerColumns.Model | LedgerColumns.Region | LedgerColumns.Tier | LedgerColumns.Quarter
            : LedgerColumns.None;
        return question.Groups.Aggregate(columns, static (sum, group) => sum | group switch
        {
            WanUsageGroup.Route => LedgerColumns.Route,
            WanUsageGroup.Model => LedgerColumns.Model,
            WanUsageGroup.Region => LedgerColumns.Region,
            WanUsageGroup.Resolution => LedgerColumns.Tier,
            WanUsageGroup.Profile => LedgerColumns.Profile,
            WanUsageGroup.Day => LedgerColumns.Quarter,
            WanUsageGroup.JobKeyPrefix => LedgerColumns.JobKey,
            WanUsageGroup.Store => LedgerColumns.Store,
            _ => LedgerColumns.None,
        });
    }

    /// <summary>A job key without its last part.</summary>
    public static string? PrefixOf(string? jobKey) => jobKey?.LastIndexOfAny(PartEnds) is { } end and > 0 ? jobKey[..end] : jobKey;

    /// <summary>One row for each group, owner and unit.</summary>
    public IReadOnlyList<WanUsageRow> Rows(IEnumerable<LedgerSum> sums)
        => [.. sums.GroupBy(Head).Select(group => Row(group.Key, group))
            .OrderBy(static row => row.Provider, StringComparer.OrdinalIgnoreCase).ThenBy(static row => row.Unit, StringComparer.Ordinal)
            .ThenBy(static row => row.Profile, StringComparer.OrdinalIgnoreCase).ThenBy(static row => row.Day).ThenBy(static row => row.Route, StringComparer.Ordinal)
            .ThenBy(static row => row.Model, StringComparer.OrdinalIgnoreCase).ThenBy(static row => row.Region).ThenBy(static row => row.Resolution, StringComparer.OrdinalIgnoreCase)
            .ThenBy(static row => row.JobKeyPrefix, StringComparer.Ordinal).ThenBy(static row => row.Store, StringComparer.Ordinal)];

    private WanUsageRow Head(LedgerSum sum)
    {
        var provider = ContractData.Current.FindProvider(sum.Provider);
        return new WanUsageRow
        {
            Provider = sum.Provider,
            Owner = provider?.Owner,
            Contract = provider?.Contract,
            Unit = sum.Unit,
            Route = question.Has(WanUsageGroup.Route) ? sum.Route : null,
            Model = question.Has(WanUsageGroup.Model) ? sum.Model : null,
            Region = question.Has(WanUsageGroup.Region) && Enum.TryParse<WanRegion>(sum.Region, out var region) ? region : null,
            Resolution = question.Has(WanUsageGroup.Resolution) ? sum.Tier : null,
            Profile = question.Has(WanUsageGroup.Profile) ? sum.Profile : null,
            Day = question.Has(WanUsageGroup.Day) ? DayOf(sum)?.ToDateTime(TimeOnly.MinValue) : null,
            JobKeyPrefix = question.Has(WanUsageGroup.JobKeyPrefix) ? PrefixOf(sum.JobKey) : null,
            Store = question.Has(WanUsageGroup.Store) && sum.Store is { } bucket ? storeOf(bucket) : null,
        };
    }

    private WanUsageRow Row(WanUsageRow head, IEnumerable<LedgerSum> sums)
    {
        var by = sums.ToLookup(static sum => sum.State);
        var (billed, open, unclear) = (by[LedgerState.Billed].ToArray(), by[LedgerState.Open].ToArray(), by[LedgerState.Unclear].ToArray());
        var row = head with
        {
            Jobs = billed.Sum(static sum => sum.Jobs),
            Units = Math.Round(billed.Sum(static sum => sum.Units), 6),
            Reckoned = billed.Sum(static sum => sum.Jobs - sum.Answered),
            Free = by[LedgerState.Free].Sum(static sum => sum.Jobs),
            InFlight = open.Sum(static sum => sum.Jobs),
            InFlightUnits = Most(open),
            Unclear = unclear.Sum(static sum => sum.Jobs),
            UnclearUnits = Most(unclear),
        };
        return Priced(row, billed);
    }

    private WanUsageRow Priced(WanUsageRow row, LedgerSum[] billed)
    {
        var (amount, prices, isWhole) = (0m, new List<PriceRow>(), true);
        foreach (var sum in billed.Where(static sum => sum.Units > 0))
        {
            if (priceOf(sum.Profile ?? string.Empty) is not { } book)
            {
                isWhole = false;
                continue;
            }

            var answer = book.Find(new PriceQuestion { Provider = sum.Provider, Route = sum.Route, Model = sum.Model, Region = sum.Region, Tier = sum.Tier, Unit = sum.Unit, Day = DayOf(sum) ?? DateOnly.MinValue });
            if (answer.Row is { } price)
            {
                amount += price.Amount * (decimal)sum.Units;
                prices.Add(price);
            }
            else
            {
                isWhole = false;
                _unpriced.Add($"{answer.Problem}.");
            }
        }

        var currencies = prices.Select(static price => price.Currency).Distinct().ToArray();
        if (currencies.Length > 1)
        {
            _unpriced.Add($"the prices of {row.Provider} are in {string.Join(" and ", currencies.Order(StringComparer.Ordinal))}, which are not added up: group by Region, or by Model.");
        }

        return isWhole && currencies.Length == 1
            ? row with
            {
                Amount = amount,
                Currency = currencies[0],
                PriceSource = string.Join(" ", prices.Select(static price => price.Source).Distinct()),
                PriceChecked = prices.Min(static price => price.Checked).ToDateTime(TimeOnly.MinValue),
            }
            : row;
    }

    private static double? Most(LedgerSum[] sums)
        => sums.Length == 0 ? 0 : sums.All(static sum => sum.High is not null) ? Math.Round(sums.Sum(static sum => sum.High!.Value), 6) : null;

    private DateOnly? DayOf(LedgerSum sum)
        => sum.Quarter is { } quarter ? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(quarter, question.Zone).DateTime) : null;
}
