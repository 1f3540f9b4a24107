using System.Collections.Concurrent;

namespace Wan27.Emulator.Service;

/// <summary>Requests that are carried out after their connection is gone.</summary>
internal sealed class LateWork(TimeProvider time)
{
    private readonly ConcurrentBag<Task> _works = [];

    public void Add(TimeSpan delay, Func<Task> work, CancellationToken stop) => _works.Add(RunAsync(delay, work, stop));

    /// <summary>Waits for what is under way; what still waits for its time was given up when the server stopped.</summary>
    public Task EndAsync() => Task.WhenAll(_works);

    private async Task RunAsync(TimeSpan delay, Func<Task> work, CancellationToken stop)
    {
        try
        {
            await Task.Delay(delay, time, stop);
            await work();
        }
        catch (OperationCanceledException)
        {
            // The server stops: a task that nobody could ask for any more need not be created.
        }
    }
}
