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
    /// <param name="failed">What was thrown.</param>
    /// <param name="address">Where the request went.</param>
    /// <param name="error">The error of the boundary at which it was met.</param>
    public static WanException? Of(HttpRequestException failed, Uri address, Func<string, string, Exception, WanException> error)
    {
        if (failed.InnerException is not AuthenticationException { Message: { } said } || !said.Contains("certificate", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var reason = Reasons.FirstOrDefault(known => said.Contains(known.Sign, StringComparison.Ordinal)).Words ?? "was not accepted";
        return error(address.Authority, reason, failed);
    }
}
