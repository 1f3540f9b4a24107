using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Wan27.Emulator.Facades;
using Wan27.Emulator.Http;
using Wan27.Emulator.Service;

namespace Wan27.Emulator.WaveSpeed;

/// <summary>Uploads: a ticket with the key, then the bytes with exactly the headers that the ticket names.</summary>
internal sealed class WaveSpeedUploads(Premises premises, Func<Exchange, Account> caller)
{
    public const string Incoming = "/incoming/";
    public const string Static = "/static/";

    private const string SecretHeader = "x-upload-ticket";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    public Task<HttpResponse> TicketAsync(Exchange exchange)
    {
        caller(exchange);
        if (exchange.Body is not { ValueKind: JsonValueKind.Object } body)
        {
            throw WaveSpeedAnswers.Refusal(400, "request body must be a JSON object");
        }

        var fields = new BodyFields(body);
        FieldRule[] rules = [FieldRule.Text("filename", required: true), FieldRule.Whole("size", 1, int.MaxValue) with { IsRequired = true }, FieldRule.Text("content_type")];
        if (fields.Check(rules) is [var problem, ..])
        {
            throw WaveSpeedAnswers.Refusal(400, WaveSpeedAnswers.TextOf(problem));
        }

        var name = fields.Text("filename")!;
        var shelved = premises.Shelf.Reserve(
            $"/wavespeed{Static}{premises.Ids.Hex(8)}/{name}", name, fields.Text("content_type") ?? "application/octet-stream", premises.Now + Lifetime, fields.Whole("size"));
        var below = shelved.Path[("/wavespeed" + Static).Length..];
        return Task.FromResult(WaveSpeedAnswers.Good(new JsonObject
        {
            ["download_url"] = Address(shelved.Path),
            ["upload"] = new JsonObject
            {
                ["method"] = "PUT",
                ["url"] = $"{Address($"/wavespeed{Incoming}{below}")}?token={shelved.Token}",

                // The second one is what a signed upload of a cloud storage asks for; it shows whether a client sends what it was told.
                ["headers"] = new JsonObject { ["Content-Type"] = shelved.ContentType, [SecretHeader] = shelved.Token[..8] },
            },
        }));
    }

    public async Task<HttpResponse> PutAsync(Exchange exchange)
    {
        var request = exchange.Request;
        var shelved = premises.Shelf.At($"/wavespeed{Static}{request.Path[("/wavespeed" + Incoming).Length..]}");
        if (request.Headers["Authorization"] is not null)
        {
            throw new StorageRefusal(400, "InvalidArgument", "Only one auth mechanism allowed: a signed URL carries no Authorization header.");
        }

        if (shelved is null || request.Query.GetValueOrDefault("token") != shelved.Token)
        {
            throw new StorageRefusal(403, "AccessDenied", "Access Denied");
        }

        if (request.Headers["Content-Type"] != shelved.ContentType || request.Headers[SecretHeader] != shelved.Token[..8])
        {
            throw new StorageRefusal(403, "SignatureDoesNotMatch", "The headers are not those that were signed.");
        }

        var (file, length, _) = await premises.Shelf.KeepAsync(request.Body, exchange.Stop);
        if (length != shelved.Announced)
        {
            throw new StorageRefusal(
                400, "EntityTooLarge", string.Create(CultureInfo.InvariantCulture, $"{length} bytes came where {shelved.Announced} were announced."));
        }

        shelved.File = file;
        return HttpResponse.Empty(200);
    }

    public Task<HttpResponse> GetAsync(Exchange exchange) => Task.FromResult(premises.Shelf.Serve(exchange.Request, premises.Now));

    private string Address(string path) => new Uri(premises.Url, Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal)).AbsoluteUri;
}
