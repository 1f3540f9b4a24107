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
            throw Refuse("ProxyWithPassword", "The proxy must not contain a user or password: the profile is a readable file.", "Give scheme, host and port only; a proxy that asks for a password belongs into the environment (HTTPS_PROXY) of the process.");
        }

        return Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) && Schemes.Contains(uri.Scheme) && uri.Host.Length > 0 && uri.AbsolutePath is "/" or "" && uri.Query.Length == 0 && uri.Fragment.Length == 0
            ? uri.GetLeftPart(UriPartial.Authority)
            : throw Refuse("ProxyMalformed", $"The proxy '{text}' is not the address of one.", $"For example http://proxy.example.com:8080; schemes: {string.Join(", ", Schemes)}.");
    }

    private static WanException Refuse(string code, string message, string action)
        => ErrorFactory.Local(WanBoundary.Region, code, message, action);
}
