using System.Collections.Concurrent;
using Wan27.Engine.Stores;

namespace Wan27.Engine.Results;

/// <summary>A store during one run: the names that its results have taken, and that what killed runs left was taken away once.</summary>
internal sealed class BucketRun : IDisposable
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);
    private readonly Lazy<Task> _sweep;

    public BucketRun(ObjectStore store, string spool)
    {
        Store = store;
        Spool = spool;
        _sweep = new Lazy<Task>(() => store.SweepAsync(CancellationToken.None));
    }

    public ObjectStore Store { get; }

    /// <summary>Folder where results wait for their proof and their upload.</summary>
    public string Spool { get; }

    public NameReservations Reservations { get; } = new();

    public Task SweepAsync(CancellationToken ct) => _sweep.Value.WaitAsync(ct);

    /// <summary>The turn of a result: the same one given twice is stored once.</summary>
    public SemaphoreSlim TurnOf(string owner) => _turns.GetOrAdd(owner, static _ => new SemaphoreSlim(1, 1));

    public void Dispose() => Store.Dispose();
}
