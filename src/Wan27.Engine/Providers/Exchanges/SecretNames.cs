using System.Text.RegularExpressions;

namespace Wan27.Engine.Providers.Exchanges;

/// <summary>Names whose values are never shown, and how they are found in text of any form.</summary>
internal static class SecretNames
{
    public const string Removed = "[removed]";

    // Contract section 7 for the policies of uploads, with the names of the storage's newer signatures; the others for gateways that echo what they were sent.
    private static readonly HashSet<string> All = new(StringComparer.OrdinalIgnoreCase)
    {
        "policy", "signature", "signatureprovided", "stringtosign", "stringtosignbytes", "canonicalrequest", "ossaccesskeyid", "oss_access_key_id", "accesskeyid", "access_key_id",
        "access_key_secret", "accesskeysecret", "security_token", "securitytoken", "security-token", "x-oss-security-token", "x_oss_security_token", "x-oss-signature", "x_oss_signature",
        "x-oss-credential", "x_oss_credential", "x-amz-signature", "x-amz-credential", "x-amz-security-token", "authorization", "api_key", "apikey", "api-key", "token", "access_token",
    };

    private static readonly string Any = string.Join('|', All.OrderByDescending(static name => name.Length).Select(Regex.Escape));

    // A member of JSON, also of JSON within a text, and also of one that ends in the middle.
    private static readonly Regex Member = new($"""(\\*"(?:{Any})\\*"\s*:\s*\\*")(?:[^"\\]|\\[^"])*""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    private static readonly Regex Element = new($"<({Any})>[^<]*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    private static readonly Regex Pair = new($"""(?<![\w-])((?:{Any})=)[^&\s"'<>]+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public static bool Contains(string name) => All.Contains(name);

    /// <summary>The text with the values of all such names removed.</summary>
    public static string Scrub(string text)
        => Pair.Replace(Element.Replace(Member.Replace(text, $"$1{Removed}"), $"<$1>{Removed}"), $"$1{Removed}");
}
