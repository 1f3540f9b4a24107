using System.Globalization;
using System.Text.Json;
using Wan27.Engine.Records;

namespace Wan27.Engine.Providers;

/// <summary>Reads members of an answer, whatever else may stand there. Which members there are is for each provider to know.</summary>
internal static class AnswerJson
{
    /// <summary>A text of one line, without what could steer a terminal.</summary>
    public static string? Line(JsonElement element, string name) => Raw(element, name) is { } text ? ServerText.Line(text) : null;

    /// <summary>A text of any length, without what could steer a terminal.</summary>
    public static string? Prose(JsonElement element, string name) => Raw(element, name) is { Length: > 0 } text ? ServerText.Prose(text) : null;

    /// <summary>A text as it was sent.</summary>
    public static string? Raw(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A number, also one that is written as a text.</summary>
    public static double? Number(JsonElement element, string name)
        => Member(element, name) switch
        {
            { ValueKind: JsonValueKind.Number } value when value.TryGetDouble(out var number) && double.IsFinite(number) => number,
            { ValueKind: JsonValueKind.String } value when double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
            _ => null,
        };

    public static bool IsTrue(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.True };

    /// <summary>A time with its zone; one at the ends of the calendar is none, and could not be reckoned with.</summary>
    public static DateTimeOffset? Time(JsonElement element, string name)
        => DateTimeOffset.TryParse(Raw(element, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) && time.Year is > 1970 and < 9000 ? time : null;

    public static IEnumerable<JsonElement> Items(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>A member that is there and not null.</summary>
    public static JsonElement? Member(JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
