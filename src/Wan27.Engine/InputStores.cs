using Wan27.Engine.Profiles;
using Wan27.Engine.Providers;
using Wan27.Engine.Routes;
using Wan27.Engine.Stores;

namespace Wan27.Engine;

/// <summary>
/// The stores that the inputs of one command lie in, each opened once. They are not closed with the command: a submit whose answer was lost may be
/// sent again by a later one, and is then signed anew.
/// </summary>
/// <param name="host">Connections and clock.</param>
/// <param name="catalogue">The user's stores.</param>
/// <param name="readSecret">Reads a key of a store from a vault; called when an input is read and never later.</param>
/// <param name="log">Takes what is asked and answered.</param>
internal sealed class InputStores(EngineHost host, StoreCatalogue catalogue, Func<KeySource, string?> readSecret, IStepLog log)
{
    private readonly Dictionary<string, ObjectStore> _stores = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, MediaSource> _inputs = new(StringComparer.Ordinal);

    /// <summary>The object that a reference means; its store is not asked yet. Not for several threads.</summary>
    /// <exception cref="WanException">There is no such store, its keys cannot be read, or the name is none.</exception>
    public MediaSource Find(string reference)
    {
        if (!_inputs.TryGetValue(reference, out var input))
        {
            var (entry, key) = catalogue.Find(StoreReference.Parse(reference));
            if (!_stores.TryGetValue(entry.Name, out var store))
            {
                store = _stores[entry.Name] = host.OpenStore(entry, readSecret, log);
            }

            input = _inputs[reference] = _inputs.Values.FirstOrDefault(known => known.Stored!.Store == store.Name && known.Stored.Uri == store.UriOf(key))
                ?? MediaSource.OfStore(new StoredInput(store, key, host.Time));
        }

        return input;
    }
}
