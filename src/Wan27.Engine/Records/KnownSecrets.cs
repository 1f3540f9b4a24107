using System.Collections.Concurrent;

namespace Wan27.Engine.Records;

/// <summary>
/// The keys that this process has read, so that each is taken out of every text on its way to a screen or to disk: also of the texts of a host
/// that was never sent the key and learnt it elsewhere. They are no more in memory than they are anyway.
/// </summary>
internal static class KnownSecrets
{
    // Shorter ones would be found in harmless words, and are looked for in the answers of their own endpoint only.
    private const int Shortest = 20;

    // A process that works under more keys than this reads the others again before it uses them.
    private const int Most = 64;

    private static readonly ConcurrentDictionary<string, SecretForms> Known = new(StringComparer.Ordinal);

    /// <summary>Remembers a key; gives its forms.</summary>
    public static SecretForms Remember(string secret)
    {
        if (secret.Length < Shortest)
        {
            return new SecretForms(secret);
        }

        if (Known.Count >= Most && !Known.ContainsKey(secret))
        {
            Known.Clear();
        }

        return Known.GetOrAdd(secret, static value => new SecretForms(value));
    }

    /// <summary>The text without any of the keys.</summary>
    public static string Erase(string text)
    {
        foreach (var (_, forms) in Known)
        {
            text = forms.Erase(text, RecordGuard.KeyMarker);
        }

        return text;
    }
}
