using System.Diagnostics.CodeAnalysis;

namespace Wan27.Engine.Providers.Exchanges;

/// <summary>A request and what was answered, in words that hold no secret. It can be read once it is over.</summary>
internal sealed class Exchange
{
    private static readonly HttpRequestOptionsKey<Exchange> Key = new("Wan27.Exchange");

    private volatile string? _text;

    /// <summary>Both sides of it; null while it lasts.</summary>
    public string? Text => _text;

    /// <summary>The exchange that a request is part of, where somebody watches.</summary>
    public static Exchange? Of(HttpRequestMessage request)
        => request.Options.TryGetValue(Key, out var exchange) ? exchange : null;

    public static Exchange Begin(HttpRequestMessage request)
    {
        var exchange = new Exchange();
        request.Options.Set(Key, exchange);
        return exchange;
    }

    public void End(string text) => _text = text;

    /// <summary>The same failure, with what went over the wire.</summary>
    [return: NotNullIfNotNull(nameof(failed))]
    public WanException? Explain(WanException? failed)
        => failed is null || failed.Exchange is not null || _text is not { } text
            ? failed
            : new WanException(failed.Error, failed.InnerException) { Bundle = failed.Bundle, TaskId = failed.TaskId, Checks = failed.Checks, Exchange = text };
}
