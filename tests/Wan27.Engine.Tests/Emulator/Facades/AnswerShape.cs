using System.Text.Json;
using System.Text.Json.Nodes;

namespace Wan27.Engine.Tests.Emulator.Facades;

/// <summary>Holds an answer against a sample's: the same members of the same kinds, and the same words where the words are the contract.</summary>
internal static class AnswerShape
{
    private static readonly string[] Words =
    [
        "status", "reason", "code", "title", "type", "error_type", "task_type", "detail", "message", "content_type", "model", "data_removed", "video_type", "video_url_ttl", "method", "version", "source",
    ];

    // What the sample invents: echoes of the request, and texts that no program reads.
    private static readonly string[] Free = ["input", "msg", "headers", "metadata", "logs"];

    /// <summary>The differences; none where the answer is the sample's.</summary>
    public static IReadOnlyList<string> Differences(JsonNode? sample, JsonNode? answer, string path = "$")
    {
        var name = path[(path.LastIndexOf('.') + 1)..];
        if (Free.Contains(name))
        {
            return [];
        }

        if (Kind(sample) != Kind(answer))
        {
            return [$"{path}: {Kind(answer)} where the sample has {Kind(sample)}"];
        }

        return (sample, answer) switch
        {
            (JsonObject wanted, JsonObject got) =>
            [
                .. wanted.Select(static field => field.Key).Except(got.Select(static field => field.Key)).Select(field => $"{path}.{field} is missing"),
                .. got.Select(static field => field.Key).Except(wanted.Select(static field => field.Key)).Select(field => $"{path}.{field} is not in the sample"),
                .. wanted.Where(field => got.ContainsKey(field.Key)).SelectMany(field => Differences(field.Value, got[field.Key], $"{path}.{field.Key}")),
            ],
            (JsonArray { Count: > 0 } wanted, JsonArray { Count: > 0 } got) => Differences(wanted[0], got[0], $"{path}[0]"),
            (JsonArray wanted, JsonArray got) => wanted.Count == got.Count ? [] : [$"{path}: {got.Count} items where the sample has {wanted.Count}"],
            (JsonValue wanted, JsonValue got) when Words.Contains(name) && wanted.ToJsonString() != got.ToJsonString() => [$"{path}: {got} where the sample has {wanted}"],
            _ => [],
        };
    }

    private static JsonValueKind Kind(JsonNode? node)
        => node?.GetValueKind() switch
        {
            null => JsonValueKind.Null,
            JsonValueKind.False => JsonValueKind.True,
            { } kind => kind,
        };
}
