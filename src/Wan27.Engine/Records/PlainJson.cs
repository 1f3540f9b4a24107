using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Wan27.Engine.Records;

/// <summary>Requests as JSON text, outside of a larger document.</summary>
internal static class PlainJson
{
    private static readonly PlainValuesConverter Converter = new();

    // Signatures change from one run to the next and do not count; the content of embedded media does.
    private static readonly PlainValuesConverter Identifying = new(static text =>
        RecordGuard.Clean(text) is var cleaned && cleaned.Contains(RecordGuard.DataMarker, StringComparison.Ordinal) ? cleaned + Digest(text) : cleaned);

    /// <summary>JSON that may be written to disk: cleaned by <see cref="RecordGuard"/>.</summary>
    public static string Write(IReadOnlyDictionary<string, object?> values) => Write(values, Converter);

    public static IReadOnlyDictionary<string, object?> Read(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        return Converter.Read(ref reader, typeof(IReadOnlyDictionary<string, object?>), JsonSerializerOptions.Default);
    }

    /// <summary>
    /// A hash that two requests share exactly when they ask for the same: names in a fixed order, whatever order they were given in.
    /// </summary>
    public static string Hash(string route, string model, IReadOnlyDictionary<string, object?> values)
    {
        var ordered = new SortedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            if (value is not null)
            {
                ordered[name] = value;
            }
        }

        var whole = new Dictionary<string, object?> { ["route"] = route, ["model"] = model, ["request"] = ordered };
        return Digest(Write(whole, Identifying));
    }

    /// <summary>The SHA-256 of a text's UTF-8, read in pieces: embedded media is large.</summary>
    private static string Digest(string text)
    {
        const int piece = 16 * 1024;
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var encoder = Encoding.UTF8.GetEncoder();
        Span<byte> bytes = new byte[Encoding.UTF8.GetMaxByteCount(piece)];
        for (var at = 0; at < text.Length; at += piece)
        {
            var chars = text.AsSpan(at, Math.Min(piece, text.Length - at));
            digest.AppendData(bytes[..encoder.GetBytes(chars, bytes, flush: at + chars.Length == text.Length)]);
        }

        return Convert.ToHexString(digest.GetHashAndReset()).ToLowerInvariant();
    }

    private static string Write(IReadOnlyDictionary<string, object?> values, PlainValuesConverter converter)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            converter.Write(writer, values, JsonSerializerOptions.Default);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
