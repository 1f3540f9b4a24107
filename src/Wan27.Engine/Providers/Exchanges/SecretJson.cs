using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Wan27.Engine.Contract;
using Wan27.Engine.Providers.DashScope;
using Wan27.Engine.Records;

namespace Wan27.Engine.Providers.Exchanges;

/// <summary>A body as it may be shown: values whose name says that they are secret are removed, and all texts pass through <see cref="RecordGuard"/>.</summary>
internal static class SecretJson
{
    public const string Removed = "[removed]";

    private const int LongestData = 60;

    // Contract section 7 for the policies of uploads; the others for gateways that echo what they were sent.
    private static readonly HashSet<string> Secret = new(StringComparer.OrdinalIgnoreCase)
    {
        "policy", "signature", "ossaccesskeyid", "oss_access_key_id", "accesskeyid", "access_key_id", "access_key_secret", "accesskeysecret",
        "security_token", "securitytoken", "x-oss-security-token", "x_oss_security_token", "authorization", "api_key", "apikey", "api-key", "token", "access_token",
    };

    private static readonly Regex SecretMember = new(
        $"""("(?:{string.Join('|', Secret.Select(Regex.Escape))})"\s*:\s*")(?:[^"\\]|\\.)*""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static bool IsSecret(string name) => Secret.Contains(name);

    public static string Clean(string body)
    {
        try
        {
            var whole = LenientJson.Parse(Encoding.UTF8.GetBytes(body));
            using var written = new MemoryStream();
            using (var writer = new Utf8JsonWriter(written, Readable))
            {
                Write(writer, whole);
            }

            return Encoding.UTF8.GetString(written.ToArray());
        }
        catch (JsonException)
        {
            // Half an answer, a page, or more than is kept: cleaned as text.
            return Text(SecretMember.Replace(body.Replace("\\/", "/", StringComparison.Ordinal), $"$1{Removed}"));
        }
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject())
                {
                    writer.WritePropertyName(Text(member.Name));
                    if (IsSecret(member.Name))
                    {
                        writer.WriteStringValue(Removed);
                    }
                    else
                    {
                        Write(writer, member.Value);
                    }
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Text(element.GetString()!));
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private static string Text(string text)
        => text.Length > LongestData && text.StartsWith("data:", StringComparison.OrdinalIgnoreCase) && text.IndexOf(',', StringComparison.Ordinal) is var comma and > 0 and < LongestData
            ? $"{text[..comma]},... ({text.Length - comma - 1} characters)"
            : RecordGuard.Clean(ErrorFactory.Printable(text));
}
