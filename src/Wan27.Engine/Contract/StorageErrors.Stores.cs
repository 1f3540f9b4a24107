namespace Wan27.Engine.Contract;

/// <summary>Errors of stores, the user's own buckets.</summary>
internal static partial class StorageErrors
{
    public static WanException ObjectExists(string uri, string store) => Errors.Make([("uri", uri), ("store", store)]);

    public static WanException ObjectExistsOfPublished(string uri, string store, string path) => Errors.Make([("uri", uri), ("store", store), ("path", path)]);

    public static WanException ObjectNameRefused(string store, string key, string what, string fix)
        => Errors.Make([("store", store), ("key", key), ("what", what), ("fix", fix)]);

    public static WanException ObjectNameRefusedByServer(string store, string key, Exception inner)
        => Errors.Make([("store", store), ("key", key)], inner);

    public static WanException SpoolFull(string folder, string store, Exception inner) => Errors.Make([("folder", folder), ("store", store)], inner);

    public static WanException StoreAmbiguous(string reference, string stores) => Errors.Make([("reference", reference), ("stores", stores)]);

    public static WanException StoreBucketMalformed(string store, string bucket) => Errors.Make([("store", store), ("bucket", bucket)]);

    public static WanException StoreBucketMissing(string where, Exception inner) => Errors.Make([("where", where)], inner);

    public static WanException StoreBucketRequired(string store) => Errors.Make([("store", store)]);

    public static WanException StoreClockSkewed(string where, Exception inner) => Errors.Make([("where", where)], inner);

    public static WanException StoreDeleteDenied(string where, string keys, string key, Exception inner)
        => Errors.Make([("where", where), ("keys", keys), ("key", key)], inner);

    public static WanException StoreEndpointMalformed(string store, string endpoint) => Errors.Make([("store", store), ("endpoint", endpoint)]);

    public static WanException StoreEndpointMalformedWithMore(string store) => Errors.Make([("store", store)]);

    public static WanException StoreEndpointNotSecure(string store, string host) => Errors.Make([("store", store), ("host", host)]);

    public static WanException StoreEndpointNotSecureInFile(string store) => Errors.Make([("store", store)]);

    public static WanException StoreEndpointRequired(string store, string owner) => Errors.Make([("store", store), ("owner", owner)]);

    public static WanException StoreFailed(string where, long status, string code, Exception inner)
        => Errors.Make([("where", where), ("status", status), ("code", code)], inner);

    public static WanException StoreFileUnreadable(string path, string why, string fix, Exception? inner = null)
        => Errors.Make([("path", path), ("why", why), ("fix", fix)], inner);

    public static WanException StoreFileUnwritable(string path, Exception inner) => Errors.Make([("path", path)], inner);

    public static WanException StoreFull(string where, Exception inner) => Errors.Make([("where", where)], inner);

    public static WanException StoreInterrupted(string store, string host, string said, string key, string done, Exception inner)
        => Errors.Make([("store", store), ("host", host), ("said", said), ("key", key), ("done", done)], inner);

    public static WanException StoreInUse(string store, string profiles, string profile) => Errors.Make([("store", store), ("profiles", profiles), ("profile", profile)]);

    public static WanException StoreKeyFileUnreadable(string store, string what, string path, Exception inner)
        => Errors.Make([("store", store), ("what", what), ("path", path)], inner);

    public static WanException StoreKeyMalformed(string store, string what, string source)
        => Errors.Make([("store", store), ("what", what), ("source", source)]);

    public static WanException StoreKeyMissing(string store, string what, string source)
        => Errors.Make([("store", store), ("what", what), ("source", source)]);

    public static WanException StoreKeyMissingOnPlatform(string store, Exception inner) => Errors.Make([("store", store)], inner);

    public static WanException StoreKeyRefused(string where, string keys, string store, Exception inner)
        => Errors.Make([("where", where), ("keys", keys), ("store", store)], inner);

    public static WanException StoreKeySourceMissing(string store) => Errors.Make([("store", store)]);

