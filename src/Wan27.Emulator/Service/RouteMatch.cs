using Wan27.Emulator.Http;

namespace Wan27.Emulator.Service;

/// <summary>Which operation a method and path mean, and who handles it.</summary>
internal sealed record RouteMatch(string Operation, Func<Exchange, Task<HttpResponse>> Handle)
{
    public string? TaskId { get; init; }

    /// <summary>Whether the body is JSON that is read before anything else.</summary>
    public bool ReadsJson { get; init; }
}
