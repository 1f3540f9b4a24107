using Wan27.Cmdlets.Output;

namespace Wan27.Cmdlets.Async;

/// <summary>
/// Works on several records at once and writes their results in the order of the input. A record that fails writes one error in its
/// place, and the others go on.
/// </summary>
internal sealed class OrderedWork<T>(AsyncCmdlet cmdlet, Action<T> write) : IDisposable
{
    // Finished records may queue behind a slow one; that many before the input is held back.
    private const int WaitingPerWorker = 4;

    private readonly Queue<(Task<T> Work, object? Target, string? Place)> _queue = new();
    private readonly Dictionary<string, SemaphoreSlim> _lanes = new(StringComparer.OrdinalIgnoreCase);
    private int _widest = 1;

    /// <summary>Pipeline thread: takes in a record, and writes what is ready.</summary>
    /// <param name="lane">Its kind, such as a profile; each kind has a lane of its own.</param>
    /// <param name="width">How many records of the kind are worked on at once.</param>
    /// <param name="work">The work on the record.</param>
    /// <param name="target">What errors of the record point to.</param>
    /// <param name="place">Which record it is, as errors name it.</param>
    public void Add(string lane, int width, Func<CancellationToken, Task<T>> work, object? target, string? place = null)
    {
        _widest = Math.Max(_widest, width);
        if (!_lanes.TryGetValue(lane, out var free))
        {
            free = _lanes[lane] = new SemaphoreSlim(width);
        }

        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Enqueue((result.Task, target, place));
        _ = cmdlet.RunBeside(ct => RunAsync(free, work, result, ct));
        WriteReady();
    }

    /// <summary>Pipeline thread: a record that failed before there was any work; its error keeps its place.</summary>
    public void Fail(Exception failed, object? target, string? place = null)
    {
        _queue.Enqueue((Task.FromException<T>(failed), target, place));
        WriteReady();
    }

    /// <summary>Pipeline thread: waits for the rest.</summary>
    public void Finish()
    {
        while (_queue.Count > 0)
        {
            WriteHead();
        }
    }

    public void Dispose()
    {
        foreach (var lane in _lanes.Values)
        {
            lane.Dispose();
        }
    }

    private void WriteReady()
    {
        cmdlet.WriteReady();
        while (_queue.Count > 0 && (_queue.Peek().Work.IsCompleted || _queue.Count > _widest * WaitingPerWorker))
        {
            WriteHead();
        }
    }

    private static async Task RunAsync(SemaphoreSlim free, Func<CancellationToken, Task<T>> work, TaskCompletionSource<T> result, CancellationToken ct)
    {
        try
        {
            await free.WaitAsync(ct).ConfigureAwait(false);
            T made;
            try
            {
                made = await work(ct).ConfigureAwait(false);
            }
            finally
            {
                free.Release();
            }

            result.SetResult(made);
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
        {
            result.TrySetCanceled(CancellationToken.None);
        }
        catch (Exception failed)
        {
            result.TrySetException(failed);
        }
    }

    private void WriteHead()
    {
        var (work, target, place) = _queue.Peek();
        cmdlet.Await(_ => Task.WhenAny(work));
        _queue.Dequeue();
        if (work.IsCompletedSuccessfully)
        {
            write(work.Result);
        }
        else if (work.Exception is { InnerException: PassedOverException })
        {
            return;
        }
        else if (work.Exception is { } failed)
        {
            cmdlet.WriteError(ErrorRecords.From(failed.InnerException!, target, place));
        }
        else if (!cmdlet.StopToken.IsCancellationRequested)
        {
            // A record must not vanish without a word.
            cmdlet.WriteError(ErrorRecords.From(new TaskCanceledException("The work on this record was given up."), target, place));
        }
    }
}
