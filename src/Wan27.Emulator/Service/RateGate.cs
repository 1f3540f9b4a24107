namespace Wan27.Emulator.Service;

/// <summary>Counts requests per name over the last second and refuses what is above the contract's rate.</summary>
internal sealed class RateGate(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, Queue<DateTimeOffset>> _recent = [];

    public void Pass(string name, int perSecond)
    {
        if (!TryPass(name, perSecond, Window))
        {
            throw ServiceRefusal.Rate();
        }
    }

    /// <summary>Counts a request, unless there have been too many within a time.</summary>
    public bool TryPass(string name, int most, TimeSpan window)
    {
        lock (_recent)
        {
            var now = time.GetUtcNow();
            var queue = _recent.TryGetValue(name, out var known) ? known : _recent[name] = new();
            while (queue.TryPeek(out var oldest) && now - oldest >= window)
            {
                queue.Dequeue();
            }

            if (queue.Count >= most)
            {
                return false;
            }

            queue.Enqueue(now);
            return true;
        }
    }
}
