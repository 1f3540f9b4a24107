using System.Text;
using Wan27.Engine.Profiles;
using Wan27.Engine.Providers.Exchanges;
using Wan27.Engine.Records;

namespace Wan27.Engine.Tests.Records;

/// <summary>A key in disguise is taken out like the plain one, by whoever knows the key and at the last gate before screen and disk.</summary>
public sealed class SecretFormsTests
{
    private const string Key = "sk-Disguise0123456789+/xy~~~ABCDEF";

    private static readonly ApiKey Known = ApiKey.Create(Key, "test");

    public static TheoryData<string> Forms => new(
        Key,
        Key.ToUpperInvariant(),
        Key.ToLowerInvariant(),
        string.Concat(Key.Reverse()),
        Convert.ToHexString(Encoding.UTF8.GetBytes(Key)),
        Convert.ToHexString(Encoding.UTF8.GetBytes(Key)).ToLowerInvariant(),
        BitConverter.ToString(Encoding.UTF8.GetBytes(Key)),
        string.Join(' ', Encoding.UTF8.GetBytes(Key).Select(static one => one.ToString("x2", null))),
        Base64(Key),
        Base64(Key).TrimEnd('='),
        Base64("Bearer " + Key),
        Base64("x" + Key),
        Base64("user:" + Key).TrimEnd('='),
        Base64("Bearer " + Key).Replace('+', '-').Replace('/', '_'),
        Base64("Bearer " + Key).ToLowerInvariant(),
        Base64("Bearer " + Key).Insert(20, "\r\n"),
        string.Join(' ', Key.AsEnumerable()),
        string.Join('\u200B', Key.AsEnumerable()),
        Key.Insert(6, "\u2060\u00AD"),
        Key.Insert(9, "\n  "),
        Key.Replace("D", "%44", StringComparison.Ordinal).Replace("+", "%2B", StringComparison.Ordinal),
        Key.Replace("i", "%2569", StringComparison.Ordinal),
        Key.Insert(4, "%E2%80%8B"),
        Key.Replace("D", "\\u0044", StringComparison.Ordinal).Replace("/", "\\/", StringComparison.Ordinal),
        Key.Replace("i", "\\\\u0069", StringComparison.Ordinal),
        string.Concat(Key.Select(static one => $"\\x{(int)one:x2}")),
        string.Concat(Key.Select(static one => $"&#{(int)one};")),
        string.Concat(Key.Select(static one => (char)(one + 0xFEE0))));

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_key_in_disguise_is_removed_like_the_plain_one(string form)
    {
        var text = $"refused '{form}' (1)";

        Assert.Equal("refused '[key removed]' (1)", Known.EraseFrom(text));
        Assert.Equal("refused '[key removed]' (1)", Encoding.UTF8.GetString(Known.EraseFrom(Encoding.UTF8.GetBytes(text))));
        Assert.Equal("refused '[key removed]' (1)", RecordGuard.Clean(text));
        Assert.Equal("refused '[key removed]' (1)", SecretJson.Clean(text));
    }

    [Theory]
    [InlineData("nothing of it")]
    [InlineData("sk-Disguise012345678")]
    [InlineData("C:\\Users\\new\\%25%zz&#;&#xyz; \\u12 \\")]
    public void A_text_without_the_key_stays_the_very_same(string text) => Assert.Same(text, Known.EraseFrom(text));

    [Fact]
    public void A_key_over_the_edge_of_a_piece_is_found_and_nothing_else_is_lost()
    {
        for (var before = 65_536 - 40; before < 65_536 + 4_100; before += 37)
        {
            var text = new string('.', before) + Key + new string('.', 70_000);

            Assert.Equal(new string('.', before) + "[key removed]" + new string('.', 70_000), Known.EraseFrom(text));
        }
    }

    [Theory]
    [InlineData("A")]
    [InlineData("\\")]
    [InlineData("%25")]
    [InlineData("&#")]
    [InlineData("sk-D ")]
    [InlineData("736b2d")]
    public void A_large_body_that_looks_like_the_beginning_of_a_key_is_read_once(string piece)
    {
        // Work that grew with the square of the length would not end here.
        var text = string.Concat(Enumerable.Repeat(piece, 4_000_000 / piece.Length));

        Assert.Same(text, Known.EraseFrom(text));
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
