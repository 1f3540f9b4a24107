using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Providers;

/// <summary>Tells faults of a proxy from those of the host behind it: both look the same to whoever only hears that there is no connection.</summary>
internal sealed partial class ProxyGuard(HttpMessageHandler inner, ProxySettings settings) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (settings.For(request.RequestUri!) is not { } proxy)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException failed) when (Explain(failed, proxy, request.RequestUri!) is { } explained)
        {
            throw explained;
        }
        catch (OperationCanceledException silent) when (silent.InnerException is TimeoutException && !cancellationToken.IsCancellationRequested)
        {
            throw new ProxyException(
                ServiceErrors.ProxyUnreachableInTime(proxy.ToString(), proxy.Fix), StorageErrors.ProxyUnreachableInTime(proxy.ToString(), proxy.Fix), HttpRequestError.ConnectionError, silent);
        }

        if (response.StatusCode != HttpStatusCode.ProxyAuthenticationRequired)
        {
            return response;
        }

        response.Dispose();
        throw Unauthorized(proxy);
    }

    private static ProxyException? Explain(HttpRequestException failed, ProxyInUse proxy, Uri address)
    {
        if (failed.HttpRequestError == HttpRequestError.NameResolutionError || failed.InnerException is SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData })
        {
            return new ProxyException(
                ServiceErrors.ProxyUnknown(proxy.ToString(), proxy.Fix), StorageErrors.ProxyUnknown(proxy.ToString(), proxy.Fix), failed.HttpRequestError, failed);
        }

        if (failed.HttpRequestError == HttpRequestError.ConnectionError)
        {
            return new ProxyException(
                ServiceErrors.ProxyUnreachable(proxy.ToString(), proxy.Fix), StorageErrors.ProxyUnreachable(proxy.ToString(), proxy.Fix), failed.HttpRequestError, failed);
        }

        if (failed.HttpRequestError != HttpRequestError.ProxyTunnelError)
        {
            return null;
        }

        // Its text quotes the proxy's whole address, password included, so that it goes no further; and it alone holds the status.
        var status = Status().Match(failed.Message).Groups[1].Value;
        if (status == "407")
        {
            return Unauthorized(proxy);
        }

        var answer = status.Length > 0 ? $" (HTTP {status})" : string.Empty;
        return new ProxyException(
            ServiceErrors.ProxyFailed(proxy.ToString(), address.Authority, answer, proxy.Fix), StorageErrors.ProxyFailed(proxy.ToString(), address.Authority, answer, proxy.Fix), failed.HttpRequestError, inner: null);
    }

    private static ProxyException Unauthorized(ProxyInUse proxy)
        => new(ServiceErrors.ProxyUnauthorized(proxy.ToString(), proxy.Fix), StorageErrors.ProxyUnauthorized(proxy.ToString(), proxy.Fix), HttpRequestError.ProxyTunnelError, inner: null);

    [GeneratedRegex("'([1-5][0-9]{2})'")]
    private static partial Regex Status();
}
