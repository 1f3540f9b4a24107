namespace Wan27.Cmdlets.Output;

/// <summary>Lets at most four progress updates a second through.</summary>
internal sealed class CalmClock
{
    private const long Milliseconds = 250;

    private long _last = -Milliseconds;

    public bool IsDue()
    {
        var now = Environment.TickCount64;
        var last = Interlocked.Read(ref _last);
        return now - last >= Milliseconds && Interlocked.CompareExchange(ref _last, now, last) == last;
    }
}
