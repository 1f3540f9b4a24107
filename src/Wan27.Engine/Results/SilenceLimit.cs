namespace Wan27.Engine.Results;

/// <summary>
/// Ends a transfer in which nothing arrives any more. It limits each wait for the server, not the whole download, which may be long.
/// </summary>
internal sealed class SilenceLimit : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly CancellationTokenSource _clock;
    private readonly CancellationTokenSource _linked;

    public SilenceLimit(TimeSpan limit, TimeProvider time, CancellationToken cancellation)
    {
        _limit = limit;
        _clock = new CancellationTokenSource(limit, time);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(_clock.Token, cancellation);
    }

    public CancellationToken Token => _linked.Token;

    /// <summary>The wait begins.</summary>
    public void Restart() => _clock.CancelAfter(_limit);

    /// <summary>Something arrived; what is done with it here does not count.</summary>
    public void Pause() => _clock.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _linked.Dispose();
        _clock.Dispose();
    }
}
