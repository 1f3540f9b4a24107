using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wan27.Engine.Records;

/// <summary>
/// Writes a request as plain JSON and reads it back: texts, numbers, truth values, lists and tables of these. Texts pass through
/// <see cref="RecordGuard"/>.
/// </summary>
internal sealed class PlainValuesConverter(Func<string, string> clean) : JsonConverter<IReadOnlyDictionary<string, object?>>
{
    public PlainValuesConverter()
        : this(RecordGuard.Clean)
    {
    }

    public override IReadOnlyDictionary<string, object?> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? TableOf(document.RootElement)
            : throw new JsonException("A request is a JSON object.");
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, object?> value, JsonSerializerOptions options)
        => WriteTable(writer, value.Select(static pair => new KeyValuePair<object, object?>(pair.Key, pair.Value)));

    private static Dictionary<string, object?> TableOf(JsonElement element)
    {
        var table = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in element.EnumerateObject())
        {
            table[property.Name] = ValueOf(property.Value);
        }

        return table;
    }

    private static object? ValueOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => TableOf(element),
        JsonValueKind.Array => element.EnumerateArray().Select(ValueOf).ToArray(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => NumberOf(element),
        _ => null,
    };

    /// <summary>The smallest type that holds it, which is the one that callers use.</summary>
    private static object NumberOf(JsonElement element)
    {
        if (element.TryGetInt32(out var number))
        {
            return number;
        }

        return element.TryGetInt64(out var large) ? (object)large : element.GetDouble();
    }

    private void WriteTable(Utf8JsonWriter writer, IEnumerable<KeyValuePair<object, object?>> table)
    {
        writer.WriteStartObject();
        foreach (var (key, value) in table)
        {
            writer.WritePropertyName(clean(Convert.ToString(key, CultureInfo.InvariantCulture) ?? string.Empty));
            WriteValue(writer, value);
        }

        writer.WriteEndObject();
    }

    private void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(clean(text));
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case float or double when !double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture)):
                writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
            case float number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case ulong number:
                writer.WriteNumberValue(number);
                break;
            case sbyte or byte or short or ushort or int or uint or long:
                writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset time:
                writer.WriteStringValue(time);
                break;
            case DateTime time:
                writer.WriteStringValue(time);
                break;
            case byte[] bytes:
                var embedded = clean($"data:application/octet-stream;base64,{Convert.ToBase64String(bytes)}");
                writer.WriteStringValue(embedded.StartsWith(RecordGuard.DataMarker, StringComparison.Ordinal) ? embedded : RecordGuard.DataMarker);
                break;
            case IReadOnlyDictionary<string, object?> table:
                WriteTable(writer, table.Select(static pair => new KeyValuePair<object, object?>(pair.Key, pair.Value)));
                break;
            case IDictionary table:
                WriteTable(writer, table.Cast<DictionaryEntry>().Select(static entry => new KeyValuePair<object, object?>(entry.Key, entry.Value)));
                break;
            case IEnumerable list:
                writer.WriteStartArray();
                foreach (var item in list)
                {
                    WriteValue(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue(clean(Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty));
                break;
        }
    }
}
