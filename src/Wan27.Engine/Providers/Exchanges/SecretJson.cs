using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Records;

namespace Wan27.Engine.Providers.Exchanges;

/// <summary>A body as it may be shown: values whose name says that they are secret are removed, and all texts pass through <see cref="RecordGuard"/>.</summary>
internal static class SecretJson
{
    private const int LongestData = 60;

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="body">The body.</param>
    /// <param name="key">The profile's own key, to be erased from every text once its escapes are read; null where none is known.</param>
    public static string Clean(string body, ApiKey? key = null)
    {
        try
        {
            var whole = LenientJson.Parse(Encoding.UTF8.GetBytes(body));
            using var written = new MemoryStream();
            using (var writer = new Utf8JsonWriter(written, Readable))
            {
                Write(writer, whole, key);
            }

            return Encoding.UTF8.GetString(written.ToArray());
        }
        catch (JsonException)
        {
            // Half an answer, a page, or more than is kept: cleaned as text.
            return Text(body.Replace("\\/", "/", StringComparison.Ordinal), key);
        }
    }

    /// <summary>The same for a body that is about to leave, without ever making a text of what is embedded in it.</summary>
    public static string Clean(JsonNode body, ApiKey? key)
    {
        using var written = new MemoryStream();
        using (var writer = new Utf8JsonWriter(written, Readable))
        {
            Write(writer, body, key);
        }

        return Encoding.UTF8.GetString(written.GetBuffer(), 0, (int)written.Length);
    }

    private static void Write(Utf8JsonWriter writer, JsonNode? node, ApiKey? key)
    {
        switch (node)
        {
            case JsonObject members:
                writer.WriteStartObject();
                foreach (var (name, value) in members)
                {
                    writer.WritePropertyName(Text(name, key));
                    if (SecretNames.Contains(name))
                    {
                        writer.WriteStringValue(SecretNames.Removed);
                    }
                    else
                    {
                        Write(writer, value, key);
                    }
                }

                writer.WriteEndObject();
                break;
            case JsonArray items:
                writer.WriteStartArray();
                foreach (var item in items)
                {
                    Write(writer, item, key);
                }

                writer.WriteEndArray();
                break;
            case JsonValue value when value.TryGetValue<string>(out var text):
                writer.WriteStringValue(Text(text, key));
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element, ApiKey? key)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject())
                {
                    writer.WritePropertyName(Text(member.Name, key));
                    if (SecretNames.Contains(member.Name))
                    {
                        writer.WriteStringValue(SecretNames.Removed);
                    }
                    else
                    {
                        Write(writer, member.Value, key);
                    }
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(writer, item, key);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Text(element.GetString()!, key));
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private static string Text(string text, ApiKey? key)
        => text.Length > LongestData && text.StartsWith("data:", StringComparison.OrdinalIgnoreCase) && text.IndexOf(',', StringComparison.Ordinal) is var comma and > 0 and < LongestData
            ? $"{text[..comma]},... ({text.Length - comma - 1} characters)"
            : SecretNames.Scrub(RecordGuard.Clean(ServerText.Prose(key?.EraseFrom(text) ?? text)));
}
