using System.Text.Json;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;

namespace Wan27.Engine.Providers.DashScope;

/// <summary>
/// The prices that the list of models has for this account (contract section 1.4): <c>output.models[].prices[]</c> of
/// <c>{range_name, prices[] of {type, price, price_unit, price_name}}</c>. The units of clips and pictures were seen nowhere, so that only what is
/// certain is read.
/// </summary>
internal static class DashScopePrices
{
    public static async Task<PublishedPrices> ReadAsync(AccountCalls calls, Bundle bundle, string? currency, CancellationToken ct)
    {
        var data = bundle.Contract.Data;
        var prices = new List<PublishedPrice>();
        foreach (var model in data.File.Models)
        {
            var answer = await calls.LookAsync(OutgoingRequest.Get($"{data.Api.Models}?model={Uri.EscapeDataString(model.Id)}"), ct);
            prices.AddRange(Of(answer.Expect(mayHaveEffect: false), model, currency));
        }

        return new PublishedPrices(bundle.Endpoint + data.Api.Models, prices);
    }

    /// <summary>The prices of one model in an answer; one row that says so where it has none.</summary>
    public static IEnumerable<PublishedPrice> Of(JsonElement root, ModelEntry model, string? currency)
    {
        var holder = AnswerJson.Member(root, "output") ?? root;
        var listed = AnswerJson.Items(holder, "models").Where(item => model.Is(AnswerReader.Text(item, "model") ?? string.Empty)).ToArray();
        var rows = listed.SelectMany(item => AnswerJson.Items(item, "prices")).SelectMany(range => Range(range, model, currency)).ToArray();
        return listed.Length == 0 ? [new PublishedPrice(model.Id, string.Empty) { Unread = "the endpoint does not list the model" }]
            : rows.Length == 0 ? [new PublishedPrice(model.Id, string.Empty) { Unread = "the endpoint lists the model without a price" }]
            : rows;
    }

    private static IEnumerable<PublishedPrice> Range(JsonElement range, ModelEntry model, string? currency)
        => AnswerJson.Items(range, "prices").Select(price => PriceWords.Read(
            model, AnswerReader.Text(price, "price"), AnswerReader.Text(price, "price_unit"),
            [AnswerReader.Text(range, "range_name"), AnswerReader.Text(price, "type"), AnswerReader.Text(price, "price_name")], currency));
}
