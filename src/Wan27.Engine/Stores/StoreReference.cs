using Wan27.Engine.Contract;

namespace Wan27.Engine.Stores;

/// <summary>An object as users write it: <c>store:&lt;name&gt;/&lt;key&gt;</c>, or <c>s3://bucket/key</c> of a bucket that a store has.</summary>
/// <param name="Store">Name of the store; null where the bucket tells it.</param>
/// <param name="Bucket">Name of the bucket; null where the store tells it.</param>
/// <param name="Key">With <paramref name="Store"/> the name below the store's prefix, with <paramref name="Bucket"/> the whole key.</param>
internal sealed record StoreReference(string? Store, string? Bucket, string Key)
{
    private const string OfStore = "store:";
    private const string OfBucket = "s3://";

    public static bool Is(string? text)
        => text is not null && (text.StartsWith(OfStore, StringComparison.OrdinalIgnoreCase) || text.StartsWith(OfBucket, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads a reference.</summary>
    /// <exception cref="WanException"><c>Wan.Storage.StoreReferenceMalformed</c>.</exception>
    public static StoreReference Parse(string text)
    {
        var isBucket = text.StartsWith(OfBucket, StringComparison.OrdinalIgnoreCase);
        var rest = text[(isBucket ? OfBucket : OfStore).Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        return slash <= 0 || slash == rest.Length - 1
            ? throw StorageErrors.StoreReferenceMalformed(text)
            : new StoreReference(isBucket ? null : rest[..slash], isBucket ? rest[..slash] : null, rest[(slash + 1)..]);
    }

    public override string ToString() => Store is null ? $"{OfBucket}{Bucket}/{Key}" : $"{OfStore}{Store}/{Key}";
}
