using System.Text.Json.Nodes;

namespace Wan27.Engine.Providers.DashScope;

/// <summary>A request as it goes over the wire, without host and key.</summary>
/// <param name="Model">The model, whose submit rate is kept.</param>
/// <param name="Path">Path below the base address.</param>
/// <param name="IsAsync">Whether the async header belongs on it.</param>
/// <param name="Body">The JSON body.</param>
/// <param name="ResolvesOss">Whether a URL in the body needs the resolve header.</param>
internal sealed record DashScopeRequest(string Model, string Path, bool IsAsync, JsonObject Body, bool ResolvesOss) : PreparedRequest(Model);
