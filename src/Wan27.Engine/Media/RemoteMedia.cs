using System.Net;
using System.Net.Http.Headers;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Media;

/// <summary>
/// Checks of files behind URLs. Without -Deep nothing is fetched: only the address is looked at. With it the first bytes are read by
/// range, never the whole; a server that ignores the range is cut off.
/// </summary>
internal static class RemoteMedia
{
    /// <summary>Most bytes read of any remote file: enough for the header of pictures, sound and films with their index in front.</summary>
    public const int HeadLength = 256 * 1024;

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>The format that the address promises, held against the role's formats.</summary>
    public static IEnumerable<WanCheck> CheckAddress(MediaRole role, string subject, string url, ContractView contract)
    {
        var allowed = contract.Values(role.FormatsRule);
        var list = string.Join(", ", allowed);
        var extension = ExtensionOf(url);
        var promised = MediaFormat.FromExtension(extension);
        var isAllowed = promised is not null && allowed.Contains(promised, StringComparer.OrdinalIgnoreCase);
        yield return new WanCheck
        {
            Rule = role.FormatsRule,
            Subject = subject,
            Status = isAllowed ? WanCheckStatus.Passed : promised is null ? WanCheckStatus.Warning : WanCheckStatus.Failed,
            Actual = promised ?? (extension.Length == 0 ? "no extension" : extension),
            Limit = list,
            Message = isAllowed ? $"{subject} is named as {promised}, one of {list}."
                : promised is null ? $"{subject} does not tell its format by its name; the route takes {list}."
                : $"{subject} is named as {promised}; the route takes {list}.",
            Fix = isAllowed ? null
                : promised is null ? "Check it with -Deep, or give an address that ends in the format's extension."
                : $"Give an address of an allowed format. {ConvertAdvice.ForRemote("change the format", string.Join(" or ", allowed), FfmpegTools.Find())}",
            Source = contract.Source(role.FormatsRule),
        };

        yield return new WanCheck
        {
            Rule = $"{role.Group}.remote",
            Subject = subject,
            Status = WanCheckStatus.Skipped,
            Message = $"{subject} is remote: its size, sides and length were not checked.",
            Fix = CanFetch(url) ? "Check its header with -Deep, or give a local file." : "Give a local file to have it checked.",
        };
    }

    /// <summary>Reads the head and applies all rules that it answers; what cannot be fetched falls back to the address.</summary>
    public static async Task<IReadOnlyList<WanCheck>> CheckHeadAsync(
        MediaRole role, string subject, string url, HttpClient http, ContractView contract, CancellationToken cancellationToken, TimeProvider? time = null)
        => (await InspectHeadAsync(role, subject, url, http, contract, cancellationToken, time)).Checks;

    /// <summary>As above, with the facts beside the checks; null where there are none.</summary>
    public static async Task<(MediaFacts? Facts, IReadOnlyList<WanCheck> Checks)> InspectHeadAsync(
        MediaRole role, string subject, string url, HttpClient http, ContractView contract, CancellationToken cancellationToken, TimeProvider? time = null)
    {
        if (!CanFetch(url))
        {
            return (null, [.. CheckAddress(role, subject, url, contract)]);
        }

        var (facts, reason) = await ReadHeadAsync(url, http, cancellationToken, time);
        if (facts is not null)
        {
            return (facts, [.. MediaRules.Check(role, subject, facts, contract)]);
        }

        return (null,
        [
            .. CheckAddress(role, subject, url, contract).Where(static check => check.Status != WanCheckStatus.Skipped),
            new WanCheck
            {
                Rule = $"{role.Group}.remote",
                Subject = subject,
                Status = WanCheckStatus.Warning,
                Actual = reason,
                Message = $"{subject} could not be fetched from here ({reason}); the service may fail to fetch it too.",
                Fix = "Check that the address can be opened without signing in.",
            },
        ]);
    }

    /// <summary>Facts from the first bytes, or the reason why there are none.</summary>
    public static async Task<(MediaFacts? Facts, string? Reason)> ReadHeadAsync(
        string url, HttpClient http, CancellationToken cancellationToken, TimeProvider? time = null)
    {
        using var patience = new CancellationTokenSource(Patience, time ?? TimeProvider.System);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.Range = new RangeHeaderValue(0, HeadLength - 1);
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (!response.IsSuccessStatusCode)
            {
                return (null, $"HTTP {(int)response.StatusCode}");
            }

            var head = new byte[HeadLength];
            await using var body = await response.Content.ReadAsStreamAsync(limit.Token);
            var count = await body.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, limit.Token);
            var total = response.StatusCode == HttpStatusCode.PartialContent
                ? response.Content.Headers.ContentRange?.Length
                : response.Content.Headers.ContentLength;
            var isWhole = total is null && count < head.Length;
            using var stream = new MemoryStream(head, 0, count, writable: false);
            var facts = MediaProbe.Read(stream, AddressPath(url), total ?? (isWhole ? count : count + 1L));
            return (facts with { IsLengthKnown = total is not null || isWhole }, null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, "no answer in time");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidOperationException)
        {
            return (null, exception is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } failed ? failed.HttpRequestError.ToString() : "connection failed");
        }
    }

    private static bool CanFetch(string url)
        => Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);

    private static string ExtensionOf(string url) => Path.GetExtension(AddressPath(url));

    /// <summary>The path alone: host and query say nothing about the format, and may hold signatures that belong in no message.</summary>
    private static string AddressPath(string url)
        => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? Uri.UnescapeDataString(uri.AbsolutePath) : string.Empty;
}
