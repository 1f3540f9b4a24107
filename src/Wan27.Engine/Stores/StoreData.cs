using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wan27.Engine.Stores;

/// <summary>What is known of kinds of stores, as data, each entry with its source and date.</summary>
internal sealed class StoreData
{
    private static readonly Lazy<StoreData> Embedded = new(LoadEmbedded);

    private readonly Dictionary<string, StoreLimit> _limits;

    private StoreData(StoreDataFile file)
    {
        File = file;
        _limits = file.Limits.ToDictionary(static limit => limit.Name, StringComparer.Ordinal);
    }

    public static StoreData Current => Embedded.Value;

    public StoreDataFile File { get; }

    public IReadOnlyList<StorePreset> Presets => File.Presets;

    /// <summary>The preset of a name, in any case; null when there is none.</summary>
    public StorePreset? FindPreset(string name) => Presets.FirstOrDefault(preset => preset.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The preset whose host this is; the last one stands for every server of one's own.</summary>
    public StorePreset PresetOf(Uri? endpoint)
        => endpoint is null ? Presets[0] : Presets.FirstOrDefault(preset => preset.Owns(endpoint.Host)) ?? Presets[^1];

    public long Number(string name) => _limits[name].Value;

    public TimeSpan Minutes(string name) => TimeSpan.FromMinutes(Number(name));

    private static StoreData LoadEmbedded()
    {
        using var stream = typeof(StoreData).Assembly.GetManifestResourceStream("stores.json")
            ?? throw new InvalidOperationException("The engine was built without its data on stores.");
        return new StoreData(JsonSerializer.Deserialize(stream, StoreDataJson.Default.StoreDataFile)
            ?? throw new InvalidDataException("The data on stores is empty."));
    }
}

/// <summary>The embedded file.</summary>
internal sealed record StoreDataFile(string Compiled, Dictionary<string, StoreSource> Sources, IReadOnlyList<StorePreset> Presets, IReadOnlyList<StoreLimit> Limits);

/// <summary>Where an entry comes from; <c>Owner</c> is <c>service</c>, or <c>module</c> for a policy of ours.</summary>
internal sealed record StoreSource(string Title, string Date, string Owner);

/// <summary>A number that saving and publishing go by.</summary>
internal sealed record StoreLimit(string Name, long Value, string Source, string? Note);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoreDataFile))]
internal sealed partial class StoreDataJson : JsonSerializerContext;
