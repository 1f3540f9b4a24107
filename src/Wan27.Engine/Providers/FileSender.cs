using System.Globalization;
using System.Net.Http.Headers;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Providers.Exchanges;

namespace Wan27.Engine.Providers;

/// <summary>Sends local files, streamed. There is no limit for the whole, which a slow line may exceed, but one for silence.</summary>
internal sealed class FileSender(HttpMessageInvoker http, Bundle bundle, TimeProvider time)
{
    private const double Megabyte = 1024 * 1024;

    /// <exception cref="WanException"><c>Wan.Media.FileUnreadable</c>: it is not there.</exception>
    public static FileInfo Existing(string path)
        => new FileInfo(path) is { Exists: true } file
            ? file
            : throw MediaErrors.FileUnreadableNotThere(path);

    public static FileStream Open(string path)
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

    /// <summary>Refuses a file that is larger than may be sent.</summary>
    public static void CheckSize(string path, long length, double max)
    {
        if (length > max)
        {
            throw MediaErrors.FileTooLarge(path, (length / Megabyte).ToString("0.#", CultureInfo.InvariantCulture), (max / Megabyte).ToString("0.#", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>A name for a file elsewhere: its own tells more than its owner wants to tell, and only the ending matters.</summary>
    public static string NeutralName(string path)
    {
        var extension = Path.GetExtension(path).ToLowerInvariant();
        return $"{Guid.NewGuid():N}{(extension.Length is > 1 and <= 6 && extension.Skip(1).All(char.IsAsciiLetterOrDigit) ? extension : string.Empty)}";
    }

    /// <summary>True for an address that media may travel to: encrypted, or on this machine where the provider's own is too.</summary>
    public static bool MaySendTo(Uri address, Bundle bundle) => address.Scheme == Uri.UriSchemeHttps || (address.IsLoopback && bundle.BaseAddress.IsLoopback);

    /// <summary>A refusal of an upload: its reason lies with the media, or passes and is safe to try again, as nothing was billed.</summary>
    public static WanException Refusal(WanError error, int status) => new(status is >= 500 or 429
        ? error with { Retry = WanRetry.Safe, RecommendedAction = "Run it again in a minute; nothing was billed." }
        : error with { Boundary = WanBoundary.Media, ErrorId = $"Wan.{WanBoundary.Media}.{error.ErrorId.Split('.', 3)[2]}" });

    /// <summary>Sends a file, or a part of one, once.</summary>
    /// <param name="sending">Method, address and headers; its content is made here.</param>
    /// <param name="part">What of the file is sent.</param>
    /// <param name="form">What the file travels in; null for the bare bytes.</param>
    /// <param name="read">Reads the answer; throws where it is a refusal.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="WanException">It was cut off, or fell silent: safe to send again, as an upload is never billed.</exception>
    public async Task<T> SendAsync<T>(HttpRequestMessage sending, FilePart part, Func<HttpContent, HttpContent>? form, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken ct)
    {
        var silence = bundle.Contract.Seconds("http.upload.silence.seconds");
        using var limit = new CancellationTokenSource(silence, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        var content = new ProgressContent(part, () => limit.CancelAfter(silence));
        content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypes.FromExtension(part.File.Name));
        sending.Content = form?.Invoke(content) ?? content;
        try
        {
            return await SendAsync(sending, part.File.Name, silence, read, linked.Token, ct);
        }
        catch (WanException failed) when (Exchange.Of(sending) is { } exchange)
        {
            throw exchange.Explain(failed);
        }
    }

    /// <summary>Tells the other side, without the key, that all parts of a file are there.</summary>
    /// <param name="sending">Method, address and headers.</param>
    /// <param name="json">The body.</param>
    /// <param name="path">The file, for words.</param>
    /// <param name="read">Reads the answer; throws where it is a refusal.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<T> SendAsync<T>(HttpRequestMessage sending, string json, string path, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken ct)
    {
        var silence = bundle.Contract.Seconds("http.upload.silence.seconds");
        using var limit = new CancellationTokenSource(silence, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        sending.Content = new StringContent(json, new MediaTypeHeaderValue("application/json"));
        try
        {
            return await SendAsync(sending, path, silence, read, linked.Token, ct);
        }
        catch (WanException failed) when (Exchange.Of(sending) is { } exchange)
        {
            throw exchange.Explain(failed);
        }
    }

    private async Task<T> SendAsync<T>(
        HttpRequestMessage message, string path, TimeSpan silence, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken either, CancellationToken ct)
    {
        var address = message.RequestUri!;
        try
        {
            using var response = await http.SendAsync(message, either);
            return await read(response, ct);
        }
        catch (OperationCanceledException silent) when (!ct.IsCancellationRequested)
        {
            throw MediaErrors.UploadTimedOut(path, address.Host, silence.TotalSeconds.ToString("0", CultureInfo.InvariantCulture), silent);
        }
        catch (HttpRequestException failed)
        {
            throw ProxyException.OfService(failed) ?? CertificateRefusal.Of(failed, address, MediaErrors.CertificateRefused) ?? MediaErrors.UploadCutOff(path, failed);
        }
        catch (IOException failed)
        {
            throw MediaErrors.UploadCutOffOrUnread(path, failed);
        }
    }
}
