using System.Collections.Concurrent;
using Wan27.Engine.Checking;
using Wan27.Engine.Profiles;
using Wan27.Engine.Providers;
using Wan27.Engine.Stores;

namespace Wan27.Engine;

/// <summary>
/// The stores that local files go to. A command opens one with its keys; a submit that a later command sends again finds it open, as that one may have no
/// thread that can ask a vault.
/// </summary>
internal sealed class UploadStores(EngineHost host)
{
    private readonly ConcurrentDictionary<string, MediaPublisher> _open = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The store as it would be used, without its keys; null for a profile that has none.</summary>
    /// <exception cref="WanException"><c>Wan.Storage.StoreUnknown</c>.</exception>
    public static UploadPlace? PlaceOf(StoredProfile profile)
        => profile.UploadStore is not { } name ? null
            : StoreCatalogue.ForUser().Find(name) is var entry ? new UploadPlace(entry.Name, StorePlace.Of(entry).Endpoint) : null;

    /// <summary>A published file as cmdlets show it.</summary>
    public static WanPublishedMedia Show(MediaPublisher publisher, string path, PublishedObject published)
        => new() { Url = published.Uri, Store = publisher.Store, Path = path, Length = published.Length, AlreadyStored = published.WasThere };

    /// <summary>Opens a store anew: its keys, or its place, may have changed since another command opened it.</summary>
    public MediaPublisher Open(string name, Func<KeySource, string?>? readSecret, IStepLog log)
        => _open[name] = new MediaPublisher(host.OpenStore(StoreCatalogue.ForUser().Find(name), readSecret, log));

    /// <summary>The store of a profile's local files.</summary>
    public MediaPublisher Of(StoredProfile profile, IStepLog log)
        => _open.TryGetValue(profile.UploadStore!, out var open) ? open : Open(profile.UploadStore!, readSecret: null, log);
}
