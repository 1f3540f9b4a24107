using System.Text.Json.Nodes;

namespace Wan27.Engine.Providers.Fal;

/// <summary>A request as it goes over the wire, without host and key: the body is the model's input itself.</summary>
/// <param name="Model">The model's whole id.</param>
/// <param name="Body">The JSON body.</param>
internal sealed record FalRequest(string Model, JsonObject Body) : PreparedRequest(Model);
