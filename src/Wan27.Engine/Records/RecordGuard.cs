using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Wan27.Engine.Records;

/// <summary>
/// The last gate before disk: whatever a caller passes, keys, embedded media and signatures do not get into sidecars or the journal.
/// </summary>
internal static partial class RecordGuard
{
    public const string KeyMarker = "[key removed]";
    public const string DataMarker = "[embedded data removed]";

    /// <summary>A data URI of this length can still be a mere name of a format in a prompt.</summary>
    private const int LongestDataUri = 200;

    private const string DataStart = ";base64,";

    /// <summary>How far a key may reach into embedded data.</summary>
    private const int DataEdge = 4096;

    private static readonly SearchValues<char> Base64Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-");

    /// <summary>The text as it may be written down.</summary>
    public static string Clean(string text)
    {
        if (text.Length > LongestDataUri && text.AsSpan().TrimStart().StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            return DataMarker;
        }

        // Before anything is cut out: half a key that stands in pieces would be left over.
        var cleaned = EmbeddedData().Replace(KnownSecrets.Erase(WithoutMiddle(text)), DataMarker);
        cleaned = UserOfUrl().Replace(cleaned, "://");
        cleaned = Bearer().Replace(cleaned, KeyMarker);
        cleaned = Key().Replace(cleaned, KeyMarker);
        return SignedQuery().Replace(cleaned, "$1");
    }

    /// <summary>
    /// The text without what lies deep inside of embedded data: megabytes that are removed anyway need not be searched for keys first. Its ends
    /// stay, where a key could reach out of it.
    /// </summary>
    private static string WithoutMiddle(string text)
    {
        StringBuilder? shorter = null;
        var from = 0;
        for (var at = 0; text.AsSpan(at).IndexOf(DataStart, StringComparison.OrdinalIgnoreCase) is >= 0 and var found;)
        {
            var start = at + found + DataStart.Length;
            var run = text.AsSpan(start).IndexOfAnyExcept(Base64Letters) is >= 0 and var end ? end : text.Length - start;
            at = start + run;
            if (run > 4 * DataEdge && EndsInData(text.AsSpan(from, start + DataEdge - from)))
            {
                (shorter ??= new StringBuilder()).Append(text, from, start + DataEdge - from);
                from = start + run - DataEdge;
            }
        }

        return shorter is null ? text : shorter.Append(text, from, text.Length - from).ToString();
    }

    /// <summary>True when the last of a text is the inside of embedded data.</summary>
    private static bool EndsInData(ReadOnlySpan<char> text)
    {
        text = text[Math.Max(0, text.Length - (2 * DataEdge))..];
        foreach (var match in EmbeddedData().EnumerateMatches(text))
        {
            if (match.Index + match.Length == text.Length)
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(@"data:[\w.+-]+/[\w.+-]+(;[\w=.-]+)*;base64,[A-Za-z0-9+/=_-]{100,}", RegexOptions.IgnoreCase)]
    private static partial Regex EmbeddedData();

    /// <summary>User and password of a URL, which a proxy's fault may name.</summary>
    [GeneratedRegex(@"://[^\s/@:""'<>]*:[^\s/@""'<>]*@")]
    private static partial Regex UserOfUrl();

    [GeneratedRegex(@"\bBearer\s+[\w.~+/=-]{6,}", RegexOptions.IgnoreCase)]
    private static partial Regex Bearer();

    [GeneratedRegex(@"(?<![A-Za-z0-9])sk-[A-Za-z0-9_.-]{6,}")]
    private static partial Regex Key();

    /// <summary>The query of a signed URL; other queries are part of what was asked for.</summary>
    [GeneratedRegex(@"(\bhttps?://[^\s?#""'<>]+)\?[^\s""'<>]*?(?:signature|x-amz-|x-oss-|ossaccesskeyid|[?&]sig=|security-token|[?&](?:access_)?token=|auth_key)[^\s""'<>]*", RegexOptions.IgnoreCase)]
    private static partial Regex SignedQuery();
}
