using Wan27.Engine.Contract;

namespace Wan27.Engine.Providers;

/// <summary>A proxy that did not let a request through. Whatever was to be sent did not reach its host.</summary>
/// <param name="service">The error when the service was asked.</param>
/// <param name="storage">The error when a result was fetched.</param>
/// <param name="kind">What it looks like to whoever knows no proxy.</param>
/// <param name="inner">What was thrown; null where it names the proxy's password.</param>
internal sealed class ProxyException(WanException service, WanException storage, HttpRequestError kind, Exception? inner) : HttpRequestException(kind, service.Message, inner)
{
    /// <summary>The typed error when a request to the service failed at the proxy; null when it failed elsewhere.</summary>
    public static WanException? OfService(HttpRequestException failed) => failed is ProxyException own ? new WanException(own.Service, own) : null;

    /// <summary>The same for the download of a result.</summary>
    public static WanException? OfStorage(HttpRequestException failed) => failed is ProxyException own ? new WanException(own.Storage, own) : null;

    private WanError Service { get; } = service.Error;

    private WanError Storage { get; } = storage.Error;
}
