using System.Globalization;
using System.Text.Json;
using Wan27.Engine.Records;

namespace Wan27.Engine.Providers.Replicate;

/// <summary>Reads members of Replicate's answers, whatever else may stand there.</summary>
internal static class ReplicateJson
{
    /// <summary>A text of one line, without what could steer a terminal.</summary>
    public static string? Line(JsonElement element, string name) => Raw(element, name) is { } text ? ServerText.Line(text) : null;

    /// <summary>A text as it was sent.</summary>
    public static string? Raw(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static double? Number(JsonElement element, string name)
        => Member(element, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;

    public static bool IsTrue(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.True };

    public static IEnumerable<JsonElement> Items(JsonElement element, string name)
        => Member(element, name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>A time with its zone; one at the ends of the calendar is none, and could not be reckoned with.</summary>
    public static DateTimeOffset? Time(JsonElement element, string name)
        => DateTimeOffset.TryParse(Raw(element, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) && time.Year is > 1970 and < 9000 ? time : null;

    public static JsonElement? Member(JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
