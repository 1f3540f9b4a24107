using Wan27.Engine.Contract;
using Wan27.Engine.Records;

namespace Wan27.Engine.Providers;

/// <summary>Turns what happened below HTTP into typed errors. What matters most: could the request have taken effect?</summary>
internal static class TransportErrors
{
    public static WanException From(HttpRequestException failed, Uri address, bool mayHaveEffect) => ProxyException.Of(failed, WanBoundary.Service) ?? failed.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => Unreachable("HostUnknown", $"The host '{address.Host}' cannot be resolved.", "Check Endpoint, WorkspaceId and the network.", failed),
        HttpRequestError.ConnectionError => Unreachable("Unreachable", $"No connection to {address.Authority}.", "Check Endpoint, the network and the proxy.", failed),
        HttpRequestError.SecureConnectionError => CertificateRefusal.Of(failed, address, WanBoundary.Service) ?? Unreachable("TlsFailed", $"No secure connection to {address.Authority}: its certificate or protocol was not accepted.", "Check Endpoint, the clock and the proxy.", failed),
        HttpRequestError.ProxyTunnelError => Unreachable("ProxyFailed", $"The proxy did not connect to {address.Authority}.", "Check the proxy.", failed),
        _ => CutOff(mayHaveEffect, failed),
    };

    /// <summary>A request that would have had an effect, and of which no more than a part can have left.</summary>
    public static WanException NotSent(HttpRequestException failed, Uri address)
        => From(failed, address, mayHaveEffect: false) is { Error.ErrorId: not "Wan.Service.ConnectionLost" } told ? told
            : Unreachable("ConnectionLost", "The connection was cut before the whole request had left; nothing was created.", "Check the network, then submit it again.", failed);

    /// <summary>The connection did not come about in its time; nothing was sent.</summary>
    public static WanException NotConnected(Uri address, Exception canceled)
        => Unreachable("Unreachable", $"{address.Authority} did not answer the connection.", "Check Endpoint, the network and the proxy.", canceled);

    public static WanException CutOff(bool mayHaveEffect, Exception failed) => Lost("ConnectionLost", "The connection was cut before the answer came.", mayHaveEffect, failed);

    public static WanException TimedOut(TimeSpan timeout, bool mayHaveEffect, Exception canceled)
        => Lost("TimedOut", $"No answer came within {timeout.TotalSeconds:0} s.", mayHaveEffect, canceled);

    /// <summary>
    /// A redirect is never followed with the key. Those that ask to send the request to another address did nothing with it; any other,
    /// above all 303, may be the answer to something that was done.
    /// </summary>
    public static WanException Redirected(HttpResponseMessage response, bool mayHaveEffect)
    {
        var status = (int)response.StatusCode;
        var location = response.Headers.Location is { IsAbsoluteUri: true } other ? $" to {ServerText.Line(other.Authority)}" : string.Empty;
        var message = $"The endpoint answered with a redirect ({status}){location}; the key is never sent on to another address.";
        return mayHaveEffect && status is not (301 or 302 or 307 or 308)
            ? ErrorFactory.Local(WanBoundary.Region, "Redirected", $"{message} The request may have been accepted, and billed; it is not sent again.",
                "Look whether the job exists before you submit it again; then set -Endpoint to the address that answers itself.", WanRetry.Ambiguous)
            : ErrorFactory.Local(WanBoundary.Region, "Redirected", message, "Set -Endpoint to the address that answers itself.");
    }

    /// <summary>Nothing was sent, so nothing can be billed.</summary>
    private static WanException Unreachable(string code, string message, string action, Exception inner)
        => ErrorFactory.Local(WanBoundary.Service, code, message, action, WanRetry.Safe, inner);

    private static WanException Lost(string code, string message, bool mayHaveEffect, Exception inner)
        => mayHaveEffect
            ? ErrorFactory.Local(WanBoundary.Service, code, $"{message} The request may have been accepted, and billed; it is not sent again.",
                "Look whether the job exists before you submit it again.", WanRetry.Ambiguous, inner)
            : ErrorFactory.Local(WanBoundary.Service, code, message, "Check the network, then try again.", WanRetry.Safe, inner);
}
