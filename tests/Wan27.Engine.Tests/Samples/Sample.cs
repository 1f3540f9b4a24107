using System.Text.Json;
using System.Text.Json.Nodes;

namespace Wan27.Engine.Tests.Samples;

/// <summary>A sample message of the contract.</summary>
internal sealed class Sample
{
    private Sample(JsonNode root) => Root = root;

    public static IEnumerable<string> Names
        => typeof(Sample).Assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith("Samples/", StringComparison.Ordinal))
            .Select(static name => System.IO.Path.GetFileNameWithoutExtension(name));

    /// <summary>The names of the wrapper providers' samples.</summary>
    public static IEnumerable<string> WrapperNames
        => typeof(Sample).Assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith("Wrappers/", StringComparison.Ordinal))
            .Select(static name => System.IO.Path.GetFileNameWithoutExtension(name));

    public JsonNode Root { get; }

    public string Path => new Uri(Root["request"]!["url"]!.GetValue<string>()).PathAndQuery;

    public IReadOnlyDictionary<string, string> Headers
        => Root["request"]!["headers"]!.AsObject().ToDictionary(static pair => pair.Key, static pair => pair.Value!.GetValue<string>());

    public JsonObject Body => Root["request"]!["body"]!.AsObject();

    public int Status => Root["response"]!["status"]!.GetValue<int>();

    public string AnswerText => Root["response"]!["body"]!.ToJsonString();

    public JsonElement Answer => JsonDocument.Parse(AnswerText).RootElement;

    public static Sample Load(string name) => Read($"Samples/{name}.json");

    /// <summary>A sample message of a wrapper provider.</summary>
    public static Sample Wrapper(string name) => Read($"Wrappers/{name}.json");

    private static Sample Read(string name)
    {
        using var stream = typeof(Sample).Assembly.GetManifestResourceStream(name)
            ?? throw new FileNotFoundException($"There is no sample '{name}'.");
        return new Sample(JsonNode.Parse(stream)!);
    }

    /// <summary>Every leaf of a JSON tree with its path.</summary>
    public static IReadOnlyDictionary<string, string> Leaves(JsonNode? node, string path = "$")
        => node switch
        {
            JsonObject @object => @object.SelectMany(pair => Leaves(pair.Value, $"{path}.{pair.Key}")).ToDictionary(),
            JsonArray { Count: 0 } => new Dictionary<string, string> { [path] = "[]" },
            JsonArray array => array.SelectMany((item, index) => Leaves(item, $"{path}[{index}]")).ToDictionary(),
            null => new Dictionary<string, string> { [path] = "null" },
            _ => new Dictionary<string, string> { [path] = node.ToJsonString() },
        };
}
