using System.Text.Json.Serialization;

namespace Wan27.Engine.Results;

/// <summary>How the files beside a result are written.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PartState))]
[JsonSerializable(typeof(Sidecar))]
internal sealed partial class ResultsJson : JsonSerializerContext;
