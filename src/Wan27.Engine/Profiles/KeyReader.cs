using System.Collections.Concurrent;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Profiles;

/// <summary>Reads a profile's key from where it is. Secrets are read by whoever has a PowerShell session.</summary>
internal static class KeyReader
{
    // Keys given as SecureString live here and die with the process; the home keeps apart the profiles of two users of one process.
    private static readonly ConcurrentDictionary<(string Home, string Profile), string> SessionKeys = new();

    public static void Remember(string profile, string key) => SessionKeys[Slot(profile)] = key;

    public static void Forget(string profile) => SessionKeys.TryRemove(Slot(profile), out _);

    public static ApiKey Read(StoredProfile profile, Func<KeySource, string?>? readSecret)
    {
        var source = profile.Key;
        if (source.Unknown is { Count: > 0 } unknown)
        {
            throw KeyErrors.KeySourceUnknown(profile.Name, source.ToString(), string.Join(", ", unknown.Keys));
        }

        var text = source.Kind switch
        {
            KeySourceKind.Session => SessionKeys.TryGetValue(Slot(profile.Name), out var key)
                ? key
                : throw SessionKeyGone(profile.Name, profile.Provider),
            KeySourceKind.Variable => Environment.GetEnvironmentVariable(source.Name!),
            KeySourceKind.File => ReadFile(source.Name!),
            _ => readSecret is null
                ? throw KeyErrors.SecretUnavailable(profile.Name, source.ToString())
                : readSecret(source),
        };
        return ApiKey.Create(text, source.ToString());
    }

    /// <summary>The fingerprint where the key can be read without asking anybody; null otherwise.</summary>
    public static string? FingerprintOf(StoredProfile profile)
    {
        if (profile.Key.Kind == KeySourceKind.Secret)
        {
            return null;
        }

        try
        {
            return Read(profile, readSecret: null).Fingerprint;
        }
        catch (WanException)
        {
            return null;
        }
    }

    private static WanException SessionKeyGone(string profile, string provider)
        => profile.Equals(StoredProfile.OfEmulator, StringComparison.OrdinalIgnoreCase)
            ? KeyErrors.SessionKeyGoneOfEmulator(profile)
            : KeyErrors.SessionKeyGone(profile, ContractData.Current.FindProvider(provider)?.KeyVariable ?? ContractData.Current.MainProvider.KeyVariable);

    private static string ReadFile(string path)
    {
        const int LongestKey = 4096;
        try
        {
            using var reader = new StreamReader(path);
            var buffer = new char[LongestKey];
            return new string(buffer, 0, reader.ReadBlock(buffer, 0, LongestKey));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw KeyErrors.KeyFileUnreadable(path, unreadable);
        }
    }

    private static (string Home, string Profile) Slot(string profile) => (WanHome.ConfigFolder, profile.ToUpperInvariant());
}
