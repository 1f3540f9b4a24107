using System.Collections.Concurrent;

namespace Wan27.Engine.Tasks.Rates;

/// <summary>
/// Lets requests through one at a time, each at its place in the account's queue. A process holds one place at most and takes the next
/// when that has come, so that processes take turns however many requests each of them has waiting.
/// </summary>
internal sealed class RateGate(IRateBook book, TimeProvider time) : IRateGate
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);

    public async ValueTask WaitAsync(RateKind kind, string account, string? model, double perSecond, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perSecond);
        var key = KeyOf(kind, account, model);
        var interval = RateQueue.IntervalOf(perSecond);
        var turn = _turns.GetOrAdd(key, static _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellation);
        try
        {
            while (true)
            {
                var place = book.Change(key, queue => queue.Take(Now(), interval));
                var waited = await WaitUntilAsync(place, cancellation);

                // A pause that began during the wait holds for those who already had a place, too.
                if (!waited || !book.Read(key).IsBlocked(Now()))
                {
                    return;
                }
            }
        }
        finally
        {
            turn.Release();
        }
    }

    public void Penalize(RateKind kind, string account, string? model, TimeSpan retryAfter)
    {
        if (retryAfter > TimeSpan.Zero)
        {
            book.Change(KeyOf(kind, account, model), queue => (queue.Block(Now(), retryAfter), true));
        }
    }

    // Processes of several machines may see one folder, but no common clock.
    private static string KeyOf(RateKind kind, string account, string? model)
        => $"{Environment.MachineName}|{kind}|{account}|{model}";

    private async Task<bool> WaitUntilAsync(TimeSpan place, CancellationToken cancellation)
    {
        var waited = false;
        while (place - Now() is { } left && left > TimeSpan.Zero)
        {
            // Timers count whole milliseconds and may fire early by a fraction of one.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), time, cancellation);
            waited = true;
        }

        return waited;
    }

    private TimeSpan Now() => time.GetElapsedTime(0);
}
