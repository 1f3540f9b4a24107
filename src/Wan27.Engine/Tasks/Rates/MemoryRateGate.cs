namespace Wan27.Engine.Tasks.Rates;

/// <summary>Evenly spaced slots, shared by everything in this process.</summary>
internal sealed class MemoryRateGate(TimeProvider time) : IRateGate
{
    private readonly Dictionary<(RateKind, string, string?), long> _next = [];
    private readonly object _lock = new();

    public async ValueTask WaitAsync(RateKind kind, string account, string? model, double perSecond, CancellationToken ct)
    {
        long now = time.GetTimestamp();
        long slot;
        lock (_lock)
        {
            slot = Math.Max(now, _next.GetValueOrDefault((kind, account, model)));
            _next[(kind, account, model)] = slot + (long)(time.TimestampFrequency / perSecond);
        }

        if (slot > now)
        {
            await Task.Delay(time.GetElapsedTime(now, slot), time, ct);
        }
    }

    public void Penalize(RateKind kind, string account, string? model, TimeSpan retryAfter)
    {
        var until = time.GetTimestamp() + (long)(retryAfter.TotalSeconds * time.TimestampFrequency);
        lock (_lock)
        {
            _next[(kind, account, model)] = Math.Max(until, _next.GetValueOrDefault((kind, account, model)));
        }
    }
}
