using System.Collections.Concurrent;
using System.Management.Automation;

namespace Wan27.Cmdlets.Async;

/// <summary>
/// Carries calls from background work to the pipeline thread, the only one that may write. Whoever awaits a write goes on only once the
/// next cmdlet has taken it, which is the back-pressure.
/// </summary>
internal sealed class PipelineBridge : IDisposable
{
    // Ctrl+C must give the prompt back within a second; work that honours its token needs far less.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(800);

    // Nobody waits for a prompt when the next cmdlet wants no more or fails; submits on the wire get time for their answers.
    private static readonly TimeSpan LongGrace = TimeSpan.FromSeconds(15);

    private readonly ConcurrentQueue<PipelineCall> _calls = new();
    // Work takes milliseconds at least: spinning for it would only keep a core from it.
    private readonly ManualResetEventSlim _wake = new(initialState: false, spinCount: 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _background = [];
    private volatile bool _closed;
    private volatile bool _stoppedByUser;

    public CancellationToken Stopping => _stop.Token;

    /// <summary>Starts work that goes on while the pipeline moves; it is awaited at the end or on stop.</summary>
    public Task Start(Func<CancellationToken, Task> work)
    {
        var task = Task.Run(() => work(Stopping));
        lock (_background)
        {
            _background.RemoveAll(static started => started.IsCompletedSuccessfully);
            _background.Add(task);
        }

        return task;
    }

    /// <summary>Runs a call on the pipeline thread and completes when it has run there.</summary>
    public async Task<T> InvokeAsync<T>(Func<T> call)
    {
        var pending = new PipelineCall<T>(call);
        Post(pending);
        return await pending.Completion.ConfigureAwait(false);
    }

    /// <summary>Runs a call on the pipeline thread some time later; nobody waits for it.</summary>
    public void Post(Action call) => Post(new PipelineCall<bool>(() =>
    {
        call();
        return true;
    }));

    /// <summary>Pipeline thread: serves calls until the work has ended, then passes on how it ended.</summary>
    public void Run(Func<CancellationToken, Task> work)
    {
        var task = Start(work);
        _ = task.ContinueWith(static (_, state) => ((ManualResetEventSlim)state!).Set(), _wake, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        using var wakeOnStop = Stopping.Register(_wake.Set);
        while (!task.IsCompleted && !Stopping.IsCancellationRequested)
        {
            _wake.Wait(CancellationToken.None);
            _wake.Reset();
            Drain();
        }

        if (Stopping.IsCancellationRequested)
        {
            Close();
            throw new PipelineStoppedException();
        }

        Drain();
        task.GetAwaiter().GetResult();
    }

    /// <summary>Pipeline thread: serves what waits, without waiting for more.</summary>
    public void Drain()
    {
        while (!Stopping.IsCancellationRequested && _calls.TryDequeue(out var call))
        {
            try
            {
                call.Run();
            }
            catch
            {
                // The next cmdlet wants no more, or an error preference ends the pipeline: nothing may go on behind its back.
                Close();
                throw;
            }
        }
    }

    /// <summary>Any thread: the user pressed Ctrl+C, or the pipeline is over.</summary>
    public void Stop()
    {
        _stoppedByUser = true;
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The pipeline ended by itself a moment earlier.
        }
    }

    public void Dispose()
    {
        if (!_closed)
        {
            Close();
        }

        _wake.Dispose();
        _stop.Dispose();
    }

    /// <summary>Ends everything: cancels, lets waiting calls go, and awaits the work.</summary>
    private void Close()
    {
        _closed = true;
        _stop.Cancel();
        while (_calls.TryDequeue(out var call))
        {
            call.Cancel();
        }

        Task[] background;
        lock (_background)
        {
            background = [.. _background];
        }

        // How the work ended does not matter any more; that it ended does.
        Task.WhenAny(Task.WhenAll(background), Task.Delay(_stoppedByUser ? Grace : LongGrace)).GetAwaiter().GetResult();
    }

    private void Post(PipelineCall call)
    {
        _calls.Enqueue(call);
        if (_closed)
        {
            call.Cancel();
            return;
        }

        try
        {
            _wake.Set();
        }
        catch (ObjectDisposedException)
        {
            call.Cancel();
        }
    }
}
