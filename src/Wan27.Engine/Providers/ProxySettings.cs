using System.Net;

namespace Wan27.Engine.Providers;

/// <summary>
/// Which proxy a request takes: the profile's own, or what the environment and the system say, and then never to this machine itself. An emulator
/// or a gateway on loopback is nobody else's business, and no proxy could reach it.
/// </summary>
/// <param name="own">The profile's own proxy; null for the environment's.</param>
/// <param name="environment">What the environment and the system say.</param>
/// <param name="variable">Reads a variable of the environment.</param>
internal sealed class ProxySettings(string? own, IWebProxy environment, Func<string, string?> variable) : IWebProxy
{
    private readonly IWebProxy _proxy = own is null ? environment : new WebProxy(own);

    public ICredentials? Credentials
    {
        get => _proxy.Credentials;
        set => _proxy.Credentials = value;
    }

    public static ProxySettings Of(string? own) => new(own, HttpClient.DefaultProxy, Environment.GetEnvironmentVariable);

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : _proxy.GetProxy(destination);

    public bool IsBypassed(Uri host) => (own is null && host.IsLoopback) || _proxy.IsBypassed(host);

    /// <summary>The proxy of an address, or null when it is reached without one.</summary>
    public ProxyInUse? For(Uri address)
    {
        if (GetProxy(address) is not { } proxy || proxy == address)
        {
            return null;
        }

        var shown = proxy.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        if (own is not null)
        {
            return new ProxyInUse(shown, "-Proxy of the profile", "Correct it with Set-WanProfile -Proxy; an empty one goes back to the system's.");
        }

        // In the order in which .NET reads them.
        string[] names = address.Scheme == Uri.UriSchemeHttps ? ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] : ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"];
        return names.FirstOrDefault(name => !string.IsNullOrEmpty(variable(name))) is { } set
            ? new ProxyInUse(shown, $"the variable {set}", $"Correct {set} and start PowerShell anew, or name {address.Host} in NO_PROXY.")
            : new ProxyInUse(shown, "the system's settings", "Correct the system's proxy settings, or name a proxy with Set-WanProfile -Proxy.");
    }
}
