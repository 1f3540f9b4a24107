using System.Collections.Concurrent;
using Wan27.Engine.Providers;

namespace Wan27.Engine.Tasks.Rates;

/// <summary>
/// Lets requests through one at a time, each at its place in the account's queue. A process holds one place at most and takes the next
/// when that has come, so that processes take turns however many requests each of them has waiting.
/// </summary>
internal sealed class RateGate(IRateBook book, TimeProvider time) : IRateGate
{
    /// <summary>A place that was missed by more than this goes unused; a late request could meet one too many.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(RateQueue.Headroom / 4);

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    // A machine that is too busy for its own clock must get on all the same.
    private const int MostMisses = 10;

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _alone = new(StringComparer.Ordinal);

    public async ValueTask WaitAsync(RateKind kind, string account, string? model, double perSecond, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perSecond);
        var key = KeyOf(kind, account, model);
        var interval = RateQueue.IntervalOf(perSecond);
        var turn = _turns.GetOrAdd(key, static _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellation);
        try
        {
            var first = _alone.TryAdd(key, true);
            for (var misses = 0; ;)
            {
                var place = await TakeAsync(key, interval, first, cancellation);
                await WaitUntilAsync(place, cancellation);

                // A pause that began during the wait holds for those who already had a place, too.
                if (!book.Read(key).IsBlocked(Now()) && (Now() - place <= Late || ++misses > MostMisses))
                {
                    return;
                }

                if (first)
                {
                    book.Change(key, queue => (queue.Arrive(Now(), interval), true));
                }
            }
        }
        finally
        {
            turn.Release();
        }
    }

    public void Arrived(RateKind kind, string account, string? model, double perSecond)
    {
        var key = KeyOf(kind, account, model);
        if (_alone.TryUpdate(key, newValue: false, comparisonValue: true))
        {
            book.Change(key, queue => (queue.Arrive(Now(), RateQueue.IntervalOf(perSecond)), true));
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

    /// <summary>The next place, once no other request travels alone.</summary>
    private async Task<TimeSpan> TakeAsync(string key, TimeSpan interval, bool first, CancellationToken cancellation)
    {
        while (true)
        {
            var place = book.Change(key, queue => queue.IsTaken(Now())
                ? (queue, (TimeSpan?)null)
                : Widen(first ? queue.TakeAlone(Now(), interval) : queue.Take(Now(), interval)));
            if (place is { } found)
            {
                return found;
            }

            await Task.Delay(LookAgain, time, cancellation);
        }

        static (RateQueue, TimeSpan?) Widen((RateQueue Queue, TimeSpan Place) taken) => (taken.Queue, taken.Place);
    }

    private async Task WaitUntilAsync(TimeSpan place, CancellationToken cancellation)
    {
        while (place - Now() is { } left && left > TimeSpan.Zero)
        {
            // Timers count whole milliseconds and may fire early by a fraction of one.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), time, cancellation);
        }
    }

    private TimeSpan Now() => time.GetElapsedTime(0);
}
