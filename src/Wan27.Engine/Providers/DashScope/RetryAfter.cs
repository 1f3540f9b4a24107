namespace Wan27.Engine.Providers.DashScope;

/// <summary>The pause that a server asks for.</summary>
internal static class RetryAfter
{
    public static TimeSpan? Of(HttpResponseMessage response, TimeProvider time)
    {
        var header = response.Headers.RetryAfter;
        var pause = header?.Delta ?? header?.Date - time.GetUtcNow();
        return pause is { } value && value > TimeSpan.Zero ? value : null;
    }
}
