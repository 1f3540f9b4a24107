namespace Wan27.Engine.Results;

/// <summary>Where a result goes, under which name, and what its sidecar says.</summary>
internal sealed record ResultTarget
{
    /// <summary>Absolute path of the destination folder, which is created when it does not exist; null when the result goes to a store alone.</summary>
    public required string? Directory { get; init; }

    /// <summary>Name template, or null for <see cref="NameTemplate.DefaultFor"/>.</summary>
    public string? FileNameTemplate { get; init; }

    public required NamingValues Naming { get; init; }

    /// <summary>Replaces a different file of the same name.</summary>
    public bool Force { get; init; }

    /// <summary>Makes the sidecar once the result's own facts are known.</summary>
    public required Func<StoredResult, Sidecar> Sidecar { get; init; }
}
