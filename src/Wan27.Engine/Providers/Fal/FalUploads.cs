using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;

namespace Wan27.Engine.Providers.Fal;

/// <summary>
/// Uploads local files: a ticket with the key, then the bytes without it, large files in parts. The key goes to no address that a ticket
/// names. An upload is never billed.
/// </summary>
internal sealed class FalUploads(ProviderConnection connection, AccountCalls calls)
{
    private const string Initiate = "/storage/upload/initiate?storage_type=fal-cdn-v3";
    private const string InitiateParts = "/storage/upload/initiate-multipart?storage_type=fal-cdn-v3";

    private readonly Bundle _bundle = connection.Bundle;
    private readonly FileSender _sender = new(connection.Http, connection.Bundle, connection.Time);

    /// <summary>An upload serves all models.</summary>
    public Task<UploadedMedia> UploadAsync(string path, IStepLog log, CancellationToken ct)
        => connection.Uploads.GetAsync(_bundle.Account, string.Empty, FileSender.Existing(path), () => UploadNowAsync(path, log, ct), ct);

    private Task<UploadedMedia> UploadNowAsync(string path, IStepLog log, CancellationToken ct) => calls.UploadAsync(
        path,
        " with a new ticket",
        log,
        async (_, token) =>
        {
            await using var file = FileSender.Open(path);
            FileSender.CheckSize(path, file.Length, _bundle.Contract.Number("upload.bytes.max"));
            var inParts = file.Length > _bundle.Contract.Number("upload.parts.from.bytes");
            var asked = connection.Time.GetUtcNow();
            var (url, target) = await TicketAsync(inParts ? InitiateParts : Initiate, path, token);
            log.Verbose($"Uploading {path} ({file.Length.ToString("N0", CultureInfo.InvariantCulture)} bytes) to {target.Host}.");
            return await UploadAttempt.OfAsync(async () =>
            {
                await (inParts ? PutPartsAsync(target, file, log, token) : PutAsync(target, file, log, token));
                return new UploadedMedia(url.AbsoluteUri, asked + _bundle.Contract.Hours("upload.url.valid.hours"), file.Length);
            });
        },
        ct);

    private async Task<(Uri File, Uri Target)> TicketAsync(string ask, string path, CancellationToken ct)
    {
        var body = new JsonObject { ["content_type"] = MediaTypes.FromExtension(path), ["file_name"] = FileSender.NeutralName(path) };
        var seconds = _bundle.Contract.Hours("upload.url.valid.hours").TotalSeconds;
        var answer = await calls.AskAsync(
            new OutgoingRequest(HttpMethod.Post, _bundle.UploadAddress + ask)
            {
                Body = new JsonBody(body),
                Headers = [new("X-Fal-Object-Lifecycle", new JsonObject { ["expiration_duration_seconds"] = seconds }.ToJsonString())],
            },
            ct);
        var root = answer.Expect(mayHaveEffect: false);
        return Address(root, "file_url") is { } file && Address(root, "upload_url") is { } target ? (file, target) : throw answer.Explain(MediaErrors.UploadPolicyUnreadable());
    }

    private Uri? Address(JsonElement root, string name)
    {
        if (!Uri.TryCreate(AnswerJson.Raw(root, name), UriKind.Absolute, out var address))
        {
            return null;
        }

        return FileSender.MaySendTo(address, _bundle) ? address : throw MediaErrors.UploadHostNotSecure(address.Authority);
    }

    private async Task PutAsync(Uri target, FileStream file, IStepLog log, CancellationToken ct)
    {
        using var message = new HttpRequestMessage(HttpMethod.Put, target);
        await _sender.SendAsync(message, FilePart.Whole(file, Report(file, log)), form: null, AcceptedAsync, ct);
    }

    private async Task PutPartsAsync(Uri target, FileStream file, IStepLog log, CancellationToken ct)
    {
        var size = (long)_bundle.Contract.Number("upload.part.bytes");
        var parts = new JsonArray();
        for (var (number, offset) = (1, 0L); offset < file.Length; number++, offset += size)
        {
            var part = new FilePart(file, offset, Math.Min(size, file.Length - offset), Report(file, log));
            using var message = new HttpRequestMessage(HttpMethod.Put, Below(target, number.ToString(CultureInfo.InvariantCulture)));
            var told = await _sender.SendAsync(message, part, form: null, AcceptedAsync, ct);
            parts.Add(new JsonObject { ["partNumber"] = number, ["etag"] = told });
        }

        using var complete = new HttpRequestMessage(HttpMethod.Post, Below(target, "complete"));
        await _sender.SendAsync(complete, new JsonObject { ["parts"] = parts }.ToJsonString(WireJson.Options), file.Name, AcceptedAsync, ct);
    }

    private static Uri Below(Uri target, string name) => new UriBuilder(target) { Path = $"{target.AbsolutePath.TrimEnd('/')}/{name}" }.Uri;

    private static Action<int> Report(FileStream file, IStepLog log) => percent => log.Progress("Uploading", Path.GetFileName(file.Name), percent);

    /// <summary>The tag of what has arrived, in the body or in its header.</summary>
    private static async Task<string?> AcceptedAsync(HttpResponseMessage response, CancellationToken ct)
    {
        const int EnoughForAnError = 64 * 1024;
        var body = await BoundedReader.ReadAsync(response.Content, EnoughForAnError, ct);
        JsonElement? json;
        try
        {
            json = body.Length == 0 ? null : LenientJson.Parse(body);
        }
        catch (JsonException)
        {
            json = null;
        }

        var status = (int)response.StatusCode;
        if (status is >= 200 and < 300)
        {
            return (json is { } told ? AnswerJson.Raw(told, "etag") : null) ?? response.Headers.ETag?.ToString();
        }

        var error = FalErrors.Table.Of(json is { } coded ? FalAnswerWords.CodeOf(coded) : null, json is { } said ? FalAnswerWords.MessageOf(said) : null, null, status);
        throw FileSender.Refusal(error, status);
    }
}
