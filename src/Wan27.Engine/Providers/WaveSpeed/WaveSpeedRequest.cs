using System.Text.Json.Nodes;

namespace Wan27.Engine.Providers.WaveSpeed;

/// <summary>A request as it goes over the wire, without host and key.</summary>
/// <param name="Model">The model's whole id, which is its address as well.</param>
/// <param name="Body">The JSON body.</param>
internal sealed record WaveSpeedRequest(string Model, JsonObject Body) : PreparedRequest(Model);
