namespace Wan27.Engine.Results;

/// <summary>Where a result goes, under which name, and what its sidecar says.</summary>
internal sealed record ResultTarget
{
    /// <summary>Absolute path of the destination folder; it is created when it does not exist.</summary>
    public required string Directory { get; init; }

    /// <summary>Name template, or null for <see cref="NameTemplate.DefaultFor"/>.</summary>
    public string? FileNameTemplate { get; init; }

    public required NamingValues Naming { get; init; }

    /// <summary>Replaces a different file of the same name.</summary>
    public bool Force { get; init; }

    /// <summary>Makes the sidecar once the file's own facts are known.</summary>
    public required Func<StoredFile, Sidecar> Sidecar { get; init; }
}
