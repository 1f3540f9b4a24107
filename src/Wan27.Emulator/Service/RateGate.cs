namespace Wan27.Emulator.Service;

/// <summary>Counts requests per name over the last second and refuses what is above the contract's rate.</summary>
internal sealed class RateGate(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, Queue<DateTimeOffset>> _recent = [];

    public void Pass(string name, int perSecond)
    {
        lock (_recent)
        {
            var now = time.GetUtcNow();
            var queue = _recent.TryGetValue(name, out var known) ? known : _recent[name] = new();
            while (queue.TryPeek(out var oldest) && now - oldest >= Window)
            {
                queue.Dequeue();
            }

            if (queue.Count >= perSecond)
            {
                throw ServiceRefusal.Rate();
            }

            queue.Enqueue(now);
        }
    }
}
