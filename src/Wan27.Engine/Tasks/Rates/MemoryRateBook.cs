namespace Wan27.Engine.Tasks.Rates;

/// <summary>Queues of this process alone.</summary>
internal sealed class MemoryRateBook : IRateBook
{
    private readonly Dictionary<string, RateQueue> _queues = new(StringComparer.Ordinal);

    public RateQueue Read(string key)
    {
        lock (_queues)
        {
            return _queues.GetValueOrDefault(key);
        }
    }

    public T Change<T>(string key, Func<RateQueue, (RateQueue Queue, T Result)> change)
    {
        lock (_queues)
        {
            var (queue, result) = change(_queues.GetValueOrDefault(key));
            _queues[key] = queue;
            return result;
        }
    }
}