    public static WanException StoreKeySourceMissingOfOne(string store, string which) => Errors.Make([("store", store), ("which", which)]);

    public static WanException StoreKeySourceUnknown(string store, string what) => Errors.Make([("store", store), ("what", what)]);

    public static WanException StoreKeySourcesExclude(string store) => Errors.Make([("store", store)]);

    public static WanException StoreKeySourcesExcludeOfOneKey(string store, string parameters, string what)
        => Errors.Make([("store", store), ("parameters", parameters), ("what", what)]);

    public static WanException StoreKeySourcesExcludeOfVault(string store) => Errors.Make([("store", store)]);

    public static WanException StoreMismatch(string store, string uri, string detail)
        => Errors.Make([("store", store), ("uri", uri), ("detail", detail)]);

    public static WanException StoreNameMalformed(string name) => Errors.Make([("name", name)]);

    public static WanException StoreObjectChanged(string store, string uri, Exception? inner = null) => Errors.Make([("store", store), ("uri", uri)], inner);

    public static WanException StoreObjectMissing(string store, string uri, Exception? inner = null)
        => Errors.Make([("store", store), ("uri", uri)], inner);

    public static WanException StorePresetUnknown(string store, string preset, string presets)
        => Errors.Make([("store", store), ("preset", preset), ("presets", presets)]);

    public static WanException StoreReadDenied(string where, string keys, string key, Exception inner)
        => Errors.Make([("where", where), ("keys", keys), ("key", key)], inner);

    public static WanException StoreReadTimedOut(string store, string host, string key, long seconds)
        => Errors.Make([("store", store), ("host", host), ("key", key), ("seconds", seconds)]);

    public static WanException StoreReferenceMalformed(string reference) => Errors.Make([("reference", reference)]);

    public static WanException StoreRefused(string where, string act, string key, long status, string code, string store, Exception inner)
        => Errors.Make([("where", where), ("act", act), ("key", key), ("status", status), ("code", code), ("store", store)], inner);

    public static WanException StoreRegionMalformed(string store, string region) => Errors.Make([("store", store), ("region", region)]);

    public static WanException StoreRegionRequired(string store) => Errors.Make([("store", store)]);

    public static WanException StoreRegionWrong(string where, string right, string region, string store, Exception inner)
        => Errors.Make([("where", where), ("right", right), ("region", region), ("store", store)], inner);

    public static WanException StoreRegionWrongAndUnknown(string where, string region, string store, Exception inner)
        => Errors.Make([("where", where), ("region", region), ("store", store)], inner);

    public static WanException StoreSecretUnavailable(string store, string what, string source)
        => Errors.Make([("store", store), ("what", what), ("source", source)]);

    public static WanException StoreSecretUnreadable(string store, string what, string said, Exception inner)
        => Errors.Make([("store", store), ("what", what), ("said", said)], inner);

    public static WanException StoreThrottled(string where, Exception inner) => Errors.Make([("where", where)], inner);

    public static WanException StoreTokenExpired(string where, string keys, Exception inner)
        => Errors.Make([("where", where), ("keys", keys)], inner);

    public static WanException StoreTooLarge(string where, string key, Exception inner) => Errors.Make([("where", where), ("key", key)], inner);

    public static WanException StoreUnknown(string store, string stores) => Errors.Make([("store", store), ("stores", stores)]);

    public static WanException StoreUnknownAndThereIsNone(string store) => Errors.Make([("store", store)]);

    public static WanException StoreUnknownOfBucket(string reference, string bucket) => Errors.Make([("reference", reference), ("bucket", bucket)]);

    public static WanException StoreUnknownOutsideOfPrefix(string reference, string stores)
        => Errors.Make([("reference", reference), ("stores", stores)]);

    public static WanException StoreUnreachable(string store, string host, string said, Exception inner)
        => Errors.Make([("store", store), ("host", host), ("said", said)], inner);

    public static WanException StoreWriteDenied(string where, string keys, string key, Exception inner)
        => Errors.Make([("where", where), ("keys", keys), ("key", key)], inner);
}
