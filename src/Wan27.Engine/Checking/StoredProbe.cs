using System.Collections.Concurrent;
using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Checking;

/// <summary>Facts of objects in stores, read once for each content, so that a thousand jobs with one first frame read it once.</summary>
internal sealed class StoredProbe(TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Uri, StoredVersion Version), Lazy<Task<MediaFacts>>> _known = new();

    /// <summary>What the headers of an object say.</summary>
    /// <param name="stored">The object.</param>
    /// <param name="version">Its content as it was looked at.</param>
    /// <param name="patience">How long it may take.</param>
    /// <param name="ct">Stops.</param>
    /// <exception cref="WanException">The store does not give it.</exception>
    public async Task<MediaFacts> ReadAsync(IStoredMedia stored, StoredVersion version, TimeSpan patience, CancellationToken ct)
    {
        var key = (stored.Uri, version);
        var reading = _known.GetOrAdd(key, _ => new Lazy<Task<MediaFacts>>(() => Task.Factory.StartNew(() => Read(stored, version, patience, ct), ct, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default)));
        try
        {
            return await reading.Value;
        }
        catch
        {
            _known.TryRemove(KeyValuePair.Create(key, reading));
            throw;
        }
    }

    private MediaFacts Read(IStoredMedia stored, StoredVersion version, TimeSpan patience, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            using var stream = stored.Open(version, either.Token);
            return MediaProbe.Read(stream, stored.Name) with { IsStored = true };
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw StorageErrors.StoreReadTimedOut(stored.Store, stored.Server.Authority, stored.Uri, (long)patience.TotalSeconds);
        }
    }
}
