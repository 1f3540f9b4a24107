using System.Text.Json;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;

namespace Wan27.Engine.Providers.Fal;

/// <summary>
/// The prices that fal publishes by an API of its own: <c>prices[]</c> of <c>{endpoint_id, unit_price, unit, currency}</c>. It has one price for an
/// endpoint, and no word of tiers: a price of clips, which have two, is not certain.
/// </summary>
internal static class FalPrices
{
    private const string Path = "/v1/models/pricing";

    public static async Task<PublishedPrices> ReadAsync(AccountCalls calls, Bundle bundle, string? currency, CancellationToken ct)
    {
        // Behind an address of the user's own, the key goes nowhere else.
        var address = bundle.Profile.Endpoint is null && bundle.Provider.PriceAddress is { } own ? own + Path : Path;
        var models = bundle.Contract.Data.File.Models;
        var answer = await calls.LookAsync(OutgoingRequest.Get($"{address}?endpoint_id={Uri.EscapeDataString(string.Join(',', models.Select(static model => model.Id)))}"), ct);
        var root = answer.Expect(mayHaveEffect: false);
        return new PublishedPrices(address.StartsWith('/') ? bundle.Endpoint + address : address, [.. models.SelectMany(model => Of(root, model, currency))]);
    }

    /// <summary>The prices of one model in an answer; one row that says so where it has none.</summary>
    public static IEnumerable<PublishedPrice> Of(JsonElement root, ModelEntry model, string? currency)
    {
        var rows = AnswerJson.Items(root, "prices").Where(item => model.Is(AnswerJson.Raw(item, "endpoint_id") ?? string.Empty))
            .Select(item => PriceWords.Read(model, Amount(item), $"{AnswerJson.Raw(item, "currency")} {AnswerJson.Raw(item, "unit")}", [], currency)).ToArray();
        return rows.Length > 0 ? rows : [new PublishedPrice(model.Id, string.Empty) { Unread = "the endpoint has no price of the model" }];
    }

    private static string? Amount(JsonElement item)
        => AnswerJson.Member(item, "unit_price") is { ValueKind: JsonValueKind.Number or JsonValueKind.String } price ? price.ValueKind == JsonValueKind.Number ? price.GetRawText() : price.GetString() : null;
}
