using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Wan27.Emulator.Facades;
using Wan27.Emulator.Http;
using Wan27.Emulator.Service;

namespace Wan27.Emulator.Fal;

/// <summary>Uploads: a ticket with the key, then the bytes without it, in one piece or in parts.</summary>
internal sealed class FalStorage(Premises premises, Func<Exchange, Account> caller)
{
    public const string Prefix = "/files/u/";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    public Task<HttpResponse> InitiateAsync(Exchange exchange)
    {
        caller(exchange);
        if (exchange.Request.Query.GetValueOrDefault("storage_type") != "fal-cdn-v3")
        {
            throw FalAnswers.Refusal(400, "The storage type is not supported");
        }

        var problems = exchange.Body is { ValueKind: JsonValueKind.Object } body
            ? new BodyFields(body).Check([FieldRule.Text("content_type", required: true), FieldRule.Text("file_name", required: true)])
            : throw FalAnswers.Refusal(422, "The request body is no JSON object");
        if (problems.Count > 0)
        {
            throw new FacadeRefusal(
                Answers.Json(new JsonObject { ["detail"] = new JsonArray([.. problems.Select(FalProblem.Of)]) }, status: 422), "validation", problems[0].Field);
        }

        var fields = new BodyFields(body);
        var name = fields.Text("file_name")!;
        var shelved = premises.Shelf.Reserve(
            $"/fal{Prefix}{premises.Ids.Hex(8)}/{name}", name, fields.Text("content_type")!, premises.Now + LifetimeOf(exchange.Request.Headers["X-Fal-Object-Lifecycle"]));
        var url = new Uri(premises.Url, Uri.EscapeDataString(shelved.Path).Replace("%2F", "/", StringComparison.Ordinal)).AbsoluteUri;
        return Task.FromResult(Answers.Json(new JsonObject { ["file_url"] = url, ["upload_url"] = $"{url}?token={shelved.Token}" }));
    }

    public async Task<HttpResponse> PutAsync(Exchange exchange)
    {
        var (shelved, part) = Admit(exchange);
        var type = exchange.Request.Headers["Content-Type"];
        if (part is null && type != shelved.ContentType)
        {
            throw FalAnswers.Refusal(400, "The content type is not the announced one");
        }

        var (file, _, md5) = await premises.Shelf.KeepAsync(exchange.Request.Body, exchange.Stop);
        if (part is null)
        {
            shelved.File = file;
            return Answers.Json(new JsonObject());
        }

        lock (shelved.Parts)
        {
            shelved.Parts[Number(part)] = (file, md5);
        }

        return Answers.Json(new JsonObject { ["partNumber"] = Number(part), ["etag"] = md5 });
    }

    public async Task<HttpResponse> CompleteAsync(Exchange exchange)
    {
        var (shelved, _) = Admit(exchange);
        var named = exchange.Body is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("parts", out var parts) && parts.ValueKind == JsonValueKind.Array
            ? parts.EnumerateArray().Select(static part => (new BodyFields(part).Whole("partNumber"), new BodyFields(part).Text("etag"))).ToList()
            : [];
        if (named.Count == 0 || !named.SequenceEqual(shelved.Parts.Select(static part => ((int?)part.Key, (string?)part.Value.ETag))))
        {
            throw FalAnswers.Refusal(400, "The parts named are not the parts that have arrived");
        }

        await premises.Shelf.JoinAsync(shelved, exchange.Stop);
        return Answers.Json(new JsonObject());
    }

    public Task<HttpResponse> GetAsync(Exchange exchange) => Task.FromResult(premises.Shelf.Serve(exchange.Request, premises.Now));

    private static int Number(string part)
        => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : throw FalAnswers.Refusal(400, "The part has no number");

    private static TimeSpan LifetimeOf(string? header)
    {
        if (header is null)
        {
            return Lifetime;
        }

        try
        {
            using var document = JsonDocument.Parse(header);
            return TimeSpan.FromSeconds(document.RootElement.GetProperty("expiration_duration_seconds").GetInt64());
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw FalAnswers.Refusal(400, "The header X-Fal-Object-Lifecycle could not be read");
        }
    }

    /// <summary>The place that an upload address names, and the part of it. The key has no business here.</summary>
    private (ShelvedFile Shelved, string? Part) Admit(Exchange exchange)
    {
        var request = exchange.Request;
        if (request.Headers["Authorization"] is not null)
        {
            throw FalAnswers.Refusal(400, "An upload address is signed and takes no Authorization header");
        }

        var path = request.Path;
        var part = premises.Shelf.At(path) is null ? path[(path.LastIndexOf('/') + 1)..] : null;
        var shelved = premises.Shelf.At(part is null ? path : path[..^(part.Length + 1)]) ?? throw FalAnswers.Refusal(404, "Not found");
        return request.Query.GetValueOrDefault("token") == shelved.Token ? (shelved, part) : throw FalAnswers.Refusal(403, "The address is not signed");
    }
}
