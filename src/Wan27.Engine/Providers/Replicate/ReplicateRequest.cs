using System.Text.Json.Nodes;

namespace Wan27.Engine.Providers.Replicate;

/// <summary>A request as it goes over the wire, without host and key.</summary>
/// <param name="Model">Owner and name of the model.</param>
/// <param name="Input">The model's input.</param>
internal sealed record ReplicateRequest(string Model, JsonObject Input) : PreparedRequest(Model);
