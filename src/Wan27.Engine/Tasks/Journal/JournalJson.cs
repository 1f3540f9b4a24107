using System.Text.Json.Serialization;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Tasks.Journal;

/// <summary>How the journal writes what has no column of its own.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WanUsage))]
[JsonSerializable(typeof(WanError))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<WanEvidence>))]
[JsonSerializable(typeof(ExpectedResult))]
internal sealed partial class JournalJson : JsonSerializerContext;
