using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Records;

namespace Wan27.Engine.Providers;

/// <summary>Reads the words of published prices. A word that is not known makes a price unread: it may be a condition that changes it.</summary>
internal static partial class PriceWords
{
    private static readonly Lazy<PriceWordFile> Embedded = new(static () =>
        JsonSerializer.Deserialize(EmbeddedTable.Read("price-words.json"), PriceWordJson.Default.PriceWordFile) ?? throw new InvalidDataException("The words of prices are empty."));

    private static PriceWordFile Words => Embedded.Value;

    /// <summary>A price by what is written of it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="amount">The number.</param>
    /// <param name="unit">The unit, with the currency where it is in it.</param>
    /// <param name="scope">Ranges and names: what the price is for.</param>
    /// <param name="currency">The currency that the user says the account is billed in; null where the words must say it.</param>
    public static PublishedPrice Read(ModelEntry model, string? amount, string? unit, IReadOnlyList<string?> scope, string? currency)
    {
        var written = string.Join(" | ", scope.Append(amount).Append(unit).Where(static text => !string.IsNullOrWhiteSpace(text)).Select(static text => ServerText.Line(text!)));
        var price = new PublishedPrice(model.Id, written);
        if (!decimal.TryParse(amount, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) || number < 0)
        {
            return price with { Unread = $"its amount is written '{ServerText.Line(amount ?? string.Empty)}'" };
        }

        var (read, problem) = ReadUnit(unit, currency);
        if (problem is not null)
        {
            return price with { Unread = problem };
        }

        var route = ContractData.Current.Route(model.Route);
        if (read.Unit != route.Unit)
        {
            return price with { Unread = $"it is for a {read.Unit}, and the route is billed by the {route.Unit}" };
        }

        var (tiers, other) = ReadScope(scope, route);
        return other is not null ? price with { Unread = $"'{ServerText.Line(other)}' may be a condition that is not known here" }
            : tiers.Count > 1 ? price with { Unread = $"it names {string.Join(" and ", tiers)} at once" }
            : tiers.Count == 0 && !route.MakesPictures ? price with { Unread = $"it does not say for which of {string.Join(", ", TiersOf(route))}" }
            : price with { Amount = number, Unit = read.Unit, Currency = read.Currency, Tier = tiers.Count == 0 ? null : tiers[0] };
    }

    /// <summary>The unit that a word stands for; null for one that is not known.</summary>
    public static string? UnitOf(string word) => Words.Units.FirstOrDefault(unit => unit.Value.Contains(word, StringComparer.OrdinalIgnoreCase)).Key;

    private static ((string? Unit, string? Currency) Read, string? Problem) ReadUnit(string? text, string? asked)
    {
        string? unit = null, currency = null, mark = null;
        foreach (var word in Parts(text))
        {
            if (Words.Joins.Contains(word, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            if (UnitOf(word) is { } known)
            {
                unit = unit is null || unit == known ? known : string.Empty;
            }
            else if (CurrencyOf(word) is { } code)
            {
                currency = currency is null || currency == code ? code : string.Empty;
            }
            else if (Words.Marks.ContainsKey(word.ToLowerInvariant()))
            {
                mark = word.ToLowerInvariant();
            }
            else
            {
                return (default, $"its unit is written '{ServerText.Line(text ?? string.Empty)}'");
            }
        }

        if (string.IsNullOrEmpty(unit))
        {
            return (default, $"its unit is written '{ServerText.Line(text ?? string.Empty)}'");
        }

        if (currency is { Length: > 0 })
        {
            return asked is null || asked == currency ? ((unit, currency), null) : (default, $"it is in {currency}, and -Currency says {asked}");
        }

        return currency is not null ? (default, "it names two currencies")
            : asked is null ? (default, mark is null ? "it does not name its currency; -Currency says it for all" : $"its currency is written '{mark}', which is no code; -Currency says it for all")
            : mark is null || Words.Marks[mark].Contains(asked) ? ((unit, asked), null)
            : (default, $"its currency is written '{mark}', and -Currency says {asked}");
    }

    /// <summary>The tiers that are named, and the first word that is neither a tier nor plain.</summary>
    private static (IReadOnlyList<string> Tiers, string? Other) ReadScope(IReadOnlyList<string?> scope, RouteEntry route)
    {
        var known = TiersOf(route);
        var tiers = new List<string>();
        foreach (var word in scope.SelectMany(Parts))
        {
            if (known.FirstOrDefault(tier => tier.Equals(word, StringComparison.OrdinalIgnoreCase)) is { } tier)
            {
                tiers.Add(tier);
            }
            else if (!Words.Plain.Contains(word, StringComparer.OrdinalIgnoreCase) && !Words.Joins.Contains(word, StringComparer.OrdinalIgnoreCase) && UnitOf(word) != route.Unit)
            {
                return (tiers, word);
            }
        }

        return ([.. tiers.Distinct()], null);
    }

    private static IReadOnlyList<string> TiersOf(RouteEntry route)
        => ContractData.Current.FindValues($"{route.Short}.resolution")?.Values ?? ContractData.Current.FindValues($"{route.Short}.size.tiers")?.Values ?? [];

    private static string? CurrencyOf(string word)
        => Words.Currencies.TryGetValue(word.ToUpperInvariant(), out var code) ? code : Currencies.IsKnown(word) ? word : null;

    /// <summary>Words; a currency's sign and a Chinese word need no space around them.</summary>
    private static IEnumerable<string> Parts(string? text) => text is null ? [] : Word().Matches(text).Select(static match => match.Value);

    [GeneratedRegex(@"[A-Za-z0-9][A-Za-z0-9.,*:]*|人民币|视频|图片|图像|输出|生成|分辨率|[^\sA-Za-z0-9/|()_,;:\-（）【】\[\]]")]
    private static partial Regex Word();
}

/// <summary>The embedded file.</summary>
internal sealed record PriceWordFile(
    Dictionary<string, IReadOnlyList<string>> Units, Dictionary<string, string> Currencies, Dictionary<string, IReadOnlyList<string>> Marks, IReadOnlyList<string> Joins, IReadOnlyList<string> Plain);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PriceWordFile))]
internal sealed partial class PriceWordJson : JsonSerializerContext;
