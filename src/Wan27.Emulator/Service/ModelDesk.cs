using System.Text.Json.Nodes;
using Wan27.Emulator.Http;

namespace Wan27.Emulator.Service;

/// <summary>The free side endpoints (contract 1.4), no more of them than a client can use.</summary>
internal sealed class ModelDesk(Premises premises)
{
    public Task<HttpResponse> ListAsync(Exchange exchange)
    {
        premises.Caller(exchange);
        var query = exchange.Request.Query;
        var models = premises.Contract.Models.Values
            .Where(model => !query.TryGetValue("model", out var id) || id == model.Id)
            .Where(model => !query.TryGetValue("name", out var name) || model.Id.Contains(name, StringComparison.OrdinalIgnoreCase))
            .Select(static model => new JsonObject { ["model"] = model.Id, ["name"] = model.Id, ["published_time"] = model.Released, ["provider"] = "wan", ["prices"] = Prices(model.Route == WanRoutes.Image) })
            .ToList();
        return Task.FromResult(Answers.Json(
            new JsonObject
            {
                ["request_id"] = exchange.RequestId,
                ["output"] = new JsonObject { ["total"] = models.Count, ["page_no"] = 1, ["page_size"] = models.Count, ["models"] = new JsonArray([.. models]) },
            },
            exchange.RequestId));
    }

    /// <summary>Play money in the currency code for tests, in the form that a public client reads: clips by tier, and a row that nobody can read with certainty.</summary>
    private static JsonArray Prices(bool ofPictures)
        => ofPictures
            ? [Range(null, Price("image_output", 3, "XTS/image"), Price("text_input", 0, "XTS per 1,000 tokens"))]
            : [Range("720P", Price("video_output", 1, "XTS/second")), Range("1080P", Price("video_output", "2", "XTS/second"))];

    private static JsonObject Range(string? name, params JsonNode[] prices) => new() { ["range_name"] = name, ["prices"] = new JsonArray([.. prices]) };

    private static JsonObject Price(string type, JsonNode price, string unit) => new() { ["type"] = type, ["price"] = price, ["price_unit"] = unit, ["price_name"] = null };

    public Task<HttpResponse> LimitsAsync(Exchange exchange)
    {
        premises.Caller(exchange);
        var id = exchange.Request.Query.GetValueOrDefault("model") ?? throw ServiceRefusal.Required("model");
        if (!premises.Contract.Models.ContainsKey(id))
        {
            throw new ServiceRefusal(404, "ModelNotFound", "Model can not be found.");
        }

        var quota = new JsonObject
        {
            ["model"] = id,
            ["model_limit"] = new JsonObject
            {
                ["request_limit"] = premises.Contract.Int("rate.submit.perSecond"),
                ["request_limit_period"] = 1,
                ["async_user_queue_limit"] = premises.Contract.Int("rate.queued.max"),
                ["async_user_concurrency_limit"] = premises.Contract.Int("rate.running.max"),
            },
            ["workspace_limit"] = new JsonObject(),
        };
        return Task.FromResult(Answers.Json(
            new JsonObject { ["request_id"] = exchange.RequestId, ["output"] = new JsonObject { ["quotas"] = new JsonArray(quota) } }, exchange.RequestId));
    }
}
