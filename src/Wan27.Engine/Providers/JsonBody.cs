using System.Text.Json;
using System.Text.Json.Nodes;

namespace Wan27.Engine.Providers;

/// <summary>
/// The JSON body of a request. It is written as it leaves, in pieces: pictures inside of it may be of many megabytes, and no text or copy of the
/// whole is ever made.
/// </summary>
internal sealed class JsonBody(JsonNode root)
{
    /// <summary>Characters of a text that are written at once.</summary>
    private const int Piece = 16 * 1024;

    private static readonly JsonWriterOptions Options = new() { Encoder = WireJson.Options.Encoder };

    private readonly Lazy<long> _length = new(() => Count(root));

    public JsonNode Root => root;

    /// <summary>Bytes of it on the wire.</summary>
    public long Length => _length.Value;

    public async Task WriteAsync(Stream stream, CancellationToken cancellation)
    {
        await using var writer = new Utf8JsonWriter(stream, Options);
        foreach (var _ in Pieces(writer, root))
        {
            await writer.FlushAsync(cancellation);
        }

        await writer.FlushAsync(cancellation);
    }

    private static long Count(JsonNode root)
    {
        using var writer = new Utf8JsonWriter(Stream.Null, Options);
        foreach (var _ in Pieces(writer, root))
        {
            writer.Flush();
        }

        writer.Flush();
        return writer.BytesCommitted;
    }

    /// <summary>Writes a node, and stops wherever what was written should leave.</summary>
    private static IEnumerable<bool> Pieces(Utf8JsonWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                writer.WriteStartObject();
                foreach (var (name, value) in members)
                {
                    writer.WritePropertyName(name);
                    foreach (var piece in Pieces(writer, value))
                    {
                        yield return piece;
                    }
                }

                writer.WriteEndObject();
                break;
            case JsonArray items:
                writer.WriteStartArray();
                foreach (var piece in items.SelectMany(item => Pieces(writer, item)))
                {
                    yield return piece;
                }

                writer.WriteEndArray();
                break;
            case JsonValue value when value.TryGetValue<string>(out var text) && text.Length > Piece:
                for (var at = 0; at < text.Length; at += Piece)
                {
                    var isLast = text.Length - at <= Piece;
                    writer.WriteStringValueSegment(text.AsSpan(at, isLast ? text.Length - at : Piece), isLast);
                    yield return true;
                }

                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer, WireJson.Options);
                break;
        }
    }
}
