using System.Text.Json;
using System.Text.Json.Serialization;
using Wan27.Engine.Records;

namespace Wan27.Engine.Logging;

/// <summary>A line of a log. What does not apply is left out of it.</summary>
internal sealed record LogLine
{
    public required DateTimeOffset At { get; init; }

    /// <summary><c>task</c>, <c>unnoted</c>, <c>image</c>, <c>upload</c>, <c>file</c> or <c>error</c>.</summary>
    public required string Event { get; init; }

    public string? Profile { get; init; }

    public string? Provider { get; init; }

    public string? Owner { get; init; }

    public string? Contract { get; init; }

    public string? Route { get; init; }

    public string? Model { get; init; }

    public WanRegion? Region { get; init; }

    public string? Endpoint { get; init; }

    public string? KeySource { get; init; }

    public string? TaskId { get; init; }

    public string? JobKey { get; init; }

    public string? RequestId { get; init; }

    public WanTaskState? State { get; init; }

    public string? ProviderStatus { get; init; }

    public DateTimeOffset? SubmittedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public DateTimeOffset? UrlExpiresAt { get; init; }

    public IReadOnlyList<string>? Candidates { get; init; }

    public IReadOnlyList<string>? Files { get; init; }

    public int? Index { get; init; }

    public int? Count { get; init; }

    public string? Path { get; init; }

    public string? Uri { get; init; }

    public string? Store { get; init; }

    public string? Url { get; init; }

    public long? Length { get; init; }

    public string? Sha256 { get; init; }

    public bool? AlreadyStored { get; init; }

    public WanUsage? Usage { get; init; }

    /// <summary>What was asked for: paths, URLs and options, never keys or data URIs.</summary>
    [JsonConverter(typeof(PlainValuesConverter))]
    public IReadOnlyDictionary<string, object?>? Request { get; init; }

    public WanError? Error { get; init; }

    public static LogLine For(string name, WanBundle? bundle, DateTimeOffset at) => new()
    {
        At = at,
        Event = name,
        Profile = bundle?.Profile,
        Provider = bundle?.Provider,
        Owner = bundle?.Owner,
        Contract = bundle?.Contract,
        Route = bundle?.Route,
        Model = bundle?.Model,
        Region = bundle?.Region,
        Endpoint = bundle?.Endpoint,
        KeySource = bundle?.KeySource,
    };

    /// <summary>The line as it may be written down: each text is cleaned before its quotes and line ends become escapes, and the whole once more.</summary>
    public string ToJson() => RecordGuard.Clean(JsonSerializer.Serialize(this, LogJson.Default.LogLine));
}

/// <summary>How lines are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    Converters = [typeof(CleanTextConverter)],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LogLine))]
internal sealed partial class LogJson : JsonSerializerContext;
