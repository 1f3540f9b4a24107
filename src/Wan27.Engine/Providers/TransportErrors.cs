using System.Globalization;
using Wan27.Engine.Contract;
using Wan27.Engine.Records;

namespace Wan27.Engine.Providers;

/// <summary>Turns what happened below HTTP into typed errors. What matters most: could the request have taken effect?</summary>
internal static class TransportErrors
{
    public static WanException From(HttpRequestException failed, Uri address, bool mayHaveEffect) => ProxyException.OfService(failed) ?? failed.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => ServiceErrors.HostUnknown(address.Host, failed),
        HttpRequestError.ConnectionError => ServiceErrors.Unreachable(address.Authority, failed),
        HttpRequestError.SecureConnectionError => CertificateRefusal.Of(failed, address, ServiceErrors.CertificateRefused) ?? ServiceErrors.TlsFailed(address.Authority, failed),
        HttpRequestError.ProxyTunnelError => ServiceErrors.ProxyFailedUnseen(address.Authority, failed),
        _ => CutOff(mayHaveEffect, failed),
    };

    /// <summary>A request that would have had an effect, and of which no more than a part can have left.</summary>
    public static WanException NotSent(HttpRequestException failed, Uri address)
        => From(failed, address, mayHaveEffect: false) is { Error.ErrorId: not ErrorIds.ConnectionLost } told ? told : ServiceErrors.ConnectionLostBeforeSent(failed);

    /// <summary>The connection did not come about in its time; nothing was sent.</summary>
    public static WanException NotConnected(Uri address, Exception canceled)
        => ServiceErrors.UnreachableInTime(address.Authority, canceled);

    public static WanException CutOff(bool mayHaveEffect, Exception failed)
        => mayHaveEffect ? ServiceErrors.ConnectionLostAfterSubmit(failed) : ServiceErrors.ConnectionLost(failed);

    public static WanException TimedOut(TimeSpan timeout, bool mayHaveEffect, Exception canceled)
    {
        var seconds = timeout.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        return mayHaveEffect ? ServiceErrors.TimedOutAfterSubmit(seconds, canceled) : ServiceErrors.TimedOut(seconds, canceled);
    }

    /// <summary>
    /// A redirect is never followed with the key. Those that ask to send the request to another address did nothing with it; any other,
    /// above all 303, may be the answer to something that was done.
    /// </summary>
    public static WanException Redirected(HttpResponseMessage response, bool mayHaveEffect)
    {
        var status = (int)response.StatusCode;
        var location = response.Headers.Location is { IsAbsoluteUri: true } other ? $" to {ServerText.Line(other.Authority)}" : string.Empty;
        return mayHaveEffect && status is not (301 or 302 or 307 or 308)
            ? RegionErrors.RedirectedAfterSubmit(status, location)
            : RegionErrors.Redirected(status, location);
    }
}
