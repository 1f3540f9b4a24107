using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Records;

namespace Wan27.Engine.Providers.Exchanges;

/// <summary>
/// Puts a request and its answer into words: method, address, the headers that matter, the body. Authorization, signatures and policies are
/// named but not shown, embedded media is shortened, and the profile's own key is taken out wherever it stands.
/// </summary>
internal sealed class ExchangeText(ApiKey? key)
{
    private const int LongestBody = 4000;

    // Named one by one, here and in the contract data of each provider: what a gateway adds, such as cookies, is nobody's business.
    private static readonly string[] Shown =
    [
        "Accept", "Accept-Encoding", "Range", "If-Range", "Content-Type", "Content-Length",
        "Content-Range", "Date", "ETag", "Last-Modified", "Retry-After", "Server", "x-oss-request-id", "x-request-id", "x-oss-hash-crc64ecma",
        .. ContractData.Current.Providers.SelectMany(static provider => provider.PlainHeaders),
    ];

    public async Task<string> RequestAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{request.Method} {Clean(request.RequestUri?.AbsoluteUri ?? string.Empty)}");
        if (request.Headers.Authorization is { } authorization)
        {
            Line(text, $"Authorization: {authorization.Scheme} {RecordGuard.KeyMarker}");
        }

        Headers(text, request.Headers);
        if (request.Content is { } content)
        {
            Headers(text, content.Headers);
            Line(text, await BodyOfAsync(content, ct));
        }

        return text.ToString();
    }

    /// <param name="response">The answer.</param>
    /// <param name="body">The beginning of its body; null for a body that is no text.</param>
    public string Answer(HttpResponseMessage response, byte[]? body)
    {
        var text = new StringBuilder($"{(int)response.StatusCode} {Clean(response.ReasonPhrase ?? string.Empty)}".TrimEnd());
        Headers(text, response.Headers);
        if (response.Headers.Location is { } location)
        {
            Line(text, $"Location: {Clean(Target(response.RequestMessage?.RequestUri, location))}");
        }

        Headers(text, response.Content.Headers);
        if (body is { Length: > 0 })
        {
            Line(text, Shorten(SecretJson.Clean(WithoutKey(Encoding.UTF8.GetString(body)), key)));
        }

        return text.ToString();
    }

    public string Fault(Exception failed)
    {
        var text = new StringBuilder();
        for (Exception? cause = failed; cause is not null; cause = cause.InnerException)
        {
            Line(text, $"{cause.GetType().Name}: {Clean(cause.Message)}");
        }

        return text.ToString();
    }

    private async Task<string> BodyOfAsync(HttpContent content, CancellationToken ct)
    {
        switch (content)
        {
            case MultipartFormDataContent form:
                var parts = new List<string>();
                foreach (var part in form)
                {
                    var name = part.Headers.ContentDisposition?.Name?.Trim('"') ?? string.Empty;
                    parts.Add(part is not StringContent value ? $"{name}: {part.Headers.ContentLength?.ToString(CultureInfo.InvariantCulture) ?? "?"} bytes"
                        : SecretNames.Contains(name) ? $"{name}: {SecretNames.Removed}"
                        : $"{name}: {Clean(await value.ReadAsStringAsync(ct))}");
                }

                return $"form of {string.Join(", ", parts)}";
            case StringContent text:
                return Shorten(SecretJson.Clean(WithoutKey(await text.ReadAsStringAsync(ct)), key));
            case DepartingContent departing:
                // Reading it as a stream would be its departure.
                return departing.Body is { } body ? Shorten(WithoutKey(SecretJson.Clean(body.Root, key))) : string.Empty;
            default:
                return $"({content.Headers.ContentLength?.ToString(CultureInfo.InvariantCulture) ?? "?"} bytes)";
        }
    }

    private void Headers(StringBuilder text, HttpHeaders headers)
    {
        foreach (var (name, values) in headers.NonValidated)
        {
            if (Shown.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                Line(text, $"{name}: {Clean(string.Join(", ", values))}");
            }
        }
    }

    private static void Line(StringBuilder text, string line) => text.AppendLine().Append("  ").Append(line);

    private string Clean(string text) => SecretNames.Scrub(RecordGuard.Clean(ServerText.Prose(WithoutKey(text))));

    /// <summary>Where a redirect leads, without user, query and fragment.</summary>
    private static string Target(Uri? asked, Uri location)
        => location.IsAbsoluteUri ? BareUrl.Of(location)
            : asked is not null && Uri.TryCreate(asked, location, out var whole) ? BareUrl.Of(whole)
            : location.OriginalString.Split('?', '#')[0];

    private string WithoutKey(string text) => key?.EraseFrom(text) ?? text;

    private static string Shorten(string text)
        => text.Length <= LongestBody ? text : string.Create(CultureInfo.InvariantCulture, $"{text[..LongestBody]} ... ({text.Length - LongestBody} more characters)");
}
