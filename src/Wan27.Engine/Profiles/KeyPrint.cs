using System.Security.Cryptography;
using System.Text;

namespace Wan27.Engine.Profiles;

/// <summary>
/// Tells whether two profiles have one key, without keeping it: an HMAC under a random salt that never leaves the user's own folder, so
/// that a profile file that gets away says nothing about a key.
/// </summary>
internal sealed class KeyPrint(string folder)
{
    private const int SaltLength = 32;
    private const int ShownBytes = 16;

    private readonly string _path = Path.Combine(folder, "key.salt");

    /// <summary>The print of a key. Made under the lock of the profile file, so that two processes never make two salts.</summary>
    public string Of(ApiKey key)
        => Convert.ToHexString(HMACSHA256.HashData(Salt(), Encoding.UTF8.GetBytes(key.Reveal())).AsSpan(0, ShownBytes)).ToLowerInvariant();

    private byte[] Salt()
    {
        if (File.Exists(_path) && File.ReadAllBytes(_path) is { Length: SaltLength } kept)
        {
            return kept;
        }

        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        OwnerOnly.Replace(_path, salt);
        return salt;
    }
}
