using System.Net;
using System.Text;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Providers.DashScope;
using Wan27.Engine.Providers.Exchanges;

namespace Wan27.Engine.Tests.Providers;

/// <summary>What an exchange shows of addresses, headers and faults.</summary>
public sealed class ExchangeTextTests
{
    private const string Key = "gw+key/1234567890=";

    private readonly ExchangeText _words = new(ApiKey.Create(Key, "test"));

    [Theory]
    [InlineData("/obj.mp4?Expires=1&OSSAccessKeyId=AKID&Signature=SECRET")]
    [InlineData("//b.oss.example.com/obj?OSSAccessKeyId=AKID&Signature=SECRET")]
    [InlineData("obj?Signature=SECRET")]
    [InlineData("https://user:SECRET@h/obj?Signature=SECRET")]
    [InlineData("https://h/obj#Signature=SECRET")]
    public void A_redirect_shows_where_it_leads_and_no_more(string location)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.Found) { Content = new StringContent(string.Empty) };
        response.Headers.Location = new Uri(location, UriKind.RelativeOrAbsolute);
        var shown = _words.Answer(response, null);

        Assert.Contains("/obj", shown.Replace("Location: obj", "Location: /obj", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("AKID", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"message":"bad key 'gw\u002bkey\/1234567890='"}""")]
    [InlineData("""{"message":"bad key 'gw\u002Bkey/1234567890='"}""")]
    [InlineData("""{"message":"bad key 'gw+key\/1234567890\u003d'"}""")]
    [InlineData("<html>bad key gw%2Bkey%2f1234567890%3D or gw&#43;key&#x2f;1234567890=</html>")]
    public void The_key_is_erased_however_it_is_written(string body)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.Unauthorized) { Content = new StringContent(body) };
        var erased = ApiKey.Create(Key, "test").EraseFrom(Encoding.UTF8.GetBytes(body));

        Assert.Contains("[key removed]", _words.Answer(response, Encoding.UTF8.GetBytes(body)), StringComparison.Ordinal);
        Assert.DoesNotContain("1234567890", _words.Answer(response, Encoding.UTF8.GetBytes(body)), StringComparison.Ordinal);
        Assert.DoesNotContain("1234567890", Encoding.UTF8.GetString(erased), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"message":"upstream: {\"policy\":\"SECRET\",\"signature\":\"SECRET\"}"}""")]
    [InlineData("<Error><OSSAccessKeyId>SECRET</OSSAccessKeyId><SignatureProvided>SECRET</SignatureProvided><StringToSign>POST SECRET</StringToSign></Error>")]
    [InlineData("OSSAccessKeyId=SECRET&Signature=SECRET&policy=SECRET")]
    [InlineData("""{"data":{"x-oss-signature":"SECRET","x_oss_signature":"SECRET","x-oss-credential":"SECRET"}}""")]
    public void Secrets_are_removed_from_bodies_of_any_form(string body)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body) };

        Assert.DoesNotContain("SECRET", _words.Answer(response, Encoding.UTF8.GetBytes(body)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_shows_neither_user_nor_key()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://user:SECRET@h/x?api_key=SECRET&size=1K");
        var shown = await _words.RequestAsync(request, CancellationToken.None);

        Assert.DoesNotContain("SECRET", shown, StringComparison.Ordinal);
        Assert.Contains("size=1K", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_proxys_fault_does_not_name_its_password()
        => Assert.DoesNotContain("SECRET", _words.Fault(new HttpRequestException("The proxy tunnel request to proxy 'http://user:SECRET@127.0.0.1:8080/' failed.")), StringComparison.Ordinal);

    [Fact]
    public void An_error_made_of_an_escaped_echo_does_not_hold_the_key()
    {
        var body = ApiKey.Create(Key, "test").EraseFrom(Encoding.UTF8.GetBytes("""{"message":"bad key 'gw\u002Bkey/1234567890='"}"""));
        var message = System.Text.Json.JsonDocument.Parse(body).RootElement.GetProperty("message").GetString();

        Assert.DoesNotContain("1234567890", DashScopeErrors.Table.Of("InvalidApiKey", message, "r", 401).Message, StringComparison.Ordinal);
    }
}
