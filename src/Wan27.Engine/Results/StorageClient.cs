using System.Net;
using System.Net.Http.Headers;
using Wan27.Engine.Contract;
using Wan27.Engine.Providers.Exchanges;
using Wan27.Engine.Records;

namespace Wan27.Engine.Results;

/// <summary>
/// Reads from the storage that results lie in. Its URLs are signed, so that no authorization is ever sent; redirects are followed
/// here, because a handler would follow them anywhere.
/// </summary>
internal sealed class StorageClient(HttpMessageInvoker http)
{
    private const int MaxRedirects = 5;

    /// <summary>Asks for an object, or for what follows an offset of it; gives the answer with its body unread.</summary>
    /// <exception cref="HttpRequestException">The network failed.</exception>
    /// <exception cref="WanException"><c>Wan.Storage.Redirect</c>: too many redirects, or one to an address that is not https.</exception>
    public async Task<HttpResponseMessage> GetAsync(Uri url, long offset, string? validator, ExchangeTrail trail, CancellationToken cancellation)
    {
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);

            // A checksum is of the object as stored; a body that was compressed on the way could not be held against it.
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
            if (offset > 0 && validator is not null)
            {
                request.Headers.Range = new RangeHeaderValue(offset, null);
                request.Headers.IfRange = ObjectFacts.ConditionFor(validator);
            }

            var response = await SendAsync(request, trail, cancellation);
            if (!IsRedirect(response.StatusCode) || response.Headers.Location is not { } location)
            {
                return response;
            }

            response.Dispose();
            var next = location.IsAbsoluteUri ? location : new Uri(url, location);
            if (redirects == MaxRedirects)
            {
                throw StorageErrors.Redirect(MaxRedirects);
            }

            if (!ResultUrl.MayRedirect(url, next))
            {
                throw StorageErrors.RedirectNotSecure(BareUrl.Of(next));
            }

            url = next;
        }
    }

    private static bool IsRedirect(HttpStatusCode status)
        => status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, ExchangeTrail trail, CancellationToken cancellation)
    {
        try
        {
            // A client buffers the whole body unless told otherwise; a bare invoker never does.
            return http is HttpClient client
                ? await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation)
                : await http.SendAsync(request, cancellation);
        }
        finally
        {
            trail.Follow(request);
        }
    }
}
