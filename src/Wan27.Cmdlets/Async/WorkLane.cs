namespace Wan27.Cmdlets.Async;

/// <summary>How many records are worked on at once.</summary>
internal sealed class WorkLane(int width) : IDisposable
{
    private readonly SemaphoreSlim _free = new(width);

    public int Width => width;

    /// <summary>Runs work once there is room for it.</summary>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken ct)
    {
        await _free.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            return await work(ct).ConfigureAwait(false);
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose() => _free.Dispose();
}
