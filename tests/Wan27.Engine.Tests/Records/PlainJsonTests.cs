using Wan27.Engine.Records;

namespace Wan27.Engine.Tests.Records;

public sealed class PlainJsonTests
{
    public static TheoryData<object?> Values => new()
    {
        null, true, false, 5, -7, 5_000_000_000L, 0.25, "text", string.Empty, "\u72D0 \"quoted\" \n",
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_plain_value_comes_back_as_it_was(object? value)
        => Assert.Equal(value, PlainJson.Read(PlainJson.Write(new Dictionary<string, object?> { ["Value"] = value }))["value"]);

    [Fact]
    public void Lists_and_tables_come_back_too()
    {
        var read = PlainJson.Read(PlainJson.Write(new Dictionary<string, object?>
        {
            ["List"] = new object?[] { 1, "two", new[] { 3 } },
            ["Table"] = new System.Collections.Hashtable { ["Inner"] = 0.5 },
        }));

        var list = Assert.IsType<object?[]>(read["List"]);
        Assert.Equal([1, "two"], list.Take(2));
        Assert.Equal([3], Assert.IsType<object?[]>(list[2]));
        Assert.Equal(0.5, Assert.IsAssignableFrom<IReadOnlyDictionary<string, object?>>(read["Table"])["Inner"]);
    }

    [Fact]
    public void What_is_not_plain_is_written_as_text_and_bytes_not_at_all()
    {
        var read = PlainJson.Read(PlainJson.Write(new Dictionary<string, object?>
        {
            ["Region"] = WanRegion.Beijing,
            ["Bytes"] = new byte[500],
            ["Few"] = new byte[] { 1, 2, 3 },
            ["Nothing"] = double.NaN,
        }));

        Assert.Equal("Beijing", read["Region"]);
        Assert.Equal(RecordGuard.DataMarker, read["Bytes"]);
        Assert.Equal(RecordGuard.DataMarker, read["Few"]);
        Assert.Equal("NaN", read["Nothing"]);
    }

    [Theory]
    [InlineData("https://b.example/x.png?Signature=one", "https://b.example/x.png?Signature=two", true)]
    [InlineData("https://b.example/x.png?Signature=one", "https://b.example/y.png?Signature=one", false)]
    [InlineData("/in/a.png", "/in/b.png", false)]
    public void Requests_are_the_same_when_only_signatures_differ(string one, string two, bool same)
        => Assert.Equal(same, HashOf(one) == HashOf(two));

    [Fact]
    public void Requests_with_different_embedded_media_are_different_though_neither_is_kept()
    {
        var one = "data:image/png;base64," + new string('A', 400);
        var two = "data:image/png;base64," + new string('B', 400);

        Assert.NotEqual(HashOf(one), HashOf(two));
        Assert.Equal(RecordGuard.Clean(one), RecordGuard.Clean(two));
    }

    private static string HashOf(string media) => PlainJson.Hash("r", "m", new Dictionary<string, object?> { ["Media"] = media });
}
