using System.Text.Encodings.Web;
using System.Text.Json;

namespace Wan27.Engine.Providers;

/// <summary>How bodies are written: prompts keep their letters, which keeps them readable and short on the wire.</summary>
internal static class WireJson
{
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
