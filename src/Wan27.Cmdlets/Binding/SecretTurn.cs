namespace Wan27.Cmdlets.Binding;

/// <summary>
/// The turn to read from a vault: one reader at a time, in this process and among the processes of the machine. Whoever does not get it in time, as
/// when another one sits before a prompt for a password, reads without it.
/// </summary>
internal sealed class SecretTurn : IDisposable
{
    private const string Name = "wan27-secret";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly object Gate = new();

    private readonly bool _isFirstHere;
    private readonly Mutex? _machine;

    private SecretTurn(bool isFirstHere, Mutex? machine)
    {
        _isFirstHere = isFirstHere;
        _machine = machine;
    }

    /// <summary>Waits for the turn. It is given back by the same thread.</summary>
    public static SecretTurn Take()
    {
        var isFirstHere = Monitor.TryEnter(Gate, Patience);
        return new SecretTurn(isFirstHere, isFirstHere ? OfMachine() : null);
    }

    public void Dispose()
    {
        if (_machine is not null)
        {
            _machine.ReleaseMutex();
            _machine.Dispose();
        }

        if (_isFirstHere)
        {
            Monitor.Exit(Gate);
        }
    }

    private static Mutex? OfMachine()
    {
        Mutex? mutex = null;
        try
        {
            mutex = new Mutex(initiallyOwned: false, Name);
            if (mutex.WaitOne(Patience))
            {
                return mutex;
            }
        }
        catch (AbandonedMutexException)
        {
            // Its owner was killed; the turn is ours all the same.
            return mutex;
        }
        catch (Exception unavailable) when (unavailable is IOException or UnauthorizedAccessException or WaitHandleCannotBeOpenedException or PlatformNotSupportedException)
        {
            // A machine without shared names, or a name of another user: the turn among the runspaces of this process remains.
        }

        mutex?.Dispose();
        return null;
    }
}
