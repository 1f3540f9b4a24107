using System.Text.Json.Serialization;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Tasks.Journal.Postgres;

/// <summary>What became of a task while the shared journal was away, in a file of this machine.</summary>
internal sealed record OutboxNote
{
    /// <summary>The database that it is for.</summary>
    public required string Place { get; init; }

    public required OutboxAct Act { get; init; }

    public required string LocalId { get; init; }

    public string? TaskId { get; init; }

    public string? RequestId { get; init; }

    public IReadOnlyList<string> Texts { get; init; } = [];

    public bool Complete { get; init; }

    public WanError? Error { get; init; }

    public JournalUpdate? Update { get; init; }

    public CallEnd? Call { get; init; }
}

/// <summary>Which member of the journal a note is for.</summary>
internal enum OutboxAct
{
    Submitted,
    Indeterminate,
    Updated,
    Stored,
    CallEnded,
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OutboxNote))]
internal sealed partial class OutboxJson : JsonSerializerContext;
