using System.Globalization;
using System.Text.Json;
using Wan27.Engine.Records;

namespace Wan27.Engine.Providers.Novita;

/// <summary>Reads members of Novita's answers, in which numbers come as numbers and as texts.</summary>
internal static class NovitaJson
{
    /// <summary>A text of one line, without what could steer a terminal.</summary>
    public static string? Line(JsonElement element, string name) => Raw(element, name) is { } text ? ServerText.Line(text) : null;

    /// <summary>A text of any length, without what could steer a terminal.</summary>
    public static string? Prose(JsonElement element, string name) => Raw(element, name) is { Length: > 0 } text ? ServerText.Prose(text) : null;

    /// <summary>A text as it was sent.</summary>
    public static string? Raw(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static double? Number(JsonElement element, string name)
        => Member(element, name) switch
        {
            { ValueKind: JsonValueKind.Number } value when value.TryGetDouble(out var number) && double.IsFinite(number) => number,
            { ValueKind: JsonValueKind.String } value when double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
            _ => null,
        };

    /// <summary>A moment in milliseconds; zero stands for one that has not come.</summary>
    public static DateTimeOffset? Moment(JsonElement element, string name)
    {
        // Later figures than this are of no calendar.
        const double Last = 253_402_300_799_999;
        return Number(element, name) is { } number and > 0 and <= Last ? DateTimeOffset.FromUnixTimeMilliseconds((long)number) : null;
    }

    public static IEnumerable<JsonElement> Items(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    public static JsonElement? Member(JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
