using System.Security.Cryptography;
using System.Text;
using Wan27.Engine.Contract;
using Wan27.Engine.Records;

namespace Wan27.Engine.Profiles;

/// <summary>A key in memory. Nothing that prints, serialises or compares it can show it.</summary>
internal sealed class ApiKey
{
    // What is shorter is no key of this service, and would be found in harmless words.
    private const int ShortestTelling = 8;

    private readonly string _value;
    private readonly SecretForms _forms;

    private ApiKey(string value)
    {
        _value = value;
        _forms = KnownSecrets.Remember(value);
    }

    private bool IsTelling => _value.Length >= ShortestTelling;

    /// <summary>Eight hexadecimal digits that tell two keys apart and say nothing else about them.</summary>
    public string Fingerprint
        => Convert.ToHexString(HMACSHA256.HashData("wan27 key fingerprint"u8, Encoding.UTF8.GetBytes(_value)))[..8].ToLowerInvariant();

    /// <summary>The value for the Authorization header of the profile's own endpoint, and for nothing else.</summary>
    public string Reveal() => _value;

    /// <summary>A text without this key, in whatever form it stands there: some services quote the key that they refuse.</summary>
    public string EraseFrom(string text) => IsTelling ? _forms.Erase(text, RecordGuard.KeyMarker) : text;

    /// <summary>A body without this key, should it stand there; the very same body where it does not.</summary>
    public byte[] EraseFrom(byte[] body)
    {
        if (!IsTelling)
        {
            return body;
        }

        var text = Encoding.UTF8.GetString(body);
        var erased = EraseFrom(text);
        return ReferenceEquals(text, erased) ? body : Encoding.UTF8.GetBytes(erased);
    }

    public static ApiKey Create(string? text, string source)
    {
        var value = text?.Trim() ?? string.Empty;
        if (value.Length == 0)
        {
            throw KeyErrors.KeyMissing(source);
        }

        if (IsQuote(value[0]) || IsQuote(value[^1]))
        {
            throw KeyErrors.KeyMalformedInQuotes(source);
        }

        if (value.Any(static c => c is <= ' ' or > '~'))
        {
            throw KeyErrors.KeyMalformed(source);
        }

        return value.StartsWith("sk-sp-", StringComparison.Ordinal)
            ? throw KeyErrors.KeyOfOtherPlan(source)
            : new ApiKey(value);
    }

    public override string ToString() => "(key)";

    /// <summary>Also the quotes that an editor or a chat makes of straight ones.</summary>
    private static bool IsQuote(char c) => c is '"' or '\'' or '`' or '\u2018' or '\u2019' or '\u201C' or '\u201D' or '\u201E' or '\u00AB' or '\u00BB';
}
