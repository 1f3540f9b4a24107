using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Stores;
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
