using System.Runtime.CompilerServices;
using System.Text;

namespace Wan27.Engine.Stores;

/// <summary>
/// Tries what saving to a store and reading inputs from it need, with one small object that is deleted again: write, read back, an address for others,
/// a write under a condition, delete.
/// </summary>
internal sealed class StoreTester(StoreEntry entry, Func<ObjectStore> open, HttpMessageInvoker http)
{
    private static readonly string[] Steps = ["Write", "Read", "Address", "Condition", "Delete"];

    public async IAsyncEnumerable<WanStoreCheck> RunAsync([EnumeratorCancellation] CancellationToken ct)
    {
        ObjectStore? store = null;
        WanStoreCheck keys;
        try
        {
            store = open();
            keys = Check("Keys", WanCheckStatus.Passed, $"The keys were read from {entry.KeySourceText}.");
        }
        catch (WanException refused)
        {
            keys = Failed("Keys", refused);
        }

        yield return keys;
        if (store is null)
        {
            foreach (var step in Steps)
            {
                yield return Skipped(step, "without keys");
            }

            yield break;
        }

        using (store)
        {
            var name = $"wan27-probe-{Guid.NewGuid():N}";
            var key = store.KeyOf(name);
            var content = Encoding.ASCII.GetBytes($"{name} of Test-WanStore; it can be deleted.");
            var written = await TryAsync("Write", async () =>
            {
                await store.PutTextAsync(key, content, "text/plain", new ObjectMark(), overwrites: true, ct);
                return Check("Write", WanCheckStatus.Passed, $"'{store.UriOf(key)}' was written.");
            });
            yield return written;
            if (written.Status == WanCheckStatus.Failed)
            {
                foreach (var step in Steps[1..])
                {
                    yield return Skipped(step, "without an object");
                }

                yield break;
            }

            yield return await TryAsync("Read", () => ReadAsync(store, key, content, ct));
            yield return await TryAsync("Address", () => FetchAsync(store, key, content, ct));
            yield return await TryAsync("Condition", () => WriteAgainAsync(store, key, ct));
            yield return await TryAsync("Delete", async () =>
            {
                await store.DeleteAsync(key, ct);
                return Check("Delete", WanCheckStatus.Passed, "It was deleted again.");
            });
        }
    }

    private async Task<WanStoreCheck> ReadAsync(ObjectStore store, string key, byte[] content, CancellationToken ct)
    {
        var state = await store.LookAsync(key, ct);
        var read = state is null ? [] : await store.ReadStartAsync(key, content.Length + 1, ct);
        return read.AsSpan().SequenceEqual(content)
            ? Check("Read", WanCheckStatus.Passed, "It was read back as it was written.")
            : Check("Read", WanCheckStatus.Failed, state is null ? "It was written, and is not there." : $"{content.Length} bytes were written, and {read.Length} other bytes came back.", "Check that nothing between this machine and the store keeps or changes what passes.");
    }

    /// <summary>What a provider does with an input: a plain GET of a signed address, without any key.</summary>
    private async Task<WanStoreCheck> FetchAsync(ObjectStore store, string key, byte[] content, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, store.Sign(key, StoreData.Current.Minutes("url.picture.minutes")));
        try
        {
            using var answer = await http.SendAsync(request, ct);
            var read = await answer.Content.ReadAsByteArrayAsync(ct);
            return answer.IsSuccessStatusCode && read.AsSpan().SequenceEqual(content)
                ? Check("Address", WanCheckStatus.Passed, "It was fetched by a signed address, as providers fetch inputs.")
                : Check("Address", WanCheckStatus.Failed, $"A signed address of it was answered with HTTP {(int)answer.StatusCode}.", "Allow signed addresses (s3:GetObject by query) if inputs shall come from this store.");
        }
        catch (HttpRequestException failed)
        {
            throw StoreFault.Explain(failed, store, StoreAct.Read, key);
        }
    }

    private async Task<WanStoreCheck> WriteAgainAsync(ObjectStore store, string key, CancellationToken ct)
    {
        var end = await store.PutTextAsync(key, "again"u8.ToArray(), "text/plain", new ObjectMark(), overwrites: false, ct);
        return end == PutEnd.Exists
            ? Check("Condition", WanCheckStatus.Passed, "A second write of it was refused by the store: two runs at once cannot replace each other's objects.")
            : Check(
                "Condition", WanCheckStatus.Warning,
                store.KnowsConditions == false ? "The store does not know conditional writes: a look comes before each write." : "The store ignores the condition of a write: a look comes before each write.",
                "Give each run a prefix or names of its own where several machines write at the same moment.");
    }

    private async Task<WanStoreCheck> TryAsync(string step, Func<Task<WanStoreCheck>> work)
    {
        try
        {
            return await work();
        }
        catch (WanException refused)
        {
            return Failed(step, refused);
        }
    }

    private WanStoreCheck Failed(string step, WanException refused)
        => Check(step, WanCheckStatus.Failed, refused.Message, refused.Error.RecommendedAction) with { ErrorId = refused.Error.ErrorId };

    private WanStoreCheck Skipped(string step, string why) => Check(step, WanCheckStatus.Skipped, $"Not tried {why}.");

    private WanStoreCheck Check(string step, WanCheckStatus status, string detail, string? fix = null) => new()
    {
        Store = entry.Name,
        Check = step,
        Status = status,
        Detail = detail,
        Fix = fix,
        Bucket = entry.Bucket,
        Endpoint = StorePlace.Of(entry).Endpoint.AbsoluteUri.TrimEnd('/'),
    };
}
