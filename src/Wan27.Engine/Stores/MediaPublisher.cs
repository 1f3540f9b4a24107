using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Wan27.Engine.Contract;
using Wan27.Engine.Providers;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Stores;

/// <summary>
/// Puts local files into a store under the hash of their content: each content once, whatever it is called and whoever puts it there. What lies there is
/// never replaced.
/// </summary>
internal sealed class MediaPublisher(ObjectStore store)
{
    private const string Folder = "published/";
    private const string HashName = "sha256:";
    private const int LongestExtension = 6;

    private readonly ConcurrentDictionary<string, Lazy<Task<PublishedObject>>> _known = new(StringComparer.Ordinal);
    private readonly Lazy<Task> _sweep = new(() => store.SweepAsync(CancellationToken.None));

    public string Store => store.Name;

    /// <summary>Puts a file there, or finds it there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="log">Told of what travels.</param>
    /// <param name="ct">Stops.</param>
    public async Task<PublishedObject> PublishAsync(string path, IStepLog log, CancellationToken ct)
    {
        var before = StampOf(path);
        var hash = ContentHash.Of(path)?[HashName.Length..] ?? throw MediaErrors.FileUnreadableNotThere(path);
        var key = store.KeyOf($"{Folder}{hash}{ExtensionOf(path)}");
        while (true)
        {
            var own = new Lazy<Task<PublishedObject>>(() => PutAsync(path, before, key, hash, log, ct));
            var entry = _known.GetOrAdd(key, own);
            try
            {
                var published = await entry.Value;
                return entry == own ? published : published with { WasThere = true };
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                // It belonged to a pipeline that was stopped; this one goes on with its own.
                _known.TryRemove(KeyValuePair.Create(key, entry));
            }
            catch
            {
                _known.TryRemove(KeyValuePair.Create(key, entry));
                throw;
            }
        }
    }

    /// <summary>An address that gives a published object to whoever has it, for a time.</summary>
    public string Sign(PublishedObject published, TimeSpan life) => store.Sign(published.Key, life);

    private async Task<PublishedObject> PutAsync(string path, (long Length, DateTime Written) before, string key, string hash, IStepLog log, CancellationToken ct)
    {
        if (await FindAsync(path, key, hash, before.Length, ct) is { } there)
        {
            log.Verbose($"{path} lies in store '{store.Name}' already, as {there.Uri}; nothing is uploaded.");
            return there;
        }

        await _sweep.Value.WaitAsync(ct);
        using var file = Open(path);
        log.Verbose($"Uploading {path} ({before.Length.ToString("N0", CultureInfo.InvariantCulture)} bytes) to {store.UriOf(key)} of store '{store.Name}'.");
        var name = Path.GetFileName(path);
        var end = await store.PutAsync(
            new ObjectUpload(key, file, before.Length, MediaTypes.FromExtension(path), new ObjectMark { Sha256 = hash })
            {
                Watch = bytes => log.Progress("Uploading", name, (int)(bytes * 100 / Math.Max(1, before.Length))),
            },
            ct);
        if (end == PutEnd.Exists)
        {
            // Another run was faster; it put the same content there, or nobody knows what.
            return await FindAsync(path, key, hash, before.Length, ct) ?? throw StorageErrors.ObjectExistsOfPublished(store.UriOf(key), store.Name, path);
        }

        if (StampOf(path) != before)
        {
            // The name promises a content that what was sent may not have.
            await store.DeleteAsync(key, CancellationToken.None);
            throw MediaErrors.FileChanged(path);
        }

        return new PublishedObject(key, store.UriOf(key), before.Length, WasThere: false);
    }

    private async Task<PublishedObject?> FindAsync(string path, string key, string hash, long length, CancellationToken ct)
        => await store.LookAsync(key, ct) is not { } state ? null
            : state.Length == length && (state.Mark.Sha256 ?? hash) == hash ? new PublishedObject(key, store.UriOf(key), length, WasThere: true)
            : throw StorageErrors.ObjectExistsOfPublished(store.UriOf(key), store.Name, path);

    private static (long Length, DateTime Written) StampOf(string path)
        => new FileInfo(path) is { Exists: true } file ? (file.Length, file.LastWriteTimeUtc) : throw MediaErrors.FileUnreadableNotThere(path);

    private static SafeFileHandle Open(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.Asynchronous);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw MediaErrors.FileUnreadable(path, unreadable);
        }
    }

    private static string ExtensionOf(string path)
    {
        var extension = Path.GetExtension(path).ToLowerInvariant();
        return extension.Length is > 1 and <= LongestExtension && extension.Skip(1).All(char.IsAsciiLetterOrDigit) ? extension : string.Empty;
    }
}

/// <summary>A file as it lies in a store.</summary>
/// <param name="Key">Its whole key.</param>
/// <param name="Uri">Its bare address.</param>
/// <param name="Length">Bytes.</param>
/// <param name="WasThere">True when nothing had to be uploaded.</param>
internal sealed record PublishedObject(string Key, string Uri, long Length, bool WasThere);
