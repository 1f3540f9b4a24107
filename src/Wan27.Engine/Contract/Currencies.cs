using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wan27.Engine.Contract;

/// <summary>The currencies that there are.</summary>
internal static class Currencies
{
    private static readonly Lazy<HashSet<string>> Codes = new(Load);

    /// <summary>True for a code in use, in capitals.</summary>
    public static bool IsKnown(string code) => Codes.Value.Contains(code);

    private static HashSet<string> Load()
    {
        using var stream = typeof(Currencies).Assembly.GetManifestResourceStream("currencies.json") ?? throw new InvalidOperationException("The engine was built without its currencies.");
        var file = JsonSerializer.Deserialize(stream, CurrencyJson.Default.CurrencyFile) ?? throw new InvalidDataException("The list of currencies is empty.");
        return [.. file.Codes];
    }
}

/// <summary>The embedded file.</summary>
internal sealed record CurrencyFile(string Source, string Date, IReadOnlyList<string> Codes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CurrencyFile))]
internal sealed partial class CurrencyJson : JsonSerializerContext;
