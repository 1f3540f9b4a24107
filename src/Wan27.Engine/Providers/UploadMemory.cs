using System.Collections.Concurrent;

namespace Wan27.Engine.Providers;

/// <summary>
/// What was uploaded, per account and model, so that a first frame used by a hundred rows travels once. Lives with the process.
/// </summary>
internal sealed class UploadMemory(TimeProvider time)
{
    // A URL that dies while its task still waits in the queue is worth nothing.
    private static readonly TimeSpan LifeNeeded = TimeSpan.FromHours(4);

    private readonly ConcurrentDictionary<Key, Lazy<Task<UploadedMedia>>> _uploads = new();

    /// <summary>The upload of this file as it is now: one that runs or still holds, or a new one.</summary>
    public async Task<UploadedMedia> GetAsync(string account, string model, FileInfo file, Func<Task<UploadedMedia>> upload, CancellationToken ct)
    {
        var key = new Key(account, model, file.FullName, file.Length, file.LastWriteTimeUtc);
        while (true)
        {
            var mine = new Lazy<Task<UploadedMedia>>(upload);
            var entry = _uploads.GetOrAdd(key, mine);
            try
            {
                var media = await entry.Value;

                // What has just been made is as good as it gets, however short it lives.
                if (ReferenceEquals(entry, mine) || media.ExpiresAt - LifeNeeded > time.GetUtcNow())
                {
                    return media;
                }
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                // The upload belonged to a pipeline that was stopped; this one goes on with its own.
            }
            catch
            {
                Drop(key, entry);
                throw;
            }

            Drop(key, entry);
        }
    }

    private void Drop(Key key, Lazy<Task<UploadedMedia>> entry)
        => _uploads.TryRemove(KeyValuePair.Create(key, entry));

    private sealed record Key(string Account, string Model, string Path, long Length, DateTime Written);
}
