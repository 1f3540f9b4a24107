using System.Security.Cryptography;
using System.Text;

namespace Wan27.Emulator.Service;

/// <summary>Who calls: known by a digest of the key, never by the key.</summary>
internal sealed record Account(string Id)
{
    /// <summary>The wrapper provider that it is an account of; null for the official service.</summary>
    public string? Owner { get; init; }

    private const string Scheme = "Bearer ";

    /// <summary>A short digest for the log.</summary>
    public string Fingerprint => Id[..8];

    /// <summary>A stable invented number, as the service has for its accounts.</summary>
    public string Uid => "18" + (Convert.ToUInt64(Id[..12], 16) % 100_000_000_000_000).ToString("D14", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The digest of whatever key a header carries, without judging it.</summary>
    public static Account? Of(string? authorization)
    {
        var key = KeyOf(authorization);
        return key.Length == 0 ? null : new(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key))).ToLowerInvariant());
    }

    /// <summary>The account of a key that this region accepts; a refusal otherwise.</summary>
    public static Account Require(string? authorization, WanRegion region)
    {
        var account = Of(authorization) ?? throw new ServiceRefusal(401, "InvalidApiKey", "No API-key provided.");
        var key = KeyOf(authorization);
        var isForeign = Enum.GetNames<WanRegion>().Any(name => name != region.ToString() && key.Contains(name, StringComparison.OrdinalIgnoreCase));

        // Keys of the Coding and Token Plan hosts look alike and do not work here.
        return key.StartsWith("sk-", StringComparison.Ordinal) && !key.StartsWith("sk-sp-", StringComparison.Ordinal) && !isForeign
            ? account
            : throw new ServiceRefusal(401, "InvalidApiKey", "Invalid API-key provided.");
    }

    private static string KeyOf(string? authorization)
        => authorization?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true ? authorization[Scheme.Length..].Trim() : "";

    /// <summary>The account of a key at a wrapper provider.</summary>
    public static Account OfKey(string key, string owner)
        => new(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key))).ToLowerInvariant()) { Owner = owner };
}
