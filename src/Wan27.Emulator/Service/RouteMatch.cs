using Wan27.Emulator.Http;

namespace Wan27.Emulator.Service;

/// <summary>Which operation a method and path mean, and who handles it.</summary>
internal sealed record RouteMatch(string Operation, Func<Exchange, Task<HttpResponse>> Handle)
{
    public string? TaskId { get; init; }

    /// <summary>A scripted error in the form of a wrapper provider; null for the official one.</summary>
    public Func<FaultRule, Exchange, HttpResponse>? Problem { get; init; }

    /// <summary>The model that the path names.</summary>
    public string? Model { get; init; }

    /// <summary>Whether the body is JSON that is read before anything else.</summary>
    public bool ReadsJson { get; init; }
}
