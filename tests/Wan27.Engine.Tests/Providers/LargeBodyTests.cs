using System.Text;
using System.Text.Json.Nodes;
using Wan27.Engine.Providers;
using Wan27.Engine.Providers.Exchanges;
using Wan27.Engine.Records;

namespace Wan27.Engine.Tests.Providers;

/// <summary>Pictures inside of a body are large, and are never held as a text or a copy of the whole.</summary>
public sealed class LargeBodyTests
{
    private const int Large = 4 << 20;

    [Theory]
    [InlineData("plain")]
    [InlineData("quotes \" and \\ and \u0001 and <&>")]
    [InlineData("letters \u00e4 \u72d0 and \ud83e\udd8a")]
    public async Task A_body_leaves_as_its_text_would_and_is_as_long_as_it_says(string text)
    {
        // Longer than a piece, so that escapes and pairs lie across the edges of pieces.
        for (var shift = 0; shift < 4; shift++)
        {
            var longText = new string('x', shift) + string.Concat(Enumerable.Repeat(text, 40_000 / text.Length));
            var root = new JsonObject { ["model"] = "m", ["input"] = new JsonObject { ["text"] = longText, ["list"] = new JsonArray(1, null, true, longText, 2.5), ["none"] = null }, [text] = text };
            var body = new JsonBody(root);
            using var written = new MemoryStream();
            await body.WriteAsync(written, CancellationToken.None);

            Assert.Equal(root.ToJsonString(WireJson.Options), Encoding.UTF8.GetString(written.ToArray()));
            Assert.Equal(written.Length, body.Length);
        }
    }

    [Fact]
    public async Task Sending_and_showing_a_large_body_allocates_a_small_part_of_it()
    {
        var body = new JsonBody(new JsonObject { ["image"] = DataUri('A') });
        using var content = new DepartingContent(body, static () => Task.CompletedTask);
        using var message = new HttpRequestMessage(HttpMethod.Post, "https://dashscope-intl.aliyuncs.com/api/v1") { Content = content };
        await new ExchangeText(null).RequestAsync(message, CancellationToken.None);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var shown = await new ExchangeText(null).RequestAsync(message, CancellationToken.None);
        await content.CopyToAsync(Stream.Null);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Contains($"\"data:image/png;base64,... ({Large} characters)\"", shown, StringComparison.Ordinal);
        Assert.InRange(allocated, 0, Large / 2);
    }

    [Fact]
    public void Embedded_data_is_removed_from_records_without_a_copy_of_it()
    {
        var text = "image=" + DataUri('A');

        // What the first call sets up, and the keys that other tests have read, are not of the text.
        RecordGuard.Clean(text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var cleaned = RecordGuard.Clean(text);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // A copy is two bytes for each character.
        Assert.Equal("image=" + RecordGuard.DataMarker, cleaned);
        Assert.InRange(allocated, 0, Large);
    }

    [Fact]
    public void Two_large_pictures_and_the_text_around_them_are_told_apart()
    {
        Assert.NotEqual(Hash(DataUri('A')), Hash(DataUri('B')));
        Assert.Equal(Hash(DataUri('A')), Hash(DataUri('A')));
        Assert.Equal($"a {RecordGuard.DataMarker} b {RecordGuard.DataMarker} c", RecordGuard.Clean($"a {DataUri('A')} b {DataUri('B')} c"));

        static string Hash(string picture) => PlainJson.Hash("route", "model", new Dictionary<string, object?> { ["media"] = new[] { $"image={picture}" } });
    }

    [Fact]
    public void What_is_no_embedded_data_stays_whole()
    {
        var text = $"see ;base64,{new string('A', 50_000)}B and sk-0123456789abcdef";

        Assert.Equal(text.Replace("sk-0123456789abcdef", RecordGuard.KeyMarker, StringComparison.Ordinal), RecordGuard.Clean(text));
    }

    private static string DataUri(char fill) => $"data:image/png;base64,{new string(fill, Large / 2)}/{new string('C', (Large / 2) - 1)}";
}
