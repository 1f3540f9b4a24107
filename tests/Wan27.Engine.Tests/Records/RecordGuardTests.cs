using Wan27.Engine.Records;

namespace Wan27.Engine.Tests.Records;

public sealed class RecordGuardTests
{
    [Fact]
    public void Embedded_media_is_replaced()
        => Assert.Equal(RecordGuard.DataMarker, RecordGuard.Clean("data:image/png;base64," + new string('A', 300)));

    [Fact]
    public void Embedded_media_inside_a_text_is_replaced()
        => Assert.Equal(
            $"body {{\"img\":\"{RecordGuard.DataMarker}\"}}",
            RecordGuard.Clean("body {\"img\":\"data:image/png;base64," + new string('A', 300) + "\"}"));

    [Theory]
    [InlineData("key sk-0123456789abcdef!", "key [key removed]!")]
    [InlineData("Authorization: Bearer abc.def-123", "Authorization: [key removed]")]
    [InlineData("bearer abcdefgh", "[key removed]")]
    [InlineData("sk-ws-H.abc.def123", "[key removed]")]
    public void A_key_is_replaced(string text, string expected)
        => Assert.Equal(expected, RecordGuard.Clean(text));

    [Theory]
    [InlineData("https://a.example/x.png?Expires=1&OSSAccessKeyId=k&Signature=s", "https://a.example/x.png")]
    [InlineData("see https://a.example/x.png?X-Amz-Signature=s and more", "see https://a.example/x.png and more")]
    [InlineData("https://a.example/x.png?sv=1&sig=s", "https://a.example/x.png")]
    public void The_query_of_a_signed_url_is_dropped(string text, string expected)
        => Assert.Equal(expected, RecordGuard.Clean(text));

    [Theory]
    [InlineData("A bearer of good news on a desk-top")]
    [InlineData("https://a.example/x.png?version=3")]
    [InlineData("data: the film")]
    [InlineData("oss://dashscope-instant/abc/x.png")]
    [InlineData("")]
    public void Anything_else_stays_as_it_is(string text)
        => Assert.Equal(text, RecordGuard.Clean(text));
}
