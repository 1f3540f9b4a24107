using Wan27.Emulator.Http;
using Wan27.Emulator.Media;

namespace Wan27.Emulator.Service;

/// <summary>Looks at the media a request points to, as far as it is within the emulator's reach.</summary>
internal sealed class InputDesk(Premises premises) : IDisposable
{
    private const string OssScheme = "oss://";

    private readonly InputFetch _fetch = new(premises.Folder);

    /// <summary>What is known of an input; null when it lies elsewhere and is taken on trust.</summary>
    public async Task<MediaFacts?> ResolveAsync(Exchange exchange, Account account, string model, string url, bool allowData)
    {
        if (url.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            return allowData ? Data(url) : throw ServiceRefusal.Url();
        }

        if (url.StartsWith(OssScheme, StringComparison.OrdinalIgnoreCase))
        {
            return Uploaded(exchange, account, model, url[OssScheme.Length..]);
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw ServiceRefusal.Url();
        }

        return !address.IsLoopback ? null : address.Port == premises.Url.Port ? await OwnAsync(address) : await _fetch.ReadAsync(address);
    }

    /// <summary>What lies at an address of another server on this machine, as any provider would fetch it.</summary>
    public Task<MediaFacts> FetchAsync(Uri address) => _fetch.ReadAsync(address);

    public void Dispose() => _fetch.Dispose();

    private MediaFacts Data(string url)
    {
        if (url.Length > premises.Contract.Long("dataUri.encodedBytes.max"))
        {
            throw ServiceRefusal.Parameter($"Exceeded limit on max bytes per data-uri item : {premises.Contract.Long("dataUri.encodedBytes.max")}");
        }

        var comma = url.IndexOf(',', StringComparison.Ordinal);
        var head = comma < 0 ? "" : url[..comma];
        var buffer = new byte[Math.Max(0, (url.Length - comma) * 3 / 4)];
        if (!head.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase)
            || !head.EndsWith(";base64", StringComparison.OrdinalIgnoreCase)
            || !Convert.TryFromBase64Chars(url.AsSpan(comma + 1), buffer, out var count))
        {
            throw ServiceRefusal.MediaFormat();
        }

        return MediaProbe.Read(new MemoryStream(buffer, 0, count, writable: false));
    }

    private MediaFacts Uploaded(Exchange exchange, Account account, string model, string key)
    {
        if (!exchange.WantsResolve)
        {
            throw ServiceRefusal.MediaFormat();
        }

        var stored = premises.Uploads.Find(key);
        var lifetime = TimeSpan.FromHours(premises.Contract.Number("upload.url.valid.hours"));
        if (stored is null || stored.Account != account || stored.Model != model || premises.Now - stored.StoredAt >= lifetime)
        {
            throw ServiceRefusal.MediaDownload();
        }

        using var file = File.OpenRead(stored.File);
        return MediaProbe.Read(file);
    }

    private async Task<MediaFacts> OwnAsync(Uri address)
    {
        var path = Uri.UnescapeDataString(address.AbsolutePath);
        if (SampleMedia.Find(path) is { } sample)
        {
            using var bytes = sample.Open();
            return MediaProbe.Read(bytes);
        }

        try
        {
            var file = await premises.Results.Require(path, QueryText.Parse(address.Query), premises.Now).FileAsync();
            await using var bytes = file.Open();
            return MediaProbe.Read(bytes);
        }
        catch (StorageRefusal)
        {
            throw ServiceRefusal.MediaDownload();
        }
    }
}
