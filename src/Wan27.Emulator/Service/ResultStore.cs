using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Wan27.Emulator.Media;

namespace Wan27.Emulator.Service;

/// <summary>The result bucket: hands out signed-looking URLs and tells good ones from bad and dead ones.</summary>
internal sealed class ResultStore(EmulatorOptions options, ContractNumbers contract, IdSource ids, MediaStudio studio)
{
    public const string Prefix = "/_oss/result/";

    private readonly ConcurrentDictionary<string, StoredResult> _results = new();
    private readonly byte[] _secret = ids.Secret();
    private readonly string _accessKeyId = "LTAI-EMULATOR-" + ids.Hex(4).ToUpperInvariant();

    public IReadOnlyList<StoredResult> Reserve(TaskPlan plan, string? taskId, DateTimeOffset readyAt, ResultPlace? place = null)
    {
        var folder = $"{place?.Prefix ?? Prefix}{readyAt.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}/{ids.Hex(4)}/";
        var made = plan switch
        {
            ImagePlan image => Enumerable.Range(0, image.Count)
                .Select(index => New($"{folder}{index}.{image.Format}", () => studio.PictureAsync(image, index))).ToList(),
            ClipPlan clip => [New($"{folder}video.mp4", () => studio.ClipAsync(clip))],
            _ => throw new InvalidOperationException("A plan of an unknown kind."),
        };
        return made;

        StoredResult New(string path, Func<Task<MediaFile>> make)
        {
            var lifetime = options.ResultLifetime ?? place?.Lifetime ?? TimeSpan.FromHours(contract.Number("result.url.valid.hours"));
            return _results[path] = new(path, taskId, plan.Model, readyAt, readyAt + lifetime, make) { Place = place };
        }
    }

    public string UrlOf(StoredResult result, Uri server)
    {
        var expires = result.ExpiresAt.ToUnixTimeSeconds();
        if (result.Place is { } place)
        {
            return $"{server.GetLeftPart(UriPartial.Authority)}{result.Path}?{place.Lead}{place.TokenName}={Token(result, result.Generation)}";
        }

        var signature = Uri.EscapeDataString(Sign(result.Path, expires, result.Generation));
        return $"{server.GetLeftPart(UriPartial.Authority)}{result.Path}?Expires={expires}&OSSAccessKeyId={_accessKeyId}&Signature={signature}";
    }

    public StoredResult? Find(string path) => _results.GetValueOrDefault(path);

    /// <summary>The file behind a URL, or the refusal that storage answers with.</summary>
    public StoredResult Require(string path, IReadOnlyDictionary<string, string> query, DateTimeOffset now)
    {
        var result = Find(path);
        if (result is null || now < result.CreatedAt)
        {
            throw new StorageRefusal(404, "NoSuchKey", "The specified key does not exist.");
        }

        if (result.Place is { } place)
        {
            return RequireToken(result, query.GetValueOrDefault(place.TokenName), place, now);
        }

        if (!query.TryGetValue("Signature", out var signature)
            || query.GetValueOrDefault("OSSAccessKeyId") != _accessKeyId
            || !long.TryParse(query.GetValueOrDefault("Expires"), NumberStyles.None, CultureInfo.InvariantCulture, out var expires))
        {
            throw new StorageRefusal(403, "AccessDenied", "You have no right to access this object because of bucket acl.");
        }

        var current = result.Generation;
        if (signature != Sign(path, expires, current))
        {
            var wasGood = Enumerable.Range(0, current).Any(old => signature == Sign(path, expires, old));
            throw wasGood ? Expired() : new StorageRefusal(
                403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your key and signing method.");
        }

        return now.ToUnixTimeSeconds() > expires ? throw Expired() : result;
    }

    /// <summary>How a dead address is answered.</summary>
    public static StorageRefusal ExpiredAt(ResultPlace? place)
        => place is { GoneStatus: 404 } ? new(404, "NoSuchKey", "The specified key does not exist.") : Expired();

    private static StorageRefusal Expired() => new(403, "AccessDenied", "Request has expired.");

    private StoredResult RequireToken(StoredResult result, string? token, ResultPlace place, DateTimeOffset now)
    {
        var current = result.Generation;
        return token == Token(result, current)
            ? now >= result.ExpiresAt ? throw ExpiredAt(place) : result
            : Enumerable.Range(0, current).Any(old => token == Token(result, old))
                ? throw ExpiredAt(place)
                : throw new StorageRefusal(403, "AccessDenied", "Access Denied");
    }

    private string Token(StoredResult result, int generation)
        => Convert.ToHexString(Convert.FromBase64String(Sign(result.Path, result.ExpiresAt.ToUnixTimeSeconds(), generation))).ToLowerInvariant();

    private string Sign(string path, long expires, int generation)
        => Convert.ToBase64String(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes($"{path}\n{expires}\n{generation}"))[..20]);
}
