using Wan27.Engine.Contract;

namespace Wan27.Engine.Profiles;

/// <summary>
/// Finds profiles of another region or provider that hold the same key. A key belongs to one of them, so that one of the two cannot work.
/// </summary>
internal static class SharedKeys
{
    /// <summary>The key where it can be read now without asking anybody; a key that can never work is refused here and not at the first call.</summary>
    public static ApiKey? TryRead(StoredProfile profile)
    {
        if (profile.Key.Kind == KeySourceKind.Secret)
        {
            return null;
        }

        try
        {
            return KeyReader.Read(profile, readSecret: null);
        }
        catch (WanException absent) when (absent.Error.ErrorId is ErrorIds.KeyMissing or ErrorIds.KeyFileUnreadable or ErrorIds.SessionKeyGone)
        {
            // The variable or file may be filled later, or in another session.
            return null;
        }
    }

    /// <summary>The first other profile of another region or provider with this key, or with the very same source of it.</summary>
    public static StoredProfile? Find(IEnumerable<StoredProfile> profiles, StoredProfile mine, ApiKey? key, KeyPrint prints)
        => profiles.FirstOrDefault(other => IsElsewhere(other, mine) && !Same(other.Name, mine.Name) && (SameSource(other.Key, mine.Key) || SameKey(other, key, prints)));

    public static WanException Refuse(StoredProfile mine, StoredProfile other)
        => mine.Region is { } here && other.Region is { } there && Same(mine.Provider, other.Provider)
            ? KeyErrors.KeyOfOtherRegion(other.Name, there, mine.Name, here)
            : KeyErrors.KeyOfOtherProvider(other.Name, other.Provider, mine.Name, mine.Provider);

    private static bool IsElsewhere(StoredProfile other, StoredProfile mine) => other.Region != mine.Region || !Same(other.Provider, mine.Provider);

    private static bool SameSource(KeySource left, KeySource right)
        => left.Kind != KeySourceKind.Session && left == right;

    private static bool SameKey(StoredProfile other, ApiKey? key, KeyPrint prints)
    {
        if (key is null)
        {
            return false;
        }

        try
        {
            // What the source holds now counts more than what it held when the profile was set.
            return (TryRead(other) is { } now ? prints.Of(now) : other.KeyPrint) == prints.Of(key);
        }
        catch (WanException)
        {
            // The other profile's own trouble is told when that one is used.
            return false;
        }
    }

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
