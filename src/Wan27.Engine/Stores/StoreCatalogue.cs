using Wan27.Engine.Contract;

namespace Wan27.Engine.Stores;

/// <summary>Finds, changes and removes stores.</summary>
internal sealed class StoreCatalogue(StoreBook book)
{
    public static StoreCatalogue ForUser() => new(StoreBook.ForUser());

    public IReadOnlyList<StoreEntry> List() => book.Read().Stores;

    /// <summary>The named store.</summary>
    /// <exception cref="WanException"><c>Wan.Storage.StoreUnknown</c>.</exception>
    public StoreEntry Find(string name)
    {
        var stores = List();
        return Pick(stores, name) ?? throw (stores.Count == 0
            ? StorageErrors.StoreUnknownAndThereIsNone(name)
            : StorageErrors.StoreUnknown(name, string.Join(", ", stores.Select(static store => store.Name))));
    }

    /// <summary>The store that a reference means, and the whole key of the object in its bucket.</summary>
    /// <exception cref="WanException">There is none, more than one, or the name is none.</exception>
    public (StoreEntry Store, string Key) Find(StoreReference reference)
    {
        if (reference.Store is { } name)
        {
            var store = Find(name);
            return (store, ObjectKey.Check(store.Name, store.Prefix + reference.Key));
        }

        var holders = List().Where(store => store.Bucket == reference.Bucket).ToArray();

        // Two stores of one bucket differ in their prefixes; the longest that fits is the nearest.
        var fitting = holders.Where(store => store.Prefix is null || reference.Key.StartsWith(store.Prefix, StringComparison.Ordinal))
            .OrderByDescending(static store => store.Prefix?.Length ?? 0).ToArray();
        return fitting switch
        {
            [] => throw (holders.Length == 0 ? StorageErrors.StoreUnknownOfBucket(reference.ToString(), reference.Bucket!) : StorageErrors.StoreUnknownOutsideOfPrefix(reference.ToString(), Names(holders))),
            [var first, var second, ..] when first.Prefix?.Length == second.Prefix?.Length => throw StorageErrors.StoreAmbiguous(reference.ToString(), Names(fitting)),
            [var nearest, ..] => (nearest, ObjectKey.Check(nearest.Name, reference.Key)),
        };
    }

    public StoreEntry Set(StoreChange change)
    {
        StoreEntry? result = null;
        book.Update(before =>
        {
            result = change.ApplyTo(Pick(before.Stores, change.Name));
            return before with { Stores = [.. before.Stores.Where(store => !Same(store.Name, change.Name)).Append(result).OrderBy(static store => store.Name, StringComparer.OrdinalIgnoreCase)] };
        });
        return result!;
    }

    /// <summary>The store as it would be after the change; nothing is written.</summary>
    public StoreEntry Preview(StoreChange change) => change.ApplyTo(Pick(List(), change.Name));

    public void Remove(string name) => book.Update(before => before with { Stores = [.. before.Stores.Where(store => !Same(store.Name, name))] });

    /// <summary>The store as cmdlets show it: never a key, only where the keys are.</summary>
    public static WanStore Show(StoreEntry entry)
    {
        var place = StorePlace.Of(entry);
        return new WanStore
        {
            Name = entry.Name,
            Preset = entry.Preset,
            Bucket = entry.Bucket,
            Prefix = entry.Prefix,
            Endpoint = place.Endpoint.AbsoluteUri.TrimEnd('/'),
            CustomEndpoint = entry.Endpoint is not null,
            Region = entry.Region,
            PathStyle = place.PathStyle,
            KeySource = entry.KeySourceText,
        };
    }

    private static string Names(IEnumerable<StoreEntry> stores) => string.Join(" and ", stores.Select(static store => $"store '{store.Name}'"));

    private static StoreEntry? Pick(IReadOnlyList<StoreEntry> stores, string name) => stores.FirstOrDefault(store => Same(store.Name, name));

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
