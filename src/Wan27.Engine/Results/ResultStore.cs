using System.Collections.Concurrent;
using Wan27.Engine.Contract;
using Wan27.Engine.Records;
using Wan27.Engine.Results.Proofs;

namespace Wan27.Engine.Results;

/// <summary>
/// Puts results into the user's own storage: each exactly once, verified, under its final name only when whole, with a sidecar.
/// One store serves one run and may be used for many results at once.
/// </summary>
internal sealed class ResultStore(HttpMessageInvoker http, ContractView contract, TimeProvider time)
{
    private readonly ResultTransfer _transfer = new(http, contract, time);
    private readonly NameReservations _reservations = new();
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);

    /// <summary>Stores one result.</summary>
    /// <param name="source">Where it lies.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="watch">Told how many bytes of the file are here, and of pauses.</param>
    /// <param name="cancellation">Stops; what has arrived stays for the next try.</param>
    /// <exception cref="WanException">A typed error of the storage boundary. The task or call it belongs to stays complete.</exception>
    public async Task<StoredFile> SaveAsync(ResultSource source, ResultTarget target, ISaveWatch? watch, CancellationToken cancellation)
    {
        var url = ResultUrl.Parse(source.Url);
        var folder = ResultFolder.Open(target.Directory ?? throw new ArgumentException("A result for a folder has one.", nameof(target)));
        var owner = target.Naming.Identity ?? BareUrl.Of(url);

        // The same result given twice is stored once; the second look finds it there.
        var turn = _turns.GetOrAdd(owner, static _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellation);
        try
        {
            var names = new ResultNames(target, folder, _reservations, owner, url);
            var (stored, isFalse) = await FindStoredAsync(names, source, target, url, cancellation);
            return stored ?? await DownloadAsync(names, source, target, url, isFalse, watch, cancellation);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>
    /// The file of an earlier run, when its sidecar is this result's, its content still has the hash written there, and is what the route
    /// makes. One that is not was stored falsely.
    /// </summary>
    private static async Task<(StoredFile? Stored, FalseFile? False)> FindStoredAsync(
        ResultNames names, ResultSource source, ResultTarget target, Uri url, CancellationToken cancellation)
    {
        if (target.Force)
        {
            return (null, null);
        }

        FalseFile? isFalse = null;
        foreach (var extension in MediaTypes.ExtensionsOf(source.Kind, MediaTypes.ExtensionFor(null, url, source.Kind)))
        {
            var path = names.Settle(extension, reserve: false);
            if (Sidecar.Read(path) is not { } sidecar || !names.Owns(sidecar) || !File.Exists(path))
            {
                continue;
            }

            if (new FileInfo(path).Length == sidecar.File.Length && (await DigestAsync(path, TransportCheck.None, cancellation)).Sha256 == sidecar.File.Sha256)
            {
                if (FalseFile.Find(path, sidecar, source.Kind) is { } found)
                {
                    isFalse ??= found;
                    continue;
                }

                names.Settle(extension, reserve: true);
                return (new StoredFile
                {
                    Path = path,
                    Length = sidecar.File.Length,
                    Sha256 = sidecar.File.Sha256,
                    MediaType = sidecar.File.MediaType,
                    StoredAt = sidecar.Times.Stored,
                    SourceUrl = sidecar.SourceUrl,
                    AlreadyStored = true,
                }, null);
            }
        }

        return (null, isFalse);
    }

    private async Task<StoredFile> DownloadAsync(
        ResultNames names, ResultSource source, ResultTarget target, Uri url, FalseFile? isFalse, ISaveWatch? watch, CancellationToken cancellation)
    {
        if (isFalse is null)
        {
            return await DownloadAsync(names, source, target, url, static _ => false, watch, cancellation);
        }

        watch?.Warning(isFalse.Warning);
        try
        {
            var stored = await DownloadAsync(names, source, target, url, path => path == isFalse.Path, watch, cancellation);
            isFalse.RemoveUnless(stored.Path);
            return stored;
        }
        catch (WanException failed)
        {
            throw isFalse.Explain(failed);
        }
    }

    private async Task<StoredFile> DownloadAsync(
        ResultNames names, ResultSource source, ResultTarget target, Uri url, Func<string, bool> isFalse, ISaveWatch? watch, CancellationToken cancellation)
    {
        // The name can only be final once the content is here; the part keeps its first name.
        var path = names.Settle(MediaTypes.ExtensionFor(null, url, source.Kind), reserve: true);
        ResultFolder.CreateFor(path);
        await using var part = PartFile.Open(path);
        var noted = part.State;
        DigestValues? existing = null;
        var outcome = await _transfer.FetchAsync(
            source,
            part,
            async (facts, token) =>
            {
                path = names.Settle(MediaTypes.ExtensionFor(facts.MediaType ?? noted?.MediaType, url, source.Kind), reserve: true);
                existing = target.Force || isFalse(path) || !File.Exists(path) ? null : await DigestAsync(path, facts.Check, token);
                return existing is null || !IsProvenSame(path, facts, existing, source.Kind);
            },
            watch,
            cancellation);

        if (outcome.End == TransferEnd.NotNeeded && existing is not null)
        {
            return await KeepExistingAsync(part, path, existing, source.Kind, url, target);
        }

        var digest = outcome.Digest ?? throw new InvalidOperationException("A complete transfer has digests.");
        var (mediaType, extension) = MediaTypes.Of(outcome.Format ?? throw new InvalidOperationException("A complete transfer has a proven format."));
        path = names.Settle(extension, reserve: true);
        if (!await part.CommitAsync(path, target.Force || isFalse(path)))
        {
            existing = await DigestAsync(path, TransportCheck.None, cancellation);
            return existing.Sha256 == digest.Sha256
                ? await KeepExistingAsync(part, path, existing, source.Kind, url, target)
                : throw Exists(path);
        }

        var stored = new StoredFile
        {
            Path = path,
            Length = outcome.Length,
            Sha256 = digest.Sha256,
            MediaType = mediaType,
            StoredAt = time.GetUtcNow(),
            SourceUrl = BareUrl.Of(url),
        };
        target.Sidecar(stored).Write(path);
        return stored;
    }

    /// <summary>
    /// Holds a file that is in the way against what the server states. True: it is this result, to be kept. False: only the whole
    /// content can tell.
    /// </summary>
    private static bool IsProvenSame(string path, ObjectFacts facts, DigestValues existing, ResultKind kind)
    {
        if (facts.Length is { } length && length != new FileInfo(path).Length)
        {
            throw Exists(path);
        }

        if (!facts.HasChecksum)
        {
            return false;
        }

        return facts.Fits(existing)
            ? ResultProof.OfFile(path, kind).IsProven
            : throw Exists(path);
    }

    private async Task<StoredFile> KeepExistingAsync(PartFile part, string path, DigestValues digest, ResultKind kind, Uri url, ResultTarget target)
    {
        await part.DiscardAsync();
        var stored = new StoredFile
        {
            Path = path,
            Length = new FileInfo(path).Length,
            Sha256 = digest.Sha256,
            MediaType = MediaTypes.Of(ResultProof.OfFile(path, kind).Format).MediaType,
            StoredAt = time.GetUtcNow(),
            SourceUrl = BareUrl.Of(url),
            AlreadyStored = true,
        };

        // A kill between the rename and the sidecar leaves a file without one.
        if (Sidecar.Read(path) is null)
        {
            target.Sidecar(stored).Write(path);
        }

        return stored;
    }

    private static async Task<DigestValues> DigestAsync(string path, TransportCheck check, CancellationToken cancellation)
    {
        try
        {
            return await ContentDigest.OfFileAsync(path, check, cancellation);
        }
        catch (Exception exception) when (StorageFault.IsStorage(exception))
        {
            throw StorageFault.Explain(exception, path);
        }
    }

    private static WanException Exists(string path)
        => StorageErrors.FileExists(path);
}
