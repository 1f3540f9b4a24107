using System.Text.Json;
using System.Text.Json.Serialization;
using Wan27.Engine.Profiles;

namespace Wan27.Engine.Stores;

/// <summary>A store as it lies in the store file. It has no place for a key.</summary>
internal sealed record StoreEntry
{
    public required string Name { get; init; }

    /// <summary>The kind of server, a name of <see cref="StoreData.Presets"/>.</summary>
    public required string Preset { get; init; }

    public required string Bucket { get; init; }

    /// <summary>What every key of this store begins with, with a slash at its end; null for the whole bucket.</summary>
    public string? Prefix { get; init; }

    /// <summary>Only when the user gave one; otherwise it follows from preset and region.</summary>
    public string? Endpoint { get; init; }

    public string? Region { get; init; }

    /// <summary>Only when the user gave it; otherwise the preset's.</summary>
    public bool? PathStyle { get; init; }

    /// <summary>True when the keys come from the platform: its environment, shared profile file or instance role.</summary>
    public bool Ambient { get; init; }

    public KeySource? AccessKey { get; init; }

    public KeySource? SecretKey { get; init; }

    /// <summary>For keys that are lent for a time.</summary>
    public KeySource? SessionToken { get; init; }

    /// <summary>What a later version of the module wrote and this one does not know; it survives a change by this one.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>Where the keys are, never the keys.</summary>
    [JsonIgnore]
    public string KeySourceText => Ambient ? "the platform's own" : SessionToken is null ? $"{AccessKey} and {SecretKey}" : $"{AccessKey}, {SecretKey} and {SessionToken}";
}

/// <summary>The store file.</summary>
internal sealed record StoreFile
{
    /// <summary>Version of this layout; raised when a reader of the old one would misread the new.</summary>
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    public IReadOnlyList<StoreEntry> Stores { get; init; } = [];

    /// <summary>As of a store.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(StoreFile))]
internal sealed partial class StoreFileJson : JsonSerializerContext;
