using Wan27.Engine.Contract;

namespace Wan27.Engine.Providers.DashScope;

/// <summary>Turns what happened below HTTP into typed errors. What matters most: could the request have taken effect?</summary>
internal static class TransportErrors
{
    public static WanException From(HttpRequestException failed, Uri address, bool mayHaveEffect) => failed.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => Unreachable("HostUnknown", $"The host '{address.Host}' cannot be resolved.", "Check Endpoint, WorkspaceId and the network.", failed),
        HttpRequestError.ConnectionError => Unreachable("Unreachable", $"No connection to {address.Authority}.", "Check Endpoint, the network and the proxy.", failed),
        HttpRequestError.SecureConnectionError => Unreachable("TlsFailed", $"No secure connection to {address.Authority}: its certificate or protocol was not accepted.", "Check Endpoint, the clock and the proxy.", failed),
        HttpRequestError.ProxyTunnelError => Unreachable("ProxyFailed", $"The proxy did not connect to {address.Authority}.", "Check the proxy.", failed),
        _ => CutOff(mayHaveEffect, failed),
    };

    /// <summary>The connection did not come about in its time; nothing was sent.</summary>
    public static WanException NotConnected(Uri address, Exception canceled)
        => Unreachable("Unreachable", $"{address.Authority} did not answer the connection.", "Check Endpoint, the network and the proxy.", canceled);

    public static WanException CutOff(bool mayHaveEffect, Exception failed) => Lost("ConnectionLost", "The connection was cut before the answer came.", mayHaveEffect, failed);

    public static WanException TimedOut(TimeSpan timeout, bool mayHaveEffect, Exception canceled)
        => Lost("TimedOut", $"No answer came within {timeout.TotalSeconds:0} s.", mayHaveEffect, canceled);

    /// <summary>Nothing was sent, so nothing can be billed.</summary>
    private static WanException Unreachable(string code, string message, string action, Exception inner)
        => ErrorFactory.Local(WanBoundary.Service, code, message, action, WanRetry.Safe, inner);

    private static WanException Lost(string code, string message, bool mayHaveEffect, Exception inner)
        => mayHaveEffect
            ? ErrorFactory.Local(WanBoundary.Service, code, $"{message} The request may have been accepted, and billed; it is not sent again.",
                "Look whether the job exists before you submit it again.", WanRetry.Ambiguous, inner)
            : ErrorFactory.Local(WanBoundary.Service, code, message, "Check the network, then try again.", WanRetry.Safe, inner);
}
