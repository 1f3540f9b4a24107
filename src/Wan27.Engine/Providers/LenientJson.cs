using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Wan27.Engine.Providers;

/// <summary>
/// Reads an answer whose text was cut inside a character, as services do with long messages and prompts: the rest of it still counts.
/// What nests deeper than any answer of the service is no answer.
/// </summary>
internal static partial class LenientJson
{
    private const int MaxDepth = 32;

    /// <exception cref="JsonException">It is no JSON.</exception>
    public static JsonElement Parse(byte[] body)
    {
        // Bytes that are no text become replacement characters here; the parser would only fail at them later, at the first look.
        var text = Encoding.UTF8.GetString(body).TrimStart('\uFEFF');
        using var document = JsonDocument.Parse(Escape().Replace(text, static match => match.Groups["half"].Success ? @"\ufffd" : match.Value), new JsonDocumentOptions { MaxDepth = MaxDepth });
        return document.RootElement.Clone();
    }

    /// <summary>Every escape in its turn, so that the second backslash of an escaped one is not taken for a beginning.</summary>
    [GeneratedRegex(@"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", RegexOptions.Singleline)]
    private static partial Regex Escape();
}
