namespace Wan27.Engine.Tasks.Rates;

/// <summary>A rate as whole requests in a window of time: 5 a second, one in two seconds, 2 in 0.8 seconds.</summary>
/// <param name="Most">Requests that may arrive in any window; 1 or more.</param>
/// <param name="Window">Its length.</param>
internal readonly record struct RatePace(int Most, TimeSpan Window)
{
    /// <summary>
    /// Places lie this much further apart than the rate asks for, so that a request is rarely stopped at its place by one that was a little
    /// late a window ago.
    /// </summary>
    public const double Headroom = 0.01;

    /// <summary>From one place to the next.</summary>
    public TimeSpan Interval => Window * ((1 + Headroom) / Most);

    /// <exception cref="ArgumentOutOfRangeException">Not a rate.</exception>
    public static RatePace Of(double perSecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perSecond);
        var most = (int)Math.Clamp(Math.Floor(perSecond), 1, int.MaxValue);
        return new RatePace(most, TimeSpan.FromSeconds(most / perSecond));
    }
}
