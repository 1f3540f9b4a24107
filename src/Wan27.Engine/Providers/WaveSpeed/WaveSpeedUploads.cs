using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;

namespace Wan27.Engine.Providers.WaveSpeed;

/// <summary>
/// Uploads local files: a ticket with the key, then the bytes without it and with exactly the headers that the ticket names. An upload is
/// never billed.
/// </summary>
internal sealed class WaveSpeedUploads(ProviderConnection connection, AccountCalls calls)
{
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
            var asked = connection.Time.GetUtcNow();
            var ticket = await TicketAsync(path, file.Length, token);
            log.Verbose($"Uploading {path} ({file.Length.ToString("N0", CultureInfo.InvariantCulture)} bytes) to {ticket.Target.Host}.");
            return await UploadAttempt.OfAsync(async () =>
            {
                await SendAsync(ticket, file, log, token);
                return new UploadedMedia(ticket.File.AbsoluteUri, asked + _bundle.Contract.Hours("upload.url.valid.hours"), file.Length);
            });
        },
        ct);

    private async Task<Ticket> TicketAsync(string path, long length, CancellationToken ct)
    {
        var body = new JsonObject
        {
            ["filename"] = FileSender.NeutralName(path),
            ["size"] = length,
            ["content_type"] = MediaTypes.FromExtension(path),
        };
        var answer = await calls.AskAsync(new OutgoingRequest(HttpMethod.Post, _bundle.UploadAddress + WaveSpeedAddresses.Uploads) { Body = new JsonBody(body) }, ct);
        var root = answer.Expect(mayHaveEffect: false);
        if (answer.Code is not null)
        {
            throw answer.ToException(mayHaveEffect: false);
        }

        var data = AnswerJson.Member(root, "data");
        return data is { } told && AnswerJson.Member(told, "upload") is { } upload && Address(told, "download_url") is { } file && Address(upload, "url") is { } target
            && (AnswerJson.Raw(upload, "method") ?? "PUT").ToUpperInvariant() is ("PUT" or "POST") and var method
            ? new Ticket(file, target, new HttpMethod(method), [.. Headers(upload)])
            : throw answer.Explain(MediaErrors.UploadPolicyUnreadable());
    }

    private static IEnumerable<KeyValuePair<string, string>> Headers(JsonElement upload)
        => AnswerJson.Member(upload, "headers") is { ValueKind: JsonValueKind.Object } headers
            ? headers.EnumerateObject().Where(static header => header.Value.ValueKind == JsonValueKind.String).Select(static header => KeyValuePair.Create(header.Name, header.Value.GetString()!))
            : [];

    private Uri? Address(JsonElement root, string name)
    {
        if (!Uri.TryCreate(AnswerJson.Raw(root, name), UriKind.Absolute, out var address))
        {
            return null;
        }

        return FileSender.MaySendTo(address, _bundle) ? address : throw MediaErrors.UploadHostNotSecure(address.Authority);
    }

    private async Task SendAsync(Ticket ticket, FileStream file, IStepLog log, CancellationToken ct)
    {
        using var message = new HttpRequestMessage(ticket.Method, ticket.Target);
        await _sender.SendAsync(
            message,
            FilePart.Whole(file, percent => log.Progress("Uploading", Path.GetFileName(file.Name), percent)),
            content =>
            {
                content.Headers.ContentType = null;
                foreach (var (name, value) in ticket.Headers.Where(static header => !header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)))
                {
                    // Which of the two a header belongs to is not for a ticket to know.
                    if (!message.Headers.TryAddWithoutValidation(name, value))
                    {
                        content.Headers.TryAddWithoutValidation(name, value);
                    }
                }

                return content;
            },
            AcceptedAsync,
            ct);
    }

    private static async Task<bool> AcceptedAsync(HttpResponseMessage response, CancellationToken ct)
    {
        const int EnoughForAnError = 64 * 1024;
        var status = (int)response.StatusCode;
        await BoundedReader.ReadAsync(response.Content, EnoughForAnError, ct);
        if (status is >= 200 and < 300)
        {
            return true;
        }

        // The storage is not WaveSpeed's own, and its words are none of WaveSpeed's codes.
        throw FileSender.Refusal(WaveSpeedErrors.Table.Of(null, null, null, status) with { RecommendedAction = "Run it again: the ticket of an upload lives for a short time only. Nothing was billed." }, status);
    }

    private sealed record Ticket(Uri File, Uri Target, HttpMethod Method, IReadOnlyList<KeyValuePair<string, string>> Headers);
}
