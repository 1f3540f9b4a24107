using System.Globalization;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Usage.Prices;

/// <summary>One row of a list as it is written, field by field, and what is wrong with it.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Texts">Its fields; what is empty is not there.</param>
internal sealed record PriceFields(string Place, IReadOnlyDictionary<string, string> Texts)
{
    /// <summary>All that a row may have, in the order that lists are written in.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["owner", "provider", "route", "model", "region", "tier", "unit", "amount", "currency", "from", "to", "source", "checked", "origin", "note"];

    private const string Day = "yyyy-MM-dd";

    private static readonly string[] Units = ["second", "picture"];

    /// <summary>The row; null where it cannot be one, with the reasons added to the findings.</summary>
    public PriceRow? Read(ICollection<PriceFinding> findings)
    {
        var before = findings.Count;
        var data = ContractData.Current;
        var named = Needed("provider", $"the name of a provider, such as {data.MainProvider.Name}", findings);
        var provider = named is null ? null : data.FindProvider(named);
        if (named is not null && provider is null)
        {
            Fail($"the provider is '{named}'", $"Use one of {string.Join(", ", data.Providers.Select(static entry => entry.Name))}.", findings);
        }

        if (Find("owner") is { } owner && provider is not null && !owner.Equals(provider.Owner, StringComparison.OrdinalIgnoreCase))
        {
            Fail($"the owner is '{owner}', but {provider.Name} is a service of {provider.Owner}", "Leave the owner out, or name the provider that is meant: a bill has one owner.", findings);
        }

        var route = Find("route") is { } text ? RouteCatalogue.Find(text) : null;
        if (Find("route") is { } unknown && route is null)
        {
            Fail($"the route is '{unknown}'", $"Use one of {string.Join(", ", RouteCatalogue.All.Select(static known => known.ShortName))}, or leave it out.", findings);
        }

        var model = Needed("model", "a model id, or a pattern with stars", findings);
        var region = ReadRegion(provider, data, findings);
        var unit = Needed("unit", "second or picture", findings);
        if (unit is not null && !Units.Contains(unit, StringComparer.OrdinalIgnoreCase))
        {
            Fail($"the unit is '{unit}'", "Use second or picture: clips are billed by the second, stills by the picture.", findings);
        }

        var amount = ReadAmount(findings);
        var currency = Needed("currency", "a code such as USD or CNY", findings)?.ToUpperInvariant();
        if (currency is not null && !Currencies.IsKnown(currency))
        {
            Fail($"the currency is '{currency}'", "Use a code of ISO 4217, such as USD or CNY.", findings);
        }

        var (from, to) = (ReadDay("from", findings), ReadDay("to", findings));
        if (from > to)
        {
            Fail($"it holds from {from:yyyy-MM-dd} to {to:yyyy-MM-dd}", "Swap the days.", findings);
        }

        var source = Needed("source", "the address of the page that has it", findings);
        if (source is not null && !(Uri.TryCreate(source, UriKind.Absolute, out var address) && address.Scheme is "https" or "http"))
        {
            Fail($"the source is '{source}'", "Give the https address of the page that has the price.", findings);
        }

        var looked = Needed("checked", $"the day when somebody last looked, as {Day}", findings) is null ? null : ReadDay("checked", findings);
        return findings.Count > before ? null : new PriceRow
        {
            Place = Place,
            Provider = provider!.Name,
            Owner = provider.Owner,
            Route = route?.Name,
            Model = model!,
            Region = region,
            Tier = Find("tier"),
            Unit = unit!.ToLowerInvariant(),
            Amount = amount!.Value,
            Currency = currency!,
            From = from,
            To = to,
            Source = source!,
            Checked = looked!.Value,
            Origin = Find("origin"),
            Note = Find("note"),
        };
    }

    private string? Find(string name) => Texts.GetValueOrDefault(name);

    private string? Needed(string name, string what, ICollection<PriceFinding> findings)
    {
        if (Find(name) is { } text)
        {
            return text;
        }

        Fail($"it has no {name}", $"Add {what}.", findings);
        return null;
    }

    private string? ReadRegion(ProviderEntry? provider, ContractData data, ICollection<PriceFinding> findings)
    {
        if (Find("region") is not { } text)
        {
            return null;
        }

        var region = data.File.Regions.FirstOrDefault(entry => entry.IsCalled(text));
        if (region is null)
        {
            Fail($"the region is '{text}'", $"Use one of {string.Join(", ", data.File.Regions.Select(static entry => entry.Scope is null ? entry.Name : $"{entry.Name} ({entry.Scope})"))}, or leave it out.", findings);
        }
        else if (provider is { HasRegions: false })
        {
            Fail($"the region is '{text}', but {provider.Name} has no regions", "Leave the region out.", findings);
        }

        return region?.Name;
    }

    private decimal? ReadAmount(ICollection<PriceFinding> findings)
    {
        if (Needed("amount", "the price of one unit", findings) is not { } text)
        {
            return null;
        }

        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var amount))
        {
            Fail($"the amount is '{text}'", text.Contains(',', StringComparison.Ordinal) ? "Write it with a point and without separators of thousands, such as 0.10." : "Write a number, such as 0.10.", findings);
            return null;
        }

        if (amount < 0)
        {
            Fail($"the amount is {text}", "A price is not less than nothing; leave refunds out.", findings);
        }

        return amount;
    }

    private DateOnly? ReadDay(string name, ICollection<PriceFinding> findings)
    {
        if (Find(name) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        Fail($"{name} is '{text}'", $"Write the day as {Day}, such as 2026-11-30.", findings);
        return null;
    }

    private void Fail(string what, string fix, ICollection<PriceFinding> findings) => findings.Add(new PriceFinding("Form", WanCheckStatus.Failed, Place, $"{Place}: {what}.", fix));
}
