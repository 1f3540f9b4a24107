namespace Wan27.Engine.Providers;

/// <summary>The pause that a server asks for.</summary>
internal static class RetryAfter
{
    // Limits free within a minute; a server that asks for a day must not hold a batch, or the whole account, for a day.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public static TimeSpan? Of(HttpResponseMessage response, TimeProvider time)
    {
        var header = response.Headers.RetryAfter;
        var pause = header?.Delta ?? header?.Date - time.GetUtcNow();
        return pause is { } value && value > TimeSpan.Zero ? value < Longest ? value : Longest : null;
    }
}
