using System.Collections.Concurrent;
using Wan27.Engine.Providers;

namespace Wan27.Engine.Tests.Tasks;

/// <summary>Lets everything through at once and notes when.</summary>
internal sealed class RecordingGate(TimeProvider time) : IRateGate
{
    public ConcurrentQueue<long> Passed { get; } = new();

    public ValueTask<RateTurn> WaitAsync(RateKind kind, string account, string? model, double perSecond, CancellationToken cancellation)
    {
        Passed.Enqueue(time.GetTimestamp());
        return ValueTask.FromResult(new RateTurn(account, Passed.Count));
    }

    public ValueTask ArrivedAsync(RateTurn turn) => ValueTask.CompletedTask;

    public ValueTask PenalizeAsync(RateKind kind, string account, string? model, TimeSpan retryAfter) => ValueTask.CompletedTask;
}
