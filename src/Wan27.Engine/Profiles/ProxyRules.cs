using Wan27.Engine.Contract;

namespace Wan27.Engine.Profiles;

/// <summary>Which address a profile's own proxy may have.</summary>
internal static class ProxyRules
{
    private static readonly string[] Schemes = ["http", "https", "socks4", "socks4a", "socks5"];

    /// <summary>Checks an address given by the user. What may hold a password is not echoed.</summary>
    public static string Normalize(string text)
    {
        if (text.Contains('@', StringComparison.Ordinal))
        {
            throw RegionErrors.ProxyWithPassword();
        }

        return Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) && Schemes.Contains(uri.Scheme) && uri.Host.Length > 0 && uri.AbsolutePath is "/" or "" && uri.Query.Length == 0 && uri.Fragment.Length == 0
            ? uri.GetLeftPart(UriPartial.Authority)
            : throw RegionErrors.ProxyMalformed(text, string.Join(", ", Schemes));
    }
}
