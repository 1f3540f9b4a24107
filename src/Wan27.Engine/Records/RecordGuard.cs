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

    /// <summary>The text as it may be written down.</summary>
    public static string Clean(string text)
    {
        if (text.Length > LongestDataUri && text.AsSpan().TrimStart().StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            return DataMarker;
        }

        // Before anything is cut out: half a key that stands in pieces would be left over.
        var cleaned = EmbeddedData().Replace(KnownSecrets.Erase(text), DataMarker);
        cleaned = UserOfUrl().Replace(cleaned, "://");
        cleaned = Bearer().Replace(cleaned, KeyMarker);
        cleaned = Key().Replace(cleaned, KeyMarker);
        return SignedQuery().Replace(cleaned, "$1");
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
