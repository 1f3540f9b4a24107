using Wan27.Engine.Contract;

namespace Wan27.Engine.Providers;

/// <summary>A proxy that did not let a request through. Whatever was to be sent did not reach its host.</summary>
internal sealed class ProxyException(string code, string message, ProxyInUse proxy, HttpRequestError kind, Exception? inner) : HttpRequestException(kind, message, inner)
{
    /// <summary>The typed error when a request failed at the proxy; null when it failed elsewhere.</summary>
    public static WanException? Of(HttpRequestException failed, WanBoundary boundary) => (failed as ProxyException)?.Typed(boundary);

    private WanException Typed(WanBoundary boundary) => ErrorFactory.Local(boundary, code, Message, proxy.Fix, WanRetry.Safe, this);
}
