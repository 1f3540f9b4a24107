using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using Wan27.Engine.Contract;
using Wan27.Engine.Providers;
using Wan27.Engine.Records;

namespace Wan27.Engine.Stores;

/// <summary>Turns what a store, or the way to it, says into an error that tells what to do. Each names the store.</summary>
internal static partial class StoreFault
{
    private const int LongestShown = 48;

    public static bool IsStore(Exception exception)
        => exception is AmazonServiceException or AmazonClientException or HttpRequestException or IOException;

    /// <summary>The typed error.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="store">The store that was asked.</param>
    /// <param name="act">What was asked of it.</param>
    /// <param name="key">The object.</param>
    public static WanException Explain(Exception exception, ObjectStore store, StoreAct act, string key)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is WanException known)
            {
                return known;
            }

            if (cause is HttpRequestException refused && (ProxyException.OfStorage(refused) ?? CertificateRefusal.Of(refused, store.Place.Endpoint, StorageErrors.CertificateRefused)) is { } onTheWay)
            {
                return onTheWay;
            }
        }

        return exception is AmazonServiceException { StatusCode: not 0 } said ? Answered(said, store, act, key) : Interrupted(exception, store, act, key);
    }

    /// <summary>The store has an object under the name, and it is not this result.</summary>
    public static WanException Exists(ObjectStore store, string key) => StorageErrors.ObjectExists(store.UriOf(key), store.Name);

    /// <summary>What the store says that it has got is not what was sent.</summary>
    public static WanException Mismatch(ObjectStore store, string key, string detail) => StorageErrors.StoreMismatch(store.Name, store.UriOf(key), detail);

    private static WanException Answered(AmazonServiceException said, ObjectStore store, StoreAct act, string key)
    {
        var status = (int)said.StatusCode;
        var where = $"Store '{store.Name}' (bucket {store.Bucket} at {store.Place.Endpoint.Authority})";
        var error = said.ErrorCode switch
        {
            "RequestTimeTooSkewed" or "RequestExpired" => StorageErrors.StoreClockSkewed(where, said),
            "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "InvalidClientTokenId" or "UnrecognizedClientException" => StorageErrors.StoreKeyRefused(where, store.KeySource, store.Name, said),
            "ExpiredToken" or "ExpiredTokenException" or "InvalidToken" or "TokenRefreshRequired" => StorageErrors.StoreTokenExpired(where, store.KeySource, said),
            "AuthorizationHeaderMalformed" or "PermanentRedirect" or "TemporaryRedirect" or "IllegalLocationConstraintException" => WrongRegion(said, store, where),
            "NoSuchBucket" => StorageErrors.StoreBucketMissing(where, said),
            "NoSuchKey" or "NotFound" => StorageErrors.StoreObjectMissing(store.Name, store.UriOf(key), said),
            "KeyTooLongError" => StorageErrors.ObjectNameRefusedByServer(store.Name, key.Length > LongestShown ? key[..LongestShown] + "..." : key, said),
            "BadDigest" or "InvalidDigest" or "XAmzContentSHA256Mismatch" or "ContentSHA256Mismatch" => Mismatch(store, key, "its checksum differs"),
            "SlowDown" or "Throttling" or "ThrottlingException" or "RequestLimitExceeded" => StorageErrors.StoreThrottled(where, said),
            "QuotaExceeded" or "XMinioStorageFull" or "InsufficientCapacity" => StorageErrors.StoreFull(where, said),
            "EntityTooLarge" => StorageErrors.StoreTooLarge(where, key, said),
            _ when status == (int)HttpStatusCode.Forbidden => Denied(said, store, where, act, key),
            _ when status == (int)HttpStatusCode.TooManyRequests => StorageErrors.StoreThrottled(where, said),
            _ when status == (int)HttpStatusCode.InsufficientStorage => StorageErrors.StoreFull(where, said),
            _ when status is >= 300 and < 400 => WrongRegion(said, store, where),
            _ when status >= 500 => StorageErrors.StoreFailed(where, status, CodeOf(said), said),
            _ => StorageErrors.StoreRefused(where, Word(act), key, status, CodeOf(said), store.Name, said),
        };
        return new WanException(
            error.Error with
            {
                Code = RecordGuard.Clean(ServerText.Line(CodeOf(said))),
                ProviderMessage = said.Message is { Length: > 0 } message ? RecordGuard.Clean(ServerText.Prose(message)) : null,
                RequestId = said.RequestId,
                HttpStatus = status,
            },
            said);
    }

    private static WanException WrongRegion(AmazonServiceException said, ObjectStore store, string where)
    {
        var right = StoreConnection.RegionOf(said) ?? (Expected().Match(said.Message) is { Success: true } told ? told.Groups[1].Value : null);
        return right is null
            ? StorageErrors.StoreRegionWrongAndUnknown(where, store.Place.Region, store.Name, said)
            : StorageErrors.StoreRegionWrong(where, right, store.Place.Region, store.Name, said);
    }

    private static WanException Denied(AmazonServiceException said, ObjectStore store, string where, StoreAct act, string key) => act switch
    {
        StoreAct.Read => StorageErrors.StoreReadDenied(where, store.KeySource, key, said),
        StoreAct.Write => StorageErrors.StoreWriteDenied(where, store.KeySource, key, said),
        _ => StorageErrors.StoreDeleteDenied(where, store.KeySource, key, said),
    };

    private static WanException Interrupted(Exception exception, ObjectStore store, StoreAct act, string key)
    {
        var root = exception;
        while (root.InnerException is { } inner)
        {
            root = inner;
        }

        return root is SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.HostUnreachable or SocketError.NetworkUnreachable }
            ? StorageErrors.StoreUnreachable(store.Name, store.Place.Endpoint.Authority, root.Message, exception)
            : StorageErrors.StoreInterrupted(store.Name, store.Place.Endpoint.Authority, root.Message, key, Done(act), exception);
    }

    private static string CodeOf(AmazonServiceException said) => said.ErrorCode is { Length: > 0 } code ? code : "no code";

    private static string Word(StoreAct act) => act switch
    {
        StoreAct.Read => "read",
        StoreAct.Write => "write",
        _ => "delete",
    };

    private static string Done(StoreAct act) => act switch
    {
        StoreAct.Read => "read",
        StoreAct.Write => "written",
        _ => "deleted",
    };

    [GeneratedRegex("expecting '([a-z0-9-]+)'")]
    private static partial Regex Expected();
}
