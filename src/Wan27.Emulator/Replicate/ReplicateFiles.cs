using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Wan27.Emulator.Facades;
using Wan27.Emulator.Http;
using Wan27.Emulator.Media;
using Wan27.Emulator.Service;

namespace Wan27.Emulator.Replicate;

/// <summary>Files that a caller uploads to use as inputs; they go after a day.</summary>
internal sealed class ReplicateFiles(Premises premises, Func<Exchange, Account> caller)
{
    public const string Prefix = "/v1/files/";

    private const int MaxField = 64 * 1024;
    private const long MaxFile = 100L * 1024 * 1024;

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    public async Task<HttpResponse> CreateAsync(Exchange exchange)
    {
        caller(exchange);
        var boundary = MultipartReader.BoundaryOf(exchange.Request.Headers["Content-Type"]) ?? throw ReplicateAnswers.Refusal(400, "Bad request", "The body must be multipart/form-data");
        var reader = new MultipartReader(exchange.Request.Body, boundary);
        JsonObject? described = null;
        var metadata = "{}";
        while (await reader.NextAsync(exchange.Stop) is { } part)
        {
            switch (part.Name)
            {
                case "content" when described is null:
                    described = await KeepAsync(reader, part.FileName, part.ContentType, exchange.Stop);
                    break;
                case "metadata":
                    metadata = await reader.ReadFieldAsync(MaxField, exchange.Stop);
                    break;
                default:
                    throw ReplicateAnswers.Refusal(400, "Bad request", $"The form has no field '{part.Name}'");
            }
        }

        if (described is null)
        {
            throw ReplicateAnswers.Refusal(400, "Bad request", "Missing content");
        }

        described["metadata"] = Metadata(metadata);
        return Answers.Json(described, status: 201);
    }

    /// <summary>What is known of a file; the bytes are handed out to nobody, for they are an input.</summary>
    public Task<HttpResponse> GetAsync(Exchange exchange)
    {
        caller(exchange);
        return premises.Shelf.Find(exchange.Request.Path, premises.Now) is { } shelved ? Task.FromResult(Answers.Json(Describe(shelved))) : throw ReplicateAnswers.NotFound();
    }

    public Task<HttpResponse> DeleteAsync(Exchange exchange)
    {
        caller(exchange);
        if (premises.Shelf.Find(exchange.Request.Path, premises.Now) is null)
        {
            throw ReplicateAnswers.NotFound();
        }

        premises.Shelf.Remove(exchange.Request.Path);
        return Task.FromResult(HttpResponse.Empty(204));
    }

    private static JsonNode Metadata(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw ReplicateAnswers.Refusal(400, "Bad request", "metadata must be a JSON object");
        }
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private async Task<JsonObject> KeepAsync(MultipartReader reader, string? name, string? type, CancellationToken stop)
    {
        var path = premises.Folder.NewFile(".upload");
        await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, MaxField, useAsync: true))
        {
            if (await reader.CopyContentAsync(file, MaxFile, stop) > MaxFile)
            {
                throw ReplicateAnswers.Refusal(413, "Payload too large", "The file is larger than 100 MB");
            }
        }

        var shelved = premises.Shelf.Reserve($"/replicate{Prefix}{premises.Ids.Hex(12)}", name ?? "blob", type ?? "application/octet-stream", premises.Now + Lifetime);
        shelved.File = path;
        return Describe(shelved);
    }

    private JsonObject Describe(ShelvedFile shelved)
    {
        using var bytes = File.OpenRead(shelved.File!);
        var md5 = Hex(MediaFile.OnDisk(shelved.ContentType, shelved.File!).Md5);
        return new()
        {
            ["id"] = shelved.Path[(shelved.Path.LastIndexOf('/') + 1)..],
            ["name"] = shelved.Name,
            ["content_type"] = shelved.ContentType,
            ["size"] = bytes.Length,
            ["etag"] = md5,
            ["checksums"] = new JsonObject { ["sha256"] = Hex(SHA256.HashData(bytes)), ["md5"] = md5 },
            ["metadata"] = new JsonObject(),
            ["created_at"] = Text(shelved.ExpiresAt - Lifetime),
            ["expires_at"] = Text(shelved.ExpiresAt),
            ["urls"] = new JsonObject { ["get"] = $"{premises.Url.GetLeftPart(UriPartial.Authority)}{shelved.Path}" },
        };
    }

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes).ToLowerInvariant();
}
