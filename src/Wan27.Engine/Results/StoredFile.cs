namespace Wan27.Engine.Results;

/// <summary>A result file that is complete, verified and in its place.</summary>
internal sealed record StoredFile
{
    /// <summary>Absolute path.</summary>
    public required string Path { get; init; }

    /// <summary>Absolute path of the sidecar.</summary>
    public string SidecarPath => Results.Sidecar.PathFor(Path);

    public string Name => System.IO.Path.GetFileName(Path);

    public required long Length { get; init; }

    /// <summary>SHA-256, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    public string? MediaType { get; init; }

    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>Where it came from, without the query that carries the signature.</summary>
    public required string SourceUrl { get; init; }

    /// <summary>True when the file was there and intact, so that nothing was downloaded.</summary>
    public bool AlreadyStored { get; init; }
}
