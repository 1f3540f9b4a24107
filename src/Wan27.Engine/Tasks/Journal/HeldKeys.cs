namespace Wan27.Engine.Tasks.Journal;

/// <summary>
/// What the job keys of a profile stand for, by looks that leave no trace. A few keys are looked up one by one, so that a single job costs the
/// same whatever the journal holds; a batch reads them all at once.
/// </summary>
internal sealed class HeldKeys(Func<string?, IReadOnlyDictionary<string, WanTask>> look)
{
    /// <summary>A look costs as much as reading a thousand keys or two.</summary>
    public const int Few = 16;

    private readonly Lazy<IReadOnlyDictionary<string, WanTask>> _all = new(() => look(null));
    private int _asked;

    public WanTask? Of(string key) => (Interlocked.Increment(ref _asked) <= Few ? look(key) : _all.Value).GetValueOrDefault(key);
}
