using System.Runtime.InteropServices;

namespace Wan27.Console;

/// <summary>Turns the first Ctrl+C, or the first request to end, into a call; the second ends the process at once.</summary>
internal sealed class InterruptWatch : IDisposable
{
    private readonly Action _stop;
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Lock _gate = new();
    private bool _over;
    private int _count;

    public InterruptWatch(Action stop)
    {
        _stop = stop;
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, OnSignal))];
    }

    /// <summary>True once the user, or the system, has asked for an end.</summary>
    public bool Requested => Volatile.Read(ref _count) > 0;

    public void Dispose()
    {
        Array.ForEach(_registrations, registration => registration.Dispose());
        lock (_gate)
        {
            _over = true;
        }
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _count) > 1)
        {
            Environment.Exit(ExitCode.Interrupted);
        }

        // Stopping may take its time; the signal thread must stay free for the second Ctrl+C.
        ThreadPool.QueueUserWorkItem(_ => Stop());
    }

    private void Stop()
    {
        lock (_gate)
        {
            // A signal that arrives at the very end must not reach what is already disposed of.
            if (!_over)
            {
                _stop();
            }
        }
    }
}
