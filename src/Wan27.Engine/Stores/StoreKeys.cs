using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Records;

namespace Wan27.Engine.Stores;

/// <summary>Reads a store's keys from where they are. They go into the signatures of its own requests, and nowhere else.</summary>
internal static class StoreKeys
{
    private const int LongestKey = 16 * 1024;

    /// <summary>The keys of a store.</summary>
    /// <param name="entry">The store.</param>
    /// <param name="readSecret">Reads a secret of the session; null where there is no session.</param>
    /// <exception cref="WanException"><c>Wan.Storage.StoreKeyMissing</c> and others of the storage boundary.</exception>
    public static AWSCredentials Read(StoreEntry entry, Func<KeySource, string?>? readSecret)
    {
        if (entry.Ambient)
        {
            return Ambient(entry);
        }

        var access = Read(entry, "access key", entry.AccessKey, readSecret);
        var secret = Read(entry, "secret key", entry.SecretKey, readSecret);
        KnownSecrets.Remember(access);
        KnownSecrets.Remember(secret);
        if (entry.SessionToken is null)
        {
            return new BasicAWSCredentials(access, secret);
        }

        var token = Read(entry, "session token", entry.SessionToken, readSecret);
        KnownSecrets.Remember(token);
        return new SessionAWSCredentials(access, secret, token);
    }

    private static AWSCredentials Ambient(StoreEntry entry)
    {
        try
        {
            return DefaultAWSCredentialsIdentityResolver.GetCredentials();
        }
        catch (AmazonServiceException absent)
        {
            throw Missing(entry, absent);
        }
        catch (AmazonClientException absent)
        {
            throw Missing(entry, absent);
        }
    }

    private static WanException Missing(StoreEntry entry, Exception absent)
        => StorageErrors.StoreKeyMissingOnPlatform(entry.Name, absent);

    private static string Read(StoreEntry entry, string what, KeySource? source, Func<KeySource, string?>? readSecret)
    {
        if (source is null || source.Unknown is { Count: > 0 })
        {
            throw StorageErrors.StoreKeySourceUnknown(entry.Name, what);
        }

        var text = source.Kind switch
        {
            KeySourceKind.Variable => Environment.GetEnvironmentVariable(source.Name!),
            KeySourceKind.File => KeyReader.ReadFile(source.Name!, LongestKey, (path, unreadable) => StorageErrors.StoreKeyFileUnreadable(entry.Name, what, path, unreadable)),
            _ => readSecret is null
                ? throw StorageErrors.StoreSecretUnavailable(entry.Name, what, source.ToString())
                : ReadSecret(entry, what, source, readSecret),
        };
        var value = text?.Trim() ?? string.Empty;
        return value.Length == 0
            ? throw StorageErrors.StoreKeyMissing(entry.Name, what, source.ToString())
            : value.Any(static c => c is <= ' ' or > '~')
                ? throw StorageErrors.StoreKeyMalformed(entry.Name, what, source.ToString())
                : value;
    }

    private static string? ReadSecret(StoreEntry entry, string what, KeySource source, Func<KeySource, string?> readSecret)
    {
        try
        {
            return readSecret(source);
        }
        catch (WanException refused)
        {
            throw StorageErrors.StoreSecretUnreadable(entry.Name, what, refused.Message, refused);
        }
    }
}
