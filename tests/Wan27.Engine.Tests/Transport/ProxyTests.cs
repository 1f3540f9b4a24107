using System.Net;
using Wan27.Engine.Contract;
using Wan27.Engine.Providers;
using Wan27.Engine.Providers.DashScope;
using Wan27.Engine.Tests.Results;

namespace Wan27.Engine.Tests.Transport;

/// <summary>Proxies of the environment and of profiles: what goes past them, and what is said when they fail.</summary>
public sealed class ProxyTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8080/a", null)]
    [InlineData("https://localhost/a", null)]
    [InlineData("http://[::1]:8080/a", null)]
    [InlineData("https://service.example.com/a", "http://proxy.example.com:3128")]
    public void Nothing_of_this_machine_goes_through_a_proxy_of_the_environment(string address, string? through)
        => Assert.Equal(through, Environment("http://user:secret@proxy.example.com:3128", "HTTPS_PROXY").For(new Uri(address))?.Address);

    [Fact]
    public async Task A_server_on_loopback_is_reached_past_a_proxy_that_is_not_there()
    {
        await using var server = new LoopbackServer(static _ => WireAnswer.Text(200, "here"));
        using var client = Client(Environment("http://127.0.0.1:1", "HTTP_PROXY"));

        using var answer = await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, server.Url("/clip.mp4")), CancellationToken.None);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("http://user:secret@no-such-proxy.invalid:3128", "HTTPS_PROXY", "Wan.Service.ProxyUnknown", "The proxy http://no-such-proxy.invalid:3128 (from the variable HTTPS_PROXY) cannot be found: its name is not known here; nothing was sent.")]
    [InlineData("http://user:secret@127.0.0.1:1", "all_proxy", "Wan.Service.ProxyUnreachable", "The proxy http://127.0.0.1:1 (from the variable all_proxy) does not accept connections; nothing was sent.")]
    [InlineData("http://127.0.0.1:1", "", "Wan.Service.ProxyUnreachable", "The proxy http://127.0.0.1:1 (from the system's settings) does not accept connections; nothing was sent.")]
    public async Task A_proxy_that_fails_is_named_with_where_it_was_set_and_without_its_password(string proxy, string variable, string id, string message)
    {
        var error = await FailAsync(Environment(proxy, variable), "https://service.example.com/a");

        Assert.Equal((id, message, WanRetry.Safe), (error.ErrorId, error.Message, error.Retry));
        Assert.Equal(
            variable.Length == 0 ? "Correct the system's proxy settings, or name a proxy with Set-WanProfile -Proxy." : $"Correct {variable} and start PowerShell anew, or name service.example.com in NO_PROXY.",
            error.RecommendedAction);
    }

    [Theory]
    [InlineData("http://service.example.com/a")]
    [InlineData("https://service.example.com/a")]
    public async Task A_proxy_that_asks_for_a_password_is_named(string address)
    {
        await using var proxy = new LoopbackServer(static _ => new WireAnswer { Status = 407 }.With("Proxy-Authenticate", "Basic realm=\"proxy\""));
        var at = new Uri(proxy.Url("/")).GetLeftPart(UriPartial.Authority);

        var error = await FailAsync(new ProxySettings(at, new WebProxy(), static _ => null), address);

        Assert.Equal(
            ("Wan.Service.ProxyUnauthorized", $"The proxy {at} (from -Proxy of the profile) asks for a user and password, or refuses those that it was given (407); nothing got past it.", "Correct it with Set-WanProfile -Proxy; an empty one goes back to the system's."),
            (error.ErrorId, error.Message, error.RecommendedAction));
    }

    [Fact]
    public async Task A_proxy_that_does_not_connect_is_named()
    {
        await using var proxy = new LoopbackServer(static _ => new WireAnswer { Status = 403 });
        var at = new Uri(proxy.Url("/")).GetLeftPart(UriPartial.Authority);

        var error = await FailAsync(Environment(at.Replace("//", "//user:secret@", StringComparison.Ordinal), "https_proxy"), "https://service.example.com/a");

        Assert.Equal(("Wan.Service.ProxyFailed", $"The proxy {at} (from the variable https_proxy) did not connect to service.example.com (HTTP 403); nothing was sent."), (error.ErrorId, error.Message));
    }

    private static ProxySettings Environment(string proxy, string variable)
    {
        var address = new Uri(proxy);
        return new ProxySettings(null, new WebProxy(address), name => name == variable ? proxy : null);
    }

    private static HttpMessageInvoker Client(ProxySettings settings) => new(new ProxyGuard(new SocketsHttpHandler { Proxy = settings }, settings));

    private static async Task<WanError> FailAsync(ProxySettings settings, string address)
    {
        using var client = Client(settings);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        var failed = await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.SendAsync(request, CancellationToken.None));
        Assert.DoesNotContain("secret", failed.ToString(), StringComparison.Ordinal);
        return TransportErrors.From(failed, new Uri(address), mayHaveEffect: true).Error;
    }
}
