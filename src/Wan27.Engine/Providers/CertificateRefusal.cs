using System.Security.Authentication;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Providers;

/// <summary>
/// A server whose certificate this machine does not accept. There is no way to go on without: the key, or the media, would travel to
/// whoever stands in between.
/// </summary>
internal static class CertificateRefusal
{
    private static readonly (string Sign, string Words)[] Reasons =
    [
        ("NotTimeValid", "is not valid at this machine's present time"),
        ("NameMismatch", "is for another host name"),
        ("Revoked", "has been revoked"),
        ("UntrustedRoot", "comes from nobody whom this machine trusts"),
        ("PartialChain", "comes from nobody whom this machine trusts"),
        ("ChainErrors", "comes from nobody whom this machine trusts"),
    ];

    /// <summary>The typed error when a request failed for its server's certificate; null when it failed for something else.</summary>
    public static WanException? Of(HttpRequestException failed, Uri address, WanBoundary boundary)
    {
        if (failed.InnerException is not AuthenticationException { Message: { } said } || !said.Contains("certificate", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var reason = Reasons.FirstOrDefault(known => said.Contains(known.Sign, StringComparison.Ordinal)).Words ?? "was not accepted";
        return ErrorFactory.Local(
            boundary,
            "CertificateRefused",
            $"No secure connection to {address.Authority}: its certificate {reason}. Nothing was sent.",
            "Check the host name and this machine's clock; where a proxy opens TLS, install its root certificate in the system's store. There is no switch that ignores a certificate.",
            WanRetry.Once,
            failed);
    }
}
