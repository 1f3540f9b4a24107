using System.Text.Json;

namespace Wan27.Engine.Providers.DashScope;

/// <summary>Reads the free side endpoints (contract section 1.4), whose forms are known from few pages.</summary>
internal static class AccountAnswers
{
    private static readonly string[] ListNames = ["models", "data", "items"];
    private static readonly string[] IdNames = ["model", "model_id", "id", "name"];

    /// <summary>The ids of a model list; null when the answer holds no list.</summary>
    public static IReadOnlyList<string>? Models(JsonElement root)
    {
        var holder = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("output", out var output) ? output : root;
        foreach (var name in ListNames)
        {
            if (holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array)
            {
                return [.. list.EnumerateArray().SelectMany(static item => IdNames.Select(id => item.ValueKind == JsonValueKind.Object ? AnswerReader.Text(item, id) : null)).OfType<string>()];
            }
        }

        return null;
    }

    /// <summary>Submits per second that the account may send for a model; null when the answer does not say.</summary>
    public static double? SubmitsPerSecond(JsonElement root)
        => root.ValueKind == JsonValueKind.Object
            && root.TryGetProperty("output", out var output)
            && AnswerJson.Items(output, "quotas").FirstOrDefault() is { ValueKind: JsonValueKind.Object } quota
            && quota.TryGetProperty("model_limit", out var limit)
            && AnswerReader.Number(limit, "request_limit") is { } requests and > 0
                ? requests / Math.Max(1, AnswerReader.Number(limit, "request_limit_period") ?? 1)
                : null;
}
