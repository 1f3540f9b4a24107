using Wan27.Engine.Contract;
using Wan27.Engine.Providers;
using Wan27.Engine.Records;

namespace Wan27.Engine.Usage.Prices;

/// <summary>
/// Brings a list to what an endpoint publishes. Rows that were written here before are confirmed, or end where another price begins; the user's
/// own rows stay as they are, and go before what is published.
/// </summary>
internal sealed class PriceSync
{
    /// <summary>The origin of rows that may be changed here.</summary>
    public const string Origin = "endpoint";

    private readonly List<PriceRow> _rows;
    private readonly PublishedPrices _published;
    private readonly WanBundle _bundle;
    private readonly DateOnly _today;

    /// <param name="rows">The list so far.</param>
    /// <param name="published">What the endpoint publishes.</param>
    /// <param name="bundle">Whose endpoint that is.</param>
    /// <param name="today">The day of now.</param>
    public PriceSync(IReadOnlyList<PriceRow> rows, PublishedPrices published, WanBundle bundle, DateOnly today)
        => (_rows, _published, _bundle, _today) = ([.. rows], published, bundle, today);

    /// <summary>The list as it is now.</summary>
    public IReadOnlyList<PriceRow> Rows => _rows;

    /// <summary>Takes the prices in; gives what became of each.</summary>
    /// <param name="path">The list's file, for the report.</param>
    public IReadOnlyList<WanPriceUpdate> Apply(string path)
    {
        var updates = new List<WanPriceUpdate>();
        foreach (var same in _published.Prices.GroupBy(static price => (price.Model, price.Tier, price.Unread is null)))
        {
            var prices = same.DistinctBy(static price => (price.Amount, price.Currency, price.Unit, price.Written)).ToArray();
            if (prices[0].Unread is null && prices.DistinctBy(static price => (price.Amount, price.Currency)).Count() > 1)
            {
                prices = [.. prices.Select(static price => price with { Unread = "the endpoint has several prices of it, and does not say which holds when" })];
            }

            updates.AddRange(prices[0].Unread is null ? [Show(path, prices[0], Take(prices[0]))] : prices.Select(price => Show(path, price, (WanPriceChange.Unread, price.Unread))));
        }

        return updates;
    }

    private (WanPriceChange Change, string? Reason) Take(PublishedPrice price)
    {
        var row = RowOf(price);
        var own = _rows.FirstOrDefault(other => other.Origin != Origin && Scopes(other, row) && other.Holds(_today));
        if (own is not null)
        {
            return (WanPriceChange.Kept, $"{own.Place} is your own: {own.Amount} {own.Currency}");
        }

        var at = _rows.FindIndex(other => other.Origin == Origin && Scopes(other, row) && other.Holds(_today));
        if (at < 0)
        {
            _rows.Add(row);
            return (WanPriceChange.Added, null);
        }

        var before = _rows[at];
        if (before.Amount == row.Amount && before.Currency == row.Currency)
        {
            _rows[at] = before with { Checked = _today, Source = row.Source };
            return (WanPriceChange.Confirmed, null);
        }

        if (before.From == _today)
        {
            _rows[at] = row;
        }
        else
        {
            _rows[at] = before with { To = _today.AddDays(-1) };
            _rows.Add(row);
        }

        return (WanPriceChange.Changed, $"{before.Amount} {before.Currency} until yesterday");
    }

    private PriceRow RowOf(PublishedPrice price) => new()
    {
        Place = "the endpoint",
        Provider = _bundle.Provider!,
        Owner = _bundle.Owner!,
        Route = ContractData.Current.Of(_bundle.Provider!).FindModel(price.Model)?.Route,
        Model = price.Model,
        Region = _bundle.Region?.ToString(),
        Tier = price.Tier,
        Unit = price.Unit!,
        Amount = price.Amount!.Value,
        Currency = price.Currency!,
        From = _today,
        Source = _published.Source,
        Checked = _today,
        Origin = Origin,
    };

    private static bool Scopes(PriceRow one, PriceRow other)
        => one.Provider == other.Provider && one.Unit == other.Unit && one.Route == other.Route && one.Region == other.Region
            && string.Equals(one.Model, other.Model, StringComparison.OrdinalIgnoreCase) && string.Equals(one.Tier, other.Tier, StringComparison.OrdinalIgnoreCase);

    private WanPriceUpdate Show(string path, PublishedPrice price, (WanPriceChange Change, string? Reason) end) => new WanPriceUpdate
    {
        Path = path,
        Change = end.Change,
        Reason = end.Reason,
        Tier = price.Tier,
        Unit = price.Unit,
        Amount = price.Amount,
        Currency = price.Currency,
        Written = price.Written.Length == 0 ? null : price.Written,
        Source = _published.Source,
    }.Under(_bundle with { Model = price.Model, Route = ContractData.Current.Of(_bundle.Provider!).FindModel(price.Model)?.Route });
}
