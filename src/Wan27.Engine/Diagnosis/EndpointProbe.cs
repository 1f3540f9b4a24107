using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Wan27.Engine.Contract;
using Wan27.Engine.Providers;

namespace Wan27.Engine.Diagnosis;

/// <summary>Looks at an endpoint without the key: name, connection, certificate, clock, proxy. A refusal is an answer as good as any.</summary>
internal sealed class EndpointProbe(HttpMessageInvoker http, TimeProvider time)
{
    public async Task<EndpointFacts> LookAsync(Uri address, string path, string? proxy, TimeSpan timeout, CancellationToken ct)
    {
        var way = string.Empty;
        using var limit = new CancellationTokenSource(timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            way = ProxySettings.Of(proxy).For(address) is { } through ? $"through the proxy {through}" : await ResolveAsync(address, linked.Token);
            using var request = new HttpRequestMessage(HttpMethod.Get, address.AbsoluteUri.TrimEnd('/') + path);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            var asked = time.GetTimestamp();
            using var response = await http.SendAsync(request, linked.Token);
            var took = time.GetElapsedTime(asked);

            // The server's time is whole seconds, and of some moment between the question and now.
            var skew = response.Headers.Date is { } date ? time.GetUtcNow() - (took / 2) - date : (TimeSpan?)null;
            return new EndpointFacts(way, (int)response.StatusCode, took, skew, null);
        }
        catch (HttpRequestException failed)
        {
            return Failed(way, TransportErrors.From(failed, address, mayHaveEffect: false));
        }
        catch (SocketException unknown)
        {
            return Failed(way, TransportErrors.From(new HttpRequestException(HttpRequestError.NameResolutionError, inner: unknown), address, mayHaveEffect: false));
        }
        catch (IOException cut)
        {
            return Failed(way, TransportErrors.CutOff(mayHaveEffect: false, cut));
        }
        catch (OperationCanceledException silent) when (!ct.IsCancellationRequested)
        {
            return Failed(way, limit.IsCancellationRequested ? TransportErrors.TimedOut(timeout, mayHaveEffect: false, silent) : TransportErrors.NotConnected(address, silent));
        }
    }

    private static EndpointFacts Failed(string way, WanException fault) => new(way, 0, TimeSpan.Zero, null, fault);

    private static async Task<string> ResolveAsync(Uri address, CancellationToken ct)
        => IPAddress.TryParse(address.Host.Trim('[', ']'), out _)
            ? "without a proxy"
            : $"at {(await Dns.GetHostAddressesAsync(address.DnsSafeHost, ct)).FirstOrDefault()?.ToString() ?? "no address"}, without a proxy";
}
