using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wan27.Engine.Profiles;

/// <summary>How a profile finds its key.</summary>
internal enum KeySourceKind
{
    /// <summary>Given as a SecureString; lives in this process only.</summary>
    Session,

    /// <summary>An environment variable.</summary>
    Variable,

    /// <summary>A file, such as a container secret.</summary>
    File,

    /// <summary>A secret of the SecretManagement module.</summary>
    Secret,
}

/// <summary>Where a key is, never the key.</summary>
internal sealed record KeySource(KeySourceKind Kind, string? Name = null, string? Vault = null)
{
    /// <summary>Parts that a later version of the module wrote. Half of what says where a key is could be another key: such a source is kept, and not used.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    public override string ToString() => Kind switch
    {
        KeySourceKind.Session => "session",
        KeySourceKind.Variable => $"variable {Name}",
        KeySourceKind.File => $"file {Name}",
        _ => Vault is null ? $"secret {Name}" : $"secret {Name} in vault {Vault}",
    };
}
