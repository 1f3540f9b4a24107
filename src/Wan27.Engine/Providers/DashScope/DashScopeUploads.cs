using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Providers.Exchanges;

namespace Wan27.Engine.Providers.DashScope;

/// <summary>Uploads local files by policy (contract section 7): streamed, without the key, the file last. An upload is never billed.</summary>
internal sealed class DashScopeUploads(ProviderConnection connection, AccountCalls calls)
{
    private const double Megabyte = 1024 * 1024;

    // Long enough before its end that a large file's first byte still arrives under the policy.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private readonly Bundle _bundle = connection.Bundle;
    private readonly FileSender _sender = new(connection.Http, connection.Bundle, connection.Time);
    private readonly ConcurrentDictionary<string, (UploadPolicy Policy, DateTimeOffset Until)> _policies = new();

    public Task<UploadedMedia> UploadAsync(string path, string model, IStepLog log, CancellationToken ct)
        => connection.Uploads.GetAsync(_bundle.Account, model, FileSender.Existing(path), () => UploadNowAsync(path, model, log, ct), ct);

    private Task<UploadedMedia> UploadNowAsync(string path, string model, IStepLog log, CancellationToken ct) => calls.UploadAsync(
        path,
        " with a new policy",
        log,
        async (isAgain, token) =>
        {
            if (isAgain)
            {
                _policies.TryRemove(model, out _);
            }

            var policy = await PolicyAsync(model, token);
            return await UploadAttempt.OfAsync(() => PostAsync(path, policy, log, token));
        },
        ct);

    private async Task<UploadPolicy> PolicyAsync(string model, CancellationToken ct)
    {
        if (_policies.TryGetValue(model, out var held) && connection.Time.GetUtcNow() < held.Until)
        {
            return held.Policy;
        }

        var asked = connection.Time.GetUtcNow();
        var path = $"{_bundle.Contract.Data.Api.Uploads}?action=getPolicy&model={Uri.EscapeDataString(model)}";
        var answer = await calls.AskAsync(OutgoingRequest.Get(path), ct);
        if (!answer.IsSuccess)
        {
            throw answer.ToException(mayHaveEffect: false);
        }

        var policy = (answer.Json is { } json ? UploadPolicy.Read(json) : null)
            ?? throw MediaErrors.UploadPolicyUnreadable();
        if (!FileSender.MaySendTo(policy.Host, _bundle))
        {
            throw MediaErrors.UploadHostNotSecure(policy.Host.Authority);
        }

        var seconds = policy.Seconds ?? _bundle.Contract.Number("upload.policy.seconds");
        _policies[model] = (policy, asked + TimeSpan.FromSeconds(seconds) - Margin);
        return policy;
    }

    private async Task<UploadedMedia> PostAsync(string path, UploadPolicy policy, IStepLog log, CancellationToken ct)
    {
        await using var file = FileSender.Open(path);
        FileSender.CheckSize(path, file.Length, Math.Min(policy.MaxFileMegabytes * Megabyte ?? double.MaxValue, _bundle.Contract.Number("upload.bytes.max")));

        var key = $"{policy.Directory}/{FileSender.NeutralName(path)}";
        var uploaded = connection.Time.GetUtcNow();
        using var form = new MultipartFormDataContent($"wan27-{Guid.NewGuid():N}");
        Field("OSSAccessKeyId", policy.AccessKeyId);
        Field("Signature", policy.Signature);
        Field("policy", policy.Policy);
        Field("x-oss-object-acl", policy.Acl);
        Field("x-oss-forbid-overwrite", policy.ForbidOverwrite);
        Field("key", key);
        Field("success_action_status", "200");

        log.Verbose($"Uploading {path} ({file.Length.ToString("N0", CultureInfo.InvariantCulture)} bytes) to {policy.Host.Host}.");
        using var message = new HttpRequestMessage(HttpMethod.Post, policy.Host);
        await _sender.SendAsync(message, FilePart.Whole(file, percent => log.Progress("Uploading", Path.GetFileName(path), percent)), InForm, AcceptedAsync, ct);
        return new UploadedMedia($"oss://{key}", uploaded + _bundle.Contract.Hours("upload.url.valid.hours"), file.Length);

        HttpContent InForm(HttpContent content)
        {
            content.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "\"file\"", FileName = $"\"{key[(key.LastIndexOf('/') + 1)..]}\"" };
            form.Add(content);
            return form;
        }

        void Field(string name, string value)
        {
            var part = new StringContent(value, Encoding.UTF8);
            part.Headers.ContentType = null;
            form.Add(part, $"\"{name}\"");
        }
    }

    private static async Task<bool> AcceptedAsync(HttpResponseMessage response, CancellationToken ct)
        => response.StatusCode is HttpStatusCode.OK or HttpStatusCode.NoContent or HttpStatusCode.Created ? true : throw await RefusedAsync(response, ct);

    private static async Task<WanException> RefusedAsync(HttpResponseMessage response, CancellationToken ct)
    {
        const int EnoughForAnError = 64 * 1024;
        var body = Encoding.UTF8.GetString(await BoundedReader.ReadAsync(response.Content, EnoughForAnError, ct));
        var (code, text, requestId) = StorageError.Read(body);
        var status = (int)response.StatusCode;
        var error = DashScopeErrors.Table.Of(code, text ?? body, requestId, status);
        return FileSender.Refusal(error, status);
    }
}
