using Wan27.Engine.Contract;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Stores;

/// <summary>An object of a store as the input of a request. It may be asked by many records at once.</summary>
internal sealed class StoredInput(ObjectStore store, string key, TimeProvider time) : IStoredMedia
{
    private (StoredVersion Version, DateTimeOffset At)? _seen;

    public string Uri { get; } = store.UriOf(key);

    public string Name { get; } = key[(key.LastIndexOf('/') + 1)..];

    public string Store => store.Name;

    public Uri Server => store.Place.Endpoint;

    public DateTimeOffset? KeysEndAt => store.KeysEndAt;

    public async Task<StoredVersion> LookAsync(CancellationToken ct)
    {
        if (_seen is { } seen && time.GetUtcNow() - seen.At < TimeSpan.FromSeconds(StoreData.Current.Number("input.look.seconds")))
        {
            return seen.Version;
        }

        var state = await store.LookAsync(key, ct) ?? throw StorageErrors.StoreObjectMissing(store.Name, Uri);
        var version = new StoredVersion(state.Length, state.ETag ?? $"{state.Modified:O}");
        _seen = (version, time.GetUtcNow());
        return version;
    }

    public Stream Open(StoredVersion version, CancellationToken ct)
        => new ObjectStream((offset, target, token) => store.ReadAsync(key, TagOf(version), offset, target, token), version.Length, ct);

    public string Sign(TimeSpan life) => store.Sign(key, life);

    public override string ToString() => Uri;

    /// <summary>The mark as a condition of a read; a time is none.</summary>
    private static string? TagOf(StoredVersion version) => version.Tag.Contains(':', StringComparison.Ordinal) ? null : version.Tag;
}
