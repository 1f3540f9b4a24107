using System.Text.Json;
using Wan27.Emulator.Http;

namespace Wan27.Emulator.Service;

/// <summary>One request on its way through the service.</summary>
internal sealed class Exchange(HttpRequest request, RouteMatch route, long sequence, string requestId, CancellationToken stop)
{
    public HttpRequest Request { get; } = request;

    public RouteMatch Route { get; } = route;

    public long Sequence { get; } = sequence;

    public string RequestId { get; } = requestId;

    public CancellationToken Stop { get; } = stop;

    /// <summary>Absent when the body was no JSON.</summary>
    public JsonElement? Body { get; set; }

    public FaultRule? Fault { get; set; }

    public bool Wants(string header) => Request.Headers[header]?.Equals("enable", StringComparison.OrdinalIgnoreCase) == true;

    public bool WantsAsync => Wants("X-DashScope-Async");

    public bool WantsResolve => Wants("X-DashScope-OssResourceResolve");
}
