using System.Collections.Concurrent;
using Wan27.Engine.Providers;

namespace Wan27.Engine.Tasks.Rates;

/// <summary>
/// Lets requests through one at a time, each when the book says so. A process asks for one request at a time, so that processes take turns
/// however many requests each of them has waiting.
/// </summary>
internal sealed class RateGate(IRateBook book, TimeProvider time) : IRateGate
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);

    public async ValueTask<RateTurn> WaitAsync(RateKind kind, string account, string? model, double perSecond, CancellationToken cancellation)
    {
        var pace = RatePace.Of(perSecond);
        var key = KeyOf(kind, account, model);
        var turn = _turns.GetOrAdd(key, static _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellation);
        try
        {
            var answer = await book.AskAsync(key, pace, hasPlace: false, cancellation);
            while (answer.Permit is null)
            {
                // Timers count whole milliseconds, and may fire early by a fraction of one: then the book says so.
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(answer.Wait.TotalMilliseconds))), time, cancellation);
                answer = await book.AskAsync(key, pace, hasPlace: true, cancellation);
            }

            return new RateTurn(key, answer.Permit.Value);
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask ArrivedAsync(RateTurn turn)
    {
        try
        {
            await book.ArrivedAsync(turn.Key, turn.Permit, CancellationToken.None);
        }
        catch (Exception failed) when (failed is WanException or ObjectDisposedException)
        {
            // The answer may be that of a paid submit and goes on; others keep away from this request a little longer than they need.
        }
    }

    public async ValueTask PenalizeAsync(RateKind kind, string account, string? model, TimeSpan retryAfter)
    {
        if (retryAfter > TimeSpan.Zero)
        {
            await book.BlockAsync(KeyOf(kind, account, model), retryAfter, CancellationToken.None);
        }
    }

    private static string KeyOf(RateKind kind, string account, string? model) => $"{kind}|{account}|{model}";
}
