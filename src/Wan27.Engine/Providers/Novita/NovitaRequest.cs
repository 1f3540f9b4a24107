using System.Text.Json.Nodes;

namespace Wan27.Engine.Providers.Novita;

/// <summary>A request as it goes over the wire, without host and key: all fields lie in the body side by side.</summary>
/// <param name="Model">The model id, which is its address as well.</param>
/// <param name="Body">The JSON body.</param>
internal sealed record NovitaRequest(string Model, JsonObject Body) : PreparedRequest(Model);
