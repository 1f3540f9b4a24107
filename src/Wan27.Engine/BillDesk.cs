using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Usage.Bills;
using Wan27.Engine.Usage.Prices;

namespace Wan27.Engine;

/// <summary>Compares bills of providers with the ledger.</summary>
internal sealed class BillDesk(EngineHost host, ProfileCatalogue profiles)
{
    /// <summary>A job may be billed some time after it was submitted.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromDays(3);

    /// <summary>The summary and the rows.</summary>
    /// <param name="question">Which bill, and how it is to be read.</param>
    /// <param name="warn">Takes what must be known of the comparison.</param>
    /// <param name="ct">Stops.</param>
    /// <exception cref="WanException">The bill, its map or the price list that was named cannot be used.</exception>
    public async Task<(WanBillSummary Summary, IReadOnlyList<WanBillRow> Rows)> CompareAsync(BillQuestion question, Action<string> warn, CancellationToken ct)
    {
        var profile = question.Profile is { } name ? profiles.Find(name) : null;
        var named = question.Provider ?? profile?.Provider ?? ContractData.Current.MainProvider.Name;
        var provider = ContractData.Current.FindProvider(named) ?? throw RouteErrors.ProviderUnknown(named, string.Join(", ", ContractData.Current.Providers.Select(static entry => entry.Name)));
        var bill = BillReader.Read(question);
        var books = new Dictionary<string, PriceBook?>(StringComparer.OrdinalIgnoreCase);
        var own = question.PriceList is { } list ? PriceList.Read(list).Open(Today, new ContractView(ContractData.Current).Integer(PriceShelf.OldestDays)) : null;

        var days = bill.Lines.Select(static line => line.Day).OfType<DateOnly>().ToArray();
        var since = question.Since ?? (days.Length > 0 ? Start(days.Min(), bill.Zone) : null);
        var until = question.Until ?? (days.Length > 0 ? Start(days.Max().AddDays(1), bill.Zone) : null);
        var filter = new LedgerFilter { Since = since - Margin, Until = until + Margin, Providers = [provider.Name], Profiles = profile is null ? [] : [profile.Name] };
        var matcher = new BillMatcher(bill, await host.Journal.LedgerAsync(filter, ct), provider, since, until, question.Tolerance, BookOf);
        var rows = matcher.Rows();
        foreach (var warning in matcher.Warnings)
        {
            warn(warning);
        }

        var amounts = bill.Lines.Where(static line => line.Amount is not null).ToArray();
        var currencies = amounts.Select(static line => line.Currency).Distinct().ToArray();
        var summary = new WanBillSummary
        {
            Path = question.FilePath,
            Provider = provider.Name,
            Owner = provider.Owner,
            Form = bill.Form?.Name,
            Since = since,
            Until = until,
            TimeZone = bill.Zone.Id,
            Lines = bill.Lines.Count - matcher.Others,
            Totals = bill.Totals,
            Others = bill.Others + matcher.Others,
            Matched = rows.Count(static row => row.Verdict == WanBillVerdict.Matched),
            Different = rows.Count(static row => row.Verdict == WanBillVerdict.Different),
            MissingInBill = rows.Count(static row => row.Verdict == WanBillVerdict.MissingInBill),
            MissingInLedger = rows.Count(static row => row.Verdict == WanBillVerdict.MissingInLedger),
            Undecided = matcher.Undecided,
            BilledAmount = currencies.Length == 1 ? rows.Sum(static row => row.BilledAmount ?? 0) : null,
            Currency = currencies.Length == 1 ? currencies[0] : null,
        };
        return (summary, rows);

        PriceBook? BookOf(string owner)
        {
            if (own is not null)
            {
                return own;
            }

            if (!books.TryGetValue(owner, out var book))
            {
                books[owner] = book = Open(owner, warn);
            }

            return book;
        }
    }

    private DateOnly Today => DateOnly.FromDateTime(host.Time.GetLocalNow().DateTime);

    private PriceBook? Open(string owner, Action<string> warn)
    {
        if (profiles.TryFind(owner) is not { PriceListPath: { } path } profile)
        {
            return null;
        }

        try
        {
            return PriceList.Read(path).Open(Today, ProfileContract.Of(profile).Integer(PriceShelf.OldestDays));
        }
        catch (WanException unusable)
        {
            warn($"No amount for profile {profile.Name}: {unusable.Message}");
            return null;
        }
    }

    private static DateTimeOffset? Start(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight));
    }
}
