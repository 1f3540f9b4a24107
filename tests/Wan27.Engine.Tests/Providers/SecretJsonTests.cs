using Wan27.Engine.Profiles;
using Wan27.Engine.Providers.Exchanges;

namespace Wan27.Engine.Tests.Providers;

/// <summary>What may be shown of a body.</summary>
public sealed class SecretJsonTests
{
    private const string Secret = "c2VjcmV0LXZhbHVl";

    [Theory]
    [InlineData("policy")]
    [InlineData("Signature")]
    [InlineData("oss_access_key_id")]
    [InlineData("OSSAccessKeyId")]
    [InlineData("security_token")]
    [InlineData("x-oss-security-token")]
    [InlineData("authorization")]
    [InlineData("api_key")]
    [InlineData("access_token")]
    public void A_secret_member_is_removed_from_whole_and_from_half_bodies(string name)
    {
        var whole = $"{{\"data\":{{\"{name}\" : \"{Secret}\",\"upload_dir\":\"here\"}}}}";
        var visible = Secret[..4];

        Assert.Equal($"{{\"data\":{{\"{name}\":\"[removed]\",\"upload_dir\":\"here\"}}}}", SecretJson.Clean(whole));
        var first = whole.IndexOf(Secret, StringComparison.Ordinal) + visible.Length;
        Assert.All(Enumerable.Range(first, whole.Length - first), length => Assert.DoesNotContain(visible, SecretJson.Clean(whole[..length]), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"url":"https:\/\/oss.example.com\/a.mp4?Expires=1\u0026Signature=c2VjcmV0"}""")]
    [InlineData("""{"url":"https:\/\/oss.example.com\/a.mp4?Expires=1\u0026Signature=c2VjcmV0","half":"of""")]
    [InlineData("<Error><Url>https://oss.example.com/a.mp4?Expires=1&amp;Signature=c2VjcmV0</Url></Error>")]
    public void A_signed_query_is_removed_however_it_is_written(string body)
    {
        var cleaned = SecretJson.Clean(body);

        Assert.Contains("https://oss.example.com/a.mp4", cleaned, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", cleaned, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_stay_readable()
        => Assert.Equal("""{"prompt":"Ein Fuchs läuft, 狐狸 <b>","n":1.50,"none":null}""", SecretJson.Clean("""{ "prompt": "Ein Fuchs läuft, 狐狸 <b>", "n": 1.50, "none": null }"""));

    [Fact]
    public void Control_characters_do_not_reach_a_terminal()
        => Assert.Equal("{\"message\":\"[31mred\"}", SecretJson.Clean("{\"message\":\"\\u001b[31mred\\u0007\"}"));

    [Theory]
    [InlineData("sk-0123456789abcdef")]
    [InlineData("gateway.key-of+another/form==")]
    public void A_key_is_erased_from_texts_and_bodies_whatever_its_form(string value)
    {
        var key = ApiKey.Create(value, "test");

        Assert.Equal("Incorrect key: [key removed].", key.EraseFrom($"Incorrect key: {value}."));
        Assert.Equal("ä [key removed]"u8.ToArray(), key.EraseFrom(System.Text.Encoding.UTF8.GetBytes($"ä {value}")));
    }

    [Fact]
    public void A_body_without_the_key_is_left_as_it_is()
    {
        byte[] body = [0xff, 0xfe, 0x00, 0x80];

        Assert.Same(body, ApiKey.Create("sk-0123456789abcdef", "test").EraseFrom(body));
    }
}
