using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace Wan27.Engine.Tests.Tasks;

/// <summary>
/// Runs work whose time passes only when nothing is left to do: all that follows from one moment is done, on one thread, before the next
/// moment comes. However busy the machine is, every run is the same.
/// </summary>
internal sealed class StillTime : SynchronizationContext
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    // Work of seconds that is not done by then waits for ever.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly ConcurrentQueue<(SendOrPostCallback Work, object? State)> _due = new();

    public static void Run(FakeTimeProvider time, Func<Task> work)
    {
        var before = Current;
        var context = new StillTime();
        SetSynchronizationContext(context);
        try
        {
            var begun = time.GetTimestamp();
            var running = work();
            for (context.DoAll(); !running.IsCompleted; context.DoAll())
            {
                Assert.True(time.GetElapsedTime(begun) < Longest, "The work waits for something that never comes.");
                time.Advance(Step);
            }

            running.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    public override void Post(SendOrPostCallback d, object? state) => _due.Enqueue((d, state));

    private void DoAll()
    {
        while (_due.TryDequeue(out var next))
        {
            next.Work(next.State);
        }
    }
}
