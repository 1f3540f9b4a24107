using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Wan27.Emulator.Service;

/// <summary>A request body fit for the log: as it came, but with the bulk of data URIs left out.</summary>
internal static class BodyDigest
{
    private const int Kept = 48;

    public static JsonElement? Of(JsonElement? body)
        => body is { } json ? JsonSerializer.SerializeToElement(Shorten(json)) : null;

    private static JsonNode? Shorten(JsonElement value)
        => value.ValueKind switch
        {
            JsonValueKind.Object => Fields(value),
            JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Select(Shorten)]),
            JsonValueKind.String when value.GetString() is { Length: > Kept } text && text.StartsWith("data:", StringComparison.OrdinalIgnoreCase)
                => string.Create(CultureInfo.InvariantCulture, $"{text[..Kept]}\u2026 ({text.Length} characters)"),
            JsonValueKind.Null => null,
            _ => JsonValue.Create(value.Clone()),
        };

    private static JsonObject Fields(JsonElement value)
    {
        var fields = new JsonObject();
        foreach (var field in value.EnumerateObject())
        {
            // Set, not added: a client may send a name twice.
            fields[field.Name] = Shorten(field.Value);
        }

        return fields;
    }
}
