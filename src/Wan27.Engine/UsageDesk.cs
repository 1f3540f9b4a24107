using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Providers;
using Wan27.Engine.Stores;
using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Usage;
using Wan27.Engine.Usage.Prices;

namespace Wan27.Engine;

/// <summary>Counts what the ledger has, with the prices that profiles name.</summary>
internal sealed class UsageDesk(EngineHost host, ProfileCatalogue profiles, StoreCatalogue stores)
{
    /// <summary>The day of now, as amounts and ages are reckoned by.</summary>
    private DateOnly Today => DateOnly.FromDateTime(host.Time.GetLocalNow().DateTime);

    /// <summary>The rows for a question.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="priceList">A list that holds for all of it; each profile's own when null.</param>
    /// <param name="warn">Takes why rows have no amount.</param>
    /// <param name="ct">Stops.</param>
    /// <exception cref="WanException">The price list that was named cannot be used.</exception>
    public async Task<IReadOnlyList<WanUsageRow>> MeasureAsync(UsageQuestion question, string? priceList, Action<string> warn, CancellationToken ct)
    {
        var named = priceList is null ? null : PriceList.Read(priceList).Open(Today, new ContractView(ContractData.Current).Integer(PriceShelf.OldestDays));
        var owners = named is null
            ? profiles.List().Select(static entry => entry.Profile).Where(static profile => profile.PriceListPath is not null).ToDictionary(static profile => profile.Name, StringComparer.OrdinalIgnoreCase)
            : [];
        var books = new Dictionary<string, PriceBook?>(StringComparer.OrdinalIgnoreCase);
        var sums = await host.Journal.SumAsync(question.Filter, UsageMeter.ColumnsOf(question, named is not null || owners.Count > 0), ct);
        var meter = new UsageMeter(question, profile => named ?? BookOf(profile), StoreOf);
        var rows = meter.Rows(sums);
        foreach (var reason in meter.Unpriced)
        {
            warn($"No amount: {reason}");
        }

        return rows;

        PriceBook? BookOf(string profile)
        {
            if (!books.TryGetValue(profile, out var book))
            {
                book = owners.TryGetValue(profile, out var owner) ? Open(owner, warn) : null;
                books[profile] = book;
            }

            return book;
        }
    }

    /// <summary>What is to be known of a price list.</summary>
    /// <param name="path">Its file; that of a profile when null.</param>
    /// <param name="profile">The profile; the default one when null.</param>
    /// <exception cref="WanException">There is no list to test.</exception>
    public IReadOnlyList<WanPriceCheck> Test(string? path, string? profile)
    {
        var owner = profile is not null ? profiles.Find(profile) : path is null ? ListOwner() : null;
        var contract = owner is null ? new ContractView(ContractData.Current) : ProfileContract.Of(owner);
        var file = path ?? PathOf(owner!);
        return [.. PriceChecks.Of(PriceList.Read(file), Today, contract.Integer(PriceShelf.OldestDays))
            .Select(finding => new WanPriceCheck { Path = file, Check = finding.Check, Status = finding.Status, Place = finding.Place, Detail = finding.Detail, Fix = finding.Fix })];
    }

    /// <summary>The list of a profile.</summary>
    /// <exception cref="WanException"><c>Wan.Billing.PriceListNotNamed</c>.</exception>
    public static string PathOf(StoredProfile profile) => profile.PriceListPath ?? throw BillingErrors.PriceListNotNamed($"profile '{profile.Name}' has none");

    /// <summary>Brings a list to what an endpoint publishes.</summary>
    /// <param name="path">The list's file, which need not exist.</param>
    /// <param name="bundle">Whose endpoint is asked.</param>
    /// <param name="ask">Asks it.</param>
    /// <exception cref="WanException">The list is wrong already, or the endpoint publishes nothing.</exception>
    public async Task<IReadOnlyList<WanPriceUpdate>> UpdateAsync(string path, WanBundle bundle, Func<Task<PublishedPrices>> ask)
    {
        // What is wrong is said before anybody is asked, and not written over.
        var before = File.Exists(path) ? PriceList.Read(path).Open(Today, int.MaxValue / 2).Rows : [];
        var sync = new PriceSync(before, await ask(), bundle, Today);
        var updates = sync.Apply(path);
        if (updates.Any(static update => update.Change is WanPriceChange.Added or WanPriceChange.Changed or WanPriceChange.Confirmed))
        {
            PriceListWriter.Write(path, sync.Rows);
        }

        return updates;
    }

    private StoredProfile ListOwner()
        => profiles.List().Where(static entry => entry.IsDefault).Select(static entry => entry.Profile).FirstOrDefault() ?? throw BillingErrors.PriceListNotNamed("no profile is the default");

    /// <summary>What jobs were billed, by owner and unit, and why there are no amounts.</summary>
    /// <param name="localIds">The rows of the journal that they have.</param>
    /// <param name="since">When the first of them was made.</param>
    /// <param name="ct">Stops.</param>
    public async Task<(IReadOnlyList<WanUsageRow> Rows, IReadOnlyList<string> Unpriced)> BillsAsync(IReadOnlySet<string> localIds, DateTimeOffset? since, CancellationToken ct)
    {
        if (localIds.Count == 0)
        {
            return ([], []);
        }

        var problems = new List<string>();
        var books = new Dictionary<string, PriceBook?>(StringComparer.OrdinalIgnoreCase);
        foreach (var profile in profiles.List().Select(static entry => entry.Profile).Where(static profile => profile.PriceListPath is not null))
        {
            books[profile.Name] = Open(profile, problems.Add);
        }

        // A row of the ledger may be a moment older than that of the task.
        var rows = await host.Journal.LedgerAsync(new LedgerFilter { Since = since - TimeSpan.FromMinutes(1) }, ct);
        var meter = new UsageMeter(new UsageQuestion(), profile => books.GetValueOrDefault(profile), static bucket => bucket);
        var bills = meter.Rows(rows.Where(row => localIds.Contains(row.LocalId)).Select(static row => row.AsSum()));
        return (bills, [.. problems, .. meter.Unpriced]);
    }

    /// <summary>Why a price list cannot be used now; null where it can.</summary>
    public string? WhyNot(string path)
    {
        try
        {
            PriceList.Read(path).Open(Today, new ContractView(ContractData.Current).Integer(PriceShelf.OldestDays));
            return null;
        }
        catch (WanException unusable)
        {
            return unusable.Message;
        }
    }

    /// <summary>The price list of a profile; null, with a warning, where it cannot be used.</summary>
    private PriceBook? Open(StoredProfile profile, Action<string> warn)
    {
        try
        {
            return PriceList.Read(profile.PriceListPath!).Open(Today, ProfileContract.Of(profile).Integer(PriceShelf.OldestDays));
        }
        catch (WanException unusable)
        {
            warn($"No amount for profile {profile.Name}: {unusable.Message}");
            return null;
        }
    }

    private string StoreOf(string bucket)
        => stores.List().Where(store => $"s3://{store.Bucket}" == bucket).Select(static store => store.Name).ToArray() is [var only] ? only : bucket;
}
