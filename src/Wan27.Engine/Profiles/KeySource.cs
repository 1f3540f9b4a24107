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

/// <summary>Where a key is, never the key. Half of what says it could be another key: a source with unknown parts is refused.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record KeySource(KeySourceKind Kind, string? Name = null, string? Vault = null)
{
    public override string ToString() => Kind switch
    {
        KeySourceKind.Session => "session",
        KeySourceKind.Variable => $"variable {Name}",
        KeySourceKind.File => $"file {Name}",
        _ => Vault is null ? $"secret {Name}" : $"secret {Name} in vault {Vault}",
    };
}
