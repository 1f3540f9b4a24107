using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Wan27.Engine.Contract;
using Wan27.Engine.Records;
using Wan27.Engine.Stores;

namespace Wan27.Engine.Results;

/// <summary>
/// Puts results into a bucket: each exactly once, proven, whole or not at all, with a sidecar object beside it. A result waits on disk until it is
/// proven, because only the whole of it can tell; from there it travels. An object that carries this result's mark is found from any machine, and nothing
/// is downloaded for it.
/// </summary>
internal sealed class BucketSaver(BucketRun bucket, HttpMessageInvoker http, ContractView contract, TimeProvider time)
{
    private const string SidecarType = "application/json";

    private readonly ResultTransfer _transfer = new(http, contract, time);

    public ObjectStore Store => bucket.Store;

    /// <summary>Stores one result.</summary>
    /// <param name="source">Where it lies at the provider.</param>
    /// <param name="target">Under which name, and what its sidecar says.</param>
    /// <param name="local">The same result in a folder, which then need not be downloaded; null where there is none.</param>
    /// <param name="watch">Told how many bytes of a download are here, and of pauses.</param>
    /// <param name="ct">Stops; what has arrived stays for the next try.</param>
    /// <exception cref="WanException">A typed error of the storage boundary. The task or call it belongs to stays complete.</exception>
    public async Task<BucketObject> SaveAsync(ResultSource source, ResultTarget target, StoredFile? local, ISaveWatch? watch, CancellationToken ct)
    {
        var url = ResultUrl.Parse(source.Url);
        var owner = target.Naming.Identity ?? BareUrl.Of(url);
        var turn = bucket.TurnOf(owner);
        await turn.WaitAsync(ct);
        try
        {
            await bucket.SweepAsync(ct);
            var names = new ObjectNames(target, bucket, owner);
            if (local is not null)
            {
                return await FindAsync(names, source, target, url, ct) ?? await SendFileAsync(names, source, target, local, url, ct);
            }

            await using var part = PartFile.Open(Stores.Spool.PathOf(bucket.Spool, Store, owner));
            if (await FindAsync(names, source, target, url, ct) is { } stored)
            {
                // Where a run was killed between its upload and the end of its spool.
                await part.DiscardAsync();
                return stored;
            }

            return await SpoolAsync(names, source, target, part, url, watch, ct);
        }
        catch (WanException full) when (full.Error.ErrorId == ErrorIds.DiskFull)
        {
            throw StorageErrors.SpoolFull(bucket.Spool, Store.Name, full);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>The results of a task that its journal row names in this bucket, if all of them are still there; null otherwise.</summary>
    public async Task<IReadOnlyList<WanAsset>?> NotedAsync(WanTask task, CancellationToken ct)
    {
        var assets = new List<WanAsset>();
        var wanted = 0;
        foreach (var uri in task.Files.Where(uri => uri.StartsWith(Store.UriOf(string.Empty), StringComparison.Ordinal)))
        {
            if (await Store.LookAsync(uri[Store.UriOf(string.Empty).Length..], ct) is not { Mark: { Sha256: { } hash, Index: > 0 } mark } state || mark.TaskId != task.TaskId)
            {
                return null;
            }

            wanted = mark.Count;
            assets.Add(new WanAsset
            {
                Uri = uri,
                Store = Store.Name,
                Length = state.Length,
                Sha256 = hash,
                MediaType = state.MediaType,
                Index = mark.Index,
                TaskId = task.TaskId,
                JobKey = task.JobKey,
                RequestId = mark.RequestId ?? task.RequestId,
                StoredAt = state.Modified ?? time.GetUtcNow(),
                AlreadyStored = true,
            }.Under(task));
        }

        return assets.Count > 0 && assets.Count == wanted ? assets : null;
    }

    /// <summary>The result as an earlier run, or another machine, stored it.</summary>
    private async Task<BucketObject?> FindAsync(ObjectNames names, ResultSource source, ResultTarget target, Uri url, CancellationToken ct)
    {
        if (target.Force)
        {
            return null;
        }

        foreach (var extension in MediaTypes.ExtensionsOf(source.Kind, MediaTypes.ExtensionFor(null, url, source.Kind)))
        {
            if (await names.FindAsync(extension, ct) is { State.Mark.Sha256: not null } found)
            {
                return await KeepAsync(found.Key, found.State, found.State.Mark.Sha256, target, url, ct);
            }
        }

        return null;
    }

    private async Task<BucketObject> SpoolAsync(
        ObjectNames names, ResultSource source, ResultTarget target, PartFile part, Uri url, ISaveWatch? watch, CancellationToken ct)
    {
        var noted = part.State;
        var outcome = await _transfer.FetchAsync(
            source,
            part,
            async (facts, token) =>
            {
                // Before anything is downloaded for a name that is taken.
                var key = names.Take(MediaTypes.ExtensionFor(facts.MediaType ?? noted?.MediaType, url, source.Kind));
                if (!target.Force && await Store.LookAsync(key, token) is { } state && !names.Owns(state) && facts.Length is { } length && length != state.Length)
                {
                    throw StoreFault.Exists(Store, key);
                }

                return true;
            },
            watch,
            ct);
        var digest = outcome.Digest ?? throw new InvalidOperationException("A complete transfer has digests.");
        var (mediaType, extension) = MediaTypes.Of(outcome.Format ?? throw new InvalidOperationException("A complete transfer has a proven format."));
        var stored = await SendAsync(names, target, part.Handle, outcome.Length, digest.Sha256, mediaType, extension, url, ct);
        await part.DiscardAsync();
        return stored;
    }

    private async Task<BucketObject> SendFileAsync(ObjectNames names, ResultSource source, ResultTarget target, StoredFile local, Uri url, CancellationToken ct)
    {
        try
        {
            var digest = await ContentDigest.OfFileAsync(local.Path, TransportCheck.None, ct);
            using var handle = File.OpenHandle(local.Path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.SequentialScan);
            var extension = Path.GetExtension(local.Path) is { Length: > 0 } own ? own : MediaTypes.ExtensionFor(local.MediaType, url, source.Kind);
            return await SendAsync(names, target, handle, RandomAccess.GetLength(handle), digest.Sha256, local.MediaType ?? "application/octet-stream", extension, url, ct);
        }
        catch (Exception exception) when (StorageFault.IsStorage(exception))
        {
            throw StorageFault.Explain(exception, local.Path);
        }
    }

    private async Task<BucketObject> SendAsync(
        ObjectNames names, ResultTarget target, SafeFileHandle content, long length, string sha256, string mediaType, string extension, Uri url, CancellationToken ct)
    {
        var key = names.Take(extension);
        if (!target.Force)
        {
            await RefuseForeignSidecarAsync(names, key, ct);
            if (await Store.LookAsync(key, ct) is { } there)
            {
                return await AdoptAsync(names, key, there, content, length, sha256, target, url, ct);
            }
        }

        var upload = new ObjectUpload(key, content, length, mediaType, MarkOf(target, sha256)) { Overwrites = target.Force };
        if (await Store.PutAsync(upload, ct) == PutEnd.Exists)
        {
            // Another machine was faster by a moment; what it put there may be this very result.
            return await Store.LookAsync(key, ct) is { } faster ? await AdoptAsync(names, key, faster, content, length, sha256, target, url, ct) : throw StoreFault.Exists(Store, key);
        }

        var stored = ObjectOf(key, length, sha256, mediaType, time.GetUtcNow(), url, alreadyStored: false);
        await WriteSidecarAsync(key, target, stored, ct);
        return stored;
    }

    /// <summary>An object that is in the way is this result, or has its very content; anything else is left as it is.</summary>
    private async Task<BucketObject> AdoptAsync(
        ObjectNames names, string key, ObjectState there, SafeFileHandle content, long length, string sha256, ResultTarget target, Uri url, CancellationToken ct)
    {
        var isThis = there.Length == length
            && (names.Owns(there) || (there.Mark.Sha256 is { } hash ? hash == sha256 : await PartDigest.IsTagAsync(there.ETag, content, ct)));
        return isThis
            ? await KeepAsync(key, there, sha256, target, url, ct)
            : throw StoreFault.Exists(Store, key);
    }

    private async Task<BucketObject> KeepAsync(string key, ObjectState state, string sha256, ResultTarget target, Uri url, CancellationToken ct)
    {
        var stored = ObjectOf(key, state.Length, sha256, state.MediaType, state.Modified ?? time.GetUtcNow(), url, alreadyStored: true);

        // A kill between the object and its sidecar leaves an object without one.
        if (await Store.LookAsync(ObjectNames.SidecarOf(key), ct) is null)
        {
            await WriteSidecarAsync(key, target, stored, ct);
        }

        return stored;
    }

    private async Task RefuseForeignSidecarAsync(ObjectNames names, string key, CancellationToken ct)
    {
        var sidecar = ObjectNames.SidecarOf(key);
        if (await Store.LookAsync(sidecar, ct) is { } there && !names.Owns(there))
        {
            throw StoreFault.Exists(Store, sidecar);
        }
    }

    private async Task WriteSidecarAsync(string key, ResultTarget target, BucketObject stored, CancellationToken ct)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(target.Sidecar(stored), ResultsJson.Default.Sidecar);
        await Store.PutTextAsync(ObjectNames.SidecarOf(key), content, SidecarType, MarkOf(target, sha256: null), overwrites: true, ct);
    }

    private BucketObject ObjectOf(string key, long length, string sha256, string? mediaType, DateTimeOffset storedAt, Uri url, bool alreadyStored) => new()
    {
        Store = Store.Name,
        Uri = Store.UriOf(key),
        Length = length,
        Sha256 = sha256,
        MediaType = mediaType,
        StoredAt = storedAt,
        SourceUrl = BareUrl.Of(url),
        AlreadyStored = alreadyStored,
    };

    private static ObjectMark MarkOf(ResultTarget target, string? sha256) => new()
    {
        TaskId = target.Naming.TaskId,
        RequestId = target.Naming.RequestId,
        JobKey = target.Naming.JobKey,
        Route = target.Naming.Route,
        Model = target.Naming.Model,
        Index = target.Naming.Index,
        Count = target.Naming.Count,
        Sha256 = sha256,
    };
}
