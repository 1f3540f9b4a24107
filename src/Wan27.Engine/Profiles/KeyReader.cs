using System.Collections.Concurrent;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Profiles;

/// <summary>Reads a profile's key from where it is. Secrets are read by whoever has a PowerShell session.</summary>
internal static class KeyReader
{
    private const int LongestKey = 4096;

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
            KeySourceKind.File => ReadFile(source.Name!, LongestKey, static (path, unreadable) => KeyErrors.KeyFileUnreadable(path, unreadable)),
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

    /// <summary>What a key's file holds, which may be a pipe or a device: never more than a key can have.</summary>
    /// <param name="path">The file.</param>
    /// <param name="longest">Characters that are read at most.</param>
    /// <param name="refuse">The error of a file that cannot be read.</param>
    public static string ReadFile(string path, int longest, Func<string, Exception, WanException> refuse)
    {
        try
        {
            using var reader = new StreamReader(path);
            var buffer = new char[longest];
            return new string(buffer, 0, reader.ReadBlock(buffer, 0, longest));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw refuse(path, unreadable);
        }
    }

    private static (string Home, string Profile) Slot(string profile) => (WanHome.ConfigFolder, profile.ToUpperInvariant());
}
