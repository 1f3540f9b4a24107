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
internal sealed class DashScopeUploads(
    HttpMessageInvoker http, DashScopeTransport transport, Bundle bundle, TimeProvider time, RetryRules retry, UploadMemory memory)
{
    // Long enough before its end that a large file's first byte still arrives under the policy.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (UploadPolicy Policy, DateTimeOffset Until)> _policies = new();

    public Task<UploadedMedia> UploadAsync(string path, string model, IStepLog log, CancellationToken ct)
        => memory.GetAsync(bundle.Account, model, Existing(path), () => UploadNowAsync(path, model, log, ct), ct);

    private async Task<UploadedMedia> UploadNowAsync(string path, string model, IStepLog log, CancellationToken ct)
    {
        WanException? fault = null;
        var last = await retry.Uploads.ExecuteAsync(
            async token =>
            {
                if (fault is not null)
                {
                    log.Verbose($"Upload of {path} is tried again with a new policy: {fault.Message}");
                    _policies.TryRemove(model, out _);
                }

                // Asking for a policy has its own retries: its faults are no faults of the upload.
                var policy = await PolicyAsync(model, token);
                var attempt = await TryPostAsync(path, policy, log, token);
                fault = attempt.Fault;
                return attempt;
            },
            ct);
        return last.Media ?? throw last.Fault!;
    }

    private async Task<UploadAttempt> TryPostAsync(string path, UploadPolicy policy, IStepLog log, CancellationToken ct)
    {
        try
        {
            return new UploadAttempt(await PostAsync(path, policy, log, ct), null);
        }
        catch (WanException failed) when (failed.Error.Retry == WanRetry.Safe)
        {
            return new UploadAttempt(null, failed);
        }
    }

    private async Task<UploadPolicy> PolicyAsync(string model, CancellationToken ct)
    {
        if (_policies.TryGetValue(model, out var held) && time.GetUtcNow() < held.Until)
        {
            return held.Policy;
        }

        var asked = time.GetUtcNow();
        var path = $"{bundle.Contract.Data.Api.Uploads}?action=getPolicy&model={Uri.EscapeDataString(model)}";
        var answer = await retry.Looks.ExecuteAsync(async token => await transport.GetAsync(path, bundle.Contract.Seconds("http.query.timeout.seconds"), token), ct);
        if (!answer.IsSuccess)
        {
            throw answer.ToException(mayHaveEffect: false);
        }

        var policy = (answer.Json is { } json ? UploadPolicy.Read(json) : null)
            ?? throw MediaErrors.UploadPolicyUnreadable();
        if (policy.Host.Scheme != Uri.UriSchemeHttps && !(policy.Host.IsLoopback && bundle.BaseAddress.IsLoopback))
        {
            throw MediaErrors.UploadHostNotSecure(policy.Host.Authority);
        }

        var seconds = policy.Seconds ?? bundle.Contract.Number("upload.policy.seconds");
        _policies[model] = (policy, asked + TimeSpan.FromSeconds(seconds) - Margin);
        return policy;
    }

    private async Task<UploadedMedia> PostAsync(string path, UploadPolicy policy, IStepLog log, CancellationToken ct)
    {
        await using var file = Open(path);
        CheckSize(path, file.Length, policy);

        var key = $"{policy.Directory}/{Guid.NewGuid():N}{SafeExtension(path)}";
        var uploaded = time.GetUtcNow();
        using var form = new MultipartFormDataContent($"wan27-{Guid.NewGuid():N}");
        Field("OSSAccessKeyId", policy.AccessKeyId);
        Field("Signature", policy.Signature);
        Field("policy", policy.Policy);
        Field("x-oss-object-acl", policy.Acl);
        Field("x-oss-forbid-overwrite", policy.ForbidOverwrite);
        Field("key", key);
        Field("success_action_status", "200");

        // Not a limit for the whole, which a slow line may exceed, but for silence.
        var silence = bundle.Contract.Seconds("http.upload.silence.seconds");
        using var limit = new CancellationTokenSource(silence, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        var content = new ProgressContent(file, percent => log.Progress("Uploading", Path.GetFileName(path), percent), () => limit.CancelAfter(silence));
        content.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "\"file\"", FileName = $"\"{key[(key.LastIndexOf('/') + 1)..]}\"" };
        content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypes.FromExtension(path));
        form.Add(content);

        log.Verbose($"Uploading {path} ({file.Length.ToString("N0", CultureInfo.InvariantCulture)} bytes) to {policy.Host.Host}.");
        using var message = new HttpRequestMessage(HttpMethod.Post, policy.Host) { Content = form };
        try
        {
            await SendAsync(message, path, silence, linked.Token, ct);
        }
        catch (WanException failed) when (Exchange.Of(message) is { } exchange)
        {
            throw exchange.Explain(failed);
        }

        return new UploadedMedia($"oss://{key}", uploaded + bundle.Contract.Hours("upload.url.valid.hours"), file.Length);

        void Field(string name, string value)
        {
            var part = new StringContent(value, Encoding.UTF8);
            part.Headers.ContentType = null;
            form.Add(part, $"\"{name}\"");
        }
    }

    private async Task SendAsync(HttpRequestMessage message, string path, TimeSpan silence, CancellationToken either, CancellationToken ct)
    {
        var host = message.RequestUri!.Host;
        try
        {
            using var response = await http.SendAsync(message, either);
            if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.NoContent or HttpStatusCode.Created))
            {
                throw await RefusedAsync(response, ct);
            }
        }
        catch (OperationCanceledException silent) when (!ct.IsCancellationRequested)
        {
            throw MediaErrors.UploadTimedOut(path, host, silence.TotalSeconds.ToString("0", CultureInfo.InvariantCulture), silent);
        }
        catch (HttpRequestException failed)
        {
            throw ProxyException.OfService(failed) ?? CertificateRefusal.Of(failed, message.RequestUri!, MediaErrors.CertificateRefused) ?? MediaErrors.UploadCutOff(path, failed);
        }
        catch (IOException failed)
        {
            throw MediaErrors.UploadCutOffOrUnread(path, failed);
        }
    }

    private static FileInfo Existing(string path)
        => new FileInfo(path) is { Exists: true } file
            ? file
            : throw MediaErrors.FileUnreadableNotThere(path);

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.Read | FileShare.Delete,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
                BufferSize = 0,
            });
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw MediaErrors.FileUnreadable(path, unreadable);
        }
    }

    private void CheckSize(string path, long length, UploadPolicy policy)
    {
        const double Megabyte = 1024 * 1024;
        var max = Math.Min(policy.MaxFileMegabytes * Megabyte ?? double.MaxValue, bundle.Contract.Number("upload.bytes.max"));
        if (length > max)
        {
            throw MediaErrors.FileTooLarge(path, (length / Megabyte).ToString("0.#", CultureInfo.InvariantCulture), (max / Megabyte).ToString("0.#", CultureInfo.InvariantCulture));
        }
    }

    private static async Task<WanException> RefusedAsync(HttpResponseMessage response, CancellationToken ct)
    {
        const int EnoughForAnError = 64 * 1024;
        var body = Encoding.UTF8.GetString(await BoundedReader.ReadAsync(response.Content, EnoughForAnError, ct));
        var (code, text, requestId) = StorageError.Read(body);
        var status = (int)response.StatusCode;
        var error = DashScopeErrors.Table.Of(code, text ?? body, requestId, status);
        return new WanException(status is >= 500 or 429
            ? error with { Retry = WanRetry.Safe, RecommendedAction = "Run it again in a minute; nothing was billed." }
            : error with { Boundary = WanBoundary.Media, ErrorId = $"Wan.{WanBoundary.Media}.{error.ErrorId.Split('.', 3)[2]}" });
    }

    private static string SafeExtension(string path)
    {
        var extension = Path.GetExtension(path).ToLowerInvariant();
        return extension.Length is > 1 and <= 6 && extension.Skip(1).All(char.IsAsciiLetterOrDigit) ? extension : string.Empty;
    }
}
