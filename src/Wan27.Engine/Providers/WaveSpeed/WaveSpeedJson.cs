using System.Text.Json;
using Wan27.Engine.Records;

namespace Wan27.Engine.Providers.WaveSpeed;

/// <summary>Reads members of WaveSpeed's answers, whatever else may stand there.</summary>
internal static class WaveSpeedJson
{
    /// <summary>A text of one line, without what could steer a terminal.</summary>
    public static string? Line(JsonElement element, string name) => Raw(element, name) is { } text ? ServerText.Line(text) : null;

    /// <summary>A text of any length, without what could steer a terminal.</summary>
    public static string? Prose(JsonElement element, string name) => Raw(element, name) is { Length: > 0 } text ? ServerText.Prose(text) : null;

    /// <summary>A text as it was sent.</summary>
    public static string? Raw(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static IEnumerable<JsonElement> Items(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    public static JsonElement? Member(JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
