using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;

namespace Wan27.Engine.Providers.Replicate;

/// <summary>Uploads local files to Replicate's own files, which models read by their address. An upload is never billed.</summary>
internal sealed class ReplicateUploads(ProviderConnection connection, AccountCalls calls)
{
    private readonly Bundle _bundle = connection.Bundle;
    private readonly FileSender _sender = new(connection.Http, connection.Bundle, connection.Time);

    /// <summary>An upload serves all models.</summary>
    public Task<UploadedMedia> UploadAsync(string path, IStepLog log, CancellationToken ct)
        => connection.Uploads.GetAsync(_bundle.Account, string.Empty, FileSender.Existing(path), () => UploadNowAsync(path, log, ct), ct);

    private Task<UploadedMedia> UploadNowAsync(string path, IStepLog log, CancellationToken ct)
        => calls.UploadAsync(path, string.Empty, log, (_, token) => UploadAttempt.OfAsync(() => PostAsync(path, log, token)), ct);

    private async Task<UploadedMedia> PostAsync(string path, IStepLog log, CancellationToken ct)
    {
        await using var file = FileSender.Open(path);
        FileSender.CheckSize(path, file.Length, _bundle.Contract.Number("upload.bytes.max"));

        var name = FileSender.NeutralName(path);
        var uploaded = connection.Time.GetUtcNow();
        using var form = new MultipartFormDataContent($"wan27-{Guid.NewGuid():N}");
        using var message = calls.Keyed(new OutgoingRequest(HttpMethod.Post, ReplicateAddresses.Files));
        log.Verbose($"Uploading {path} ({file.Length.ToString("N0", CultureInfo.InvariantCulture)} bytes) to {message.RequestUri!.Host}.");
        var part = FilePart.Whole(file, percent => log.Progress("Uploading", Path.GetFileName(path), percent));
        var answer = await _sender.SendAsync(message, part, InForm, ReadAsync, ct);
        var url = AnswerJson.Member(answer, "urls") is { } urls ? AnswerJson.Raw(urls, "get") : null;
        return Uri.TryCreate(url, UriKind.Absolute, out var address) && FileSender.MaySendTo(address, _bundle)
            ? new UploadedMedia(address.AbsoluteUri, AnswerJson.Time(answer, "expires_at") ?? uploaded + _bundle.Contract.Hours("upload.url.valid.hours"), file.Length)
            : throw MediaErrors.UploadPolicyUnreadable();

        HttpContent InForm(HttpContent content)
        {
            content.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "\"content\"", FileName = $"\"{name}\"" };
            form.Add(content);
            return form;
        }
    }

    private async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        const int EnoughForAnAnswer = 64 * 1024;
        var body = _bundle.Key.EraseFrom(await BoundedReader.ReadAsync(response.Content, EnoughForAnAnswer, ct));
        JsonElement json = default;
        try
        {
            json = body.Length == 0 ? default : LenientJson.Parse(body);
        }
        catch (JsonException)
        {
            // A gateway's page: the status says what it is.
        }

        var status = (int)response.StatusCode;
        if (status is >= 200 and < 300)
        {
            return json;
        }

        var error = ReplicateErrors.Table.Of(null, AnswerJson.Raw(json, "detail") ?? AnswerJson.Raw(json, "error"), null, status);
        throw status is 401 or 402 or 403 ? new WanException(error) : FileSender.Refusal(error, status);
    }
}
