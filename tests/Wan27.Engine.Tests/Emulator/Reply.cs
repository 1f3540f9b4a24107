using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Wan27.Engine.Tests.Emulator;

/// <summary>An answer read whole, with its headers.</summary>
internal sealed record Reply(int Status, byte[] Body, IReadOnlyDictionary<string, string> Headers)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonNode Json => JsonNode.Parse(Text)!;

    public string Code => At("code");

    public static async Task<Reply> OfAsync(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(static header => header.Key, static header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        return new((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(), headers);
    }

    /// <summary>The value at a dotted path, as text; fails the test when it is not there.</summary>
    public string At(string path)
    {
        var node = path.Split('.').Aggregate(Json, static (node, name) => node is JsonArray list ? list[int.Parse(name, CultureInfo.InvariantCulture)]! : node?[name]!);
        Assert.True(node is not null, $"The answer has no {path}: {Text}");
        return node.ToString();
    }
}
