namespace Wan27.Emulator;

/// <summary>Every request that reached the emulator, in the order of arrival. Safe to read while requests are in hand.</summary>
public sealed class RequestLog
{
    private readonly object _gate = new();
    private readonly List<LogEntry> _entries = [];
    private readonly TimeProvider _time;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal RequestLog(TimeProvider time) => _time = time;

    /// <summary>A copy of all entries.</summary>
    public IReadOnlyList<LogEntry> Entries
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries];
            }
        }
    }

    /// <summary>All entries of one operation.</summary>
    /// <param name="operation">An operation's name as in <see cref="LogEntry.Operation"/>.</param>
    /// <returns>A copy, in the order of arrival.</returns>
    public IReadOnlyList<LogEntry> Of(string operation) => [.. Entries.Where(entry => entry.Operation == operation)];

    /// <summary>Entries after a sequence number.</summary>
    /// <param name="sequence">The last number already seen; 0 for all.</param>
    /// <returns>A copy, in the order of arrival.</returns>
    public IReadOnlyList<LogEntry> After(long sequence) => [.. Entries.Where(entry => entry.Sequence > sequence)];

    /// <summary>Waits until an entry fits, without polling; looks at present entries first.</summary>
    /// <param name="condition">What to wait for; called again after each change of an entry.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The first entry that fits.</returns>
    public async Task<LogEntry> WaitForAsync(Func<LogEntry, bool> condition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_entries.Find(entry => condition(entry)) is { } found)
                {
                    return found;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    internal long Begin(Func<long, DateTimeOffset, LogEntry> create)
    {
        lock (_gate)
        {
            _entries.Add(create(_entries.Count + 1, _time.GetUtcNow()));
            Announce();
            return _entries.Count;
        }
    }

    internal void Update(long sequence, Func<LogEntry, LogEntry> change)
    {
        lock (_gate)
        {
            _entries[(int)sequence - 1] = change(_entries[(int)sequence - 1]);
            Announce();
        }
    }

    internal void End(long sequence, long bytesSent)
        => Update(sequence, entry => entry with { EndedAt = _time.GetUtcNow(), BytesSent = bytesSent });

    private void Announce()
    {
        var changed = _changed;
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }
}
