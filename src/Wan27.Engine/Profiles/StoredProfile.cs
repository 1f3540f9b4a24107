using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wan27.Engine.Profiles;

/// <summary>A profile as it lies in the profile file. It has no place for a key.</summary>
internal sealed record StoredProfile
{
    /// <summary>The profile that Start-WanEmulator makes.</summary>
    public const string OfEmulator = "emulator";

    private readonly string? _provider;

    public required string Name { get; init; }

    /// <summary>Who carries the routes; the official one in a file that names none.</summary>
    public string Provider
    {
        // The reader of the file sets to null what the file leaves out.
        get => _provider ?? "DashScope";
        init => _provider = value;
    }

    /// <summary>Null where the provider has no regions.</summary>
    public WanRegion? Region { get; init; }

    public string? WorkspaceId { get; init; }

    /// <summary>Only when the user gave one; otherwise it follows from region and workspace.</summary>
    public string? Endpoint { get; init; }

    public required KeySource Key { get; init; }

    public IReadOnlyDictionary<string, double>? Limit { get; init; }

    public double? SubmitRate { get; init; }

    public double? QueryRate { get; init; }

    public string? PriceListPath { get; init; }

    /// <summary>What its jobs may be billed; nothing limits them without it.</summary>
    public WanBudget? BudgetLimit { get; init; }

    /// <summary>Model ids by route, where they are not the route's main model.</summary>
    public IReadOnlyDictionary<string, string>? Models { get; init; }

    /// <summary>The proxy for this profile alone; without it the system's own is used. Never with a password.</summary>
    public string? Proxy { get; init; }

    /// <summary>The folder of the profile's log; none is kept without it.</summary>
    public string? LogPath { get; init; }

    /// <summary>The store that local files of its jobs go to, instead of the provider's own uploads.</summary>
    public string? UploadStore { get; init; }

    /// <summary>Salted fingerprint of the key as it was when the profile was set; see <see cref="KeyPrint"/>.</summary>
    public string? KeyPrint { get; init; }

    /// <summary>What a later version of the module wrote and this one does not know; it survives a change by this one.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }
}

/// <summary>The profile file.</summary>
internal sealed record ProfileFile
{
    /// <summary>Version of this layout; raised when a reader of the old one would misread the new.</summary>
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    public string? Default { get; init; }

    public IReadOnlyList<StoredProfile> Profiles { get; init; } = [];

    /// <summary>As of a profile.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ProfileFile))]
internal sealed partial class ProfileJson : JsonSerializerContext;
