namespace Wan27.Engine.Tasks.Rates;

/// <summary>Queues of this process alone.</summary>
internal sealed class MemoryRateBook(TimeProvider time) : IRateBook
{
    private readonly Dictionary<string, RateQueue> _queues = new(StringComparer.Ordinal);

    public ValueTask<RateAnswer> AskAsync(string key, RatePace pace, bool hasPlace, CancellationToken cancellation)
        => ValueTask.FromResult(Change(key, (queue, now) => queue.Ask(now, pace, hasPlace)));

    public ValueTask ArrivedAsync(string key, long permit, CancellationToken cancellation)
    {
        Change(key, (queue, now) => (queue.Arrive(now, permit), true));
        return ValueTask.CompletedTask;
    }

    public ValueTask BlockAsync(string key, TimeSpan pause, CancellationToken cancellation)
    {
        Change(key, (queue, now) => (queue.Block(now, pause), true));
        return ValueTask.CompletedTask;
    }

    private T Change<T>(string key, Func<RateQueue, TimeSpan, (RateQueue Queue, T Result)> change)
    {
        lock (_queues)
        {
            var (queue, result) = change(_queues.GetValueOrDefault(key, RateQueue.Empty), time.GetElapsedTime(0));
            _queues[key] = queue;
            return result;
        }
    }
}
