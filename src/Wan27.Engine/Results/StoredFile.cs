namespace Wan27.Engine.Results;

/// <summary>A result in a folder.</summary>
internal sealed record StoredFile : StoredResult
{
    /// <summary>Absolute path.</summary>
    public required string Path { get; init; }

    /// <summary>Absolute path of the sidecar.</summary>
    public string SidecarPath => Results.Sidecar.PathFor(Path);

    /// <inheritdoc/>
    public override string Name => System.IO.Path.GetFileName(Path);
}
