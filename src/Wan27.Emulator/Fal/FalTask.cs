using System.Text.Json.Nodes;
using Wan27.Emulator.Facades;

namespace Wan27.Emulator.Fal;

/// <summary>A request in the queue.</summary>
internal sealed class FalTask : FacadeTask
{
    /// <summary>What the model found wrong with its input; the result tells it.</summary>
    public IReadOnlyList<JsonNode> Problems { get; init; } = [];

    /// <summary>A running request was told to stop; this model does not listen.</summary>
    public bool WasToldToStop { get; set; }
}
