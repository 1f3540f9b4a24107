using System.Text;
using System.Text.Json.Nodes;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Tests.Profiles;

/// <summary>The contract data with one more provider, which has neither regions nor workspaces.</summary>
internal static class ElsewhereContract
{
    public const string Provider = "Elsewhere";

    public static ContractData Data { get; } = Load();

    private static ContractData Load()
    {
        using var own = typeof(ContractData).Assembly.GetManifestResourceStream("contract.json")!;
        var file = JsonNode.Parse(own)!;
        file["providers"]!.AsArray().Add(new JsonObject
        {
            ["name"] = Provider,
            ["owner"] = "a provider of the tests",
            ["contract"] = "wrapper_route",
            ["regions"] = new JsonArray(),
            ["workspaces"] = false,
            ["keyVariable"] = "ELSEWHERE_KEY",
            ["keyPrefixes"] = new JsonArray("ew-"),
            ["inputSchemes"] = new JsonArray(),
            ["plainHeaders"] = new JsonArray(),
            ["source"] = "wan27",
            ["address"] = "https://queue.elsewhere.example/v2",
        });
        using var changed = new MemoryStream(Encoding.UTF8.GetBytes(file.ToJsonString()));
        return ContractData.Parse(changed);
    }
}
