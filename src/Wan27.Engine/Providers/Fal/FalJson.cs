using System.Globalization;
using System.Text.Json;
using Wan27.Engine.Records;

namespace Wan27.Engine.Providers.Fal;

/// <summary>Reads members of fal.ai's answers, whatever else may stand there.</summary>
internal static class FalJson
{
    /// <summary>A text of one line, without what could steer a terminal.</summary>
    public static string? Line(JsonElement element, string name) => Raw(element, name) is { } text ? ServerText.Line(text) : null;

    /// <summary>A text as it was sent.</summary>
    public static string? Raw(JsonElement element, string name)
        => Member(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static double? Number(JsonElement element, string name)
        => Member(element, name) switch
        {
            { ValueKind: JsonValueKind.Number } value when value.TryGetDouble(out var number) && double.IsFinite(number) => number,
            { ValueKind: JsonValueKind.String } value when double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
            _ => null,
        };

    public static IEnumerable<JsonElement> Items(JsonElement element, string name)
        => Member(element, name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    public static JsonElement? Member(JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
