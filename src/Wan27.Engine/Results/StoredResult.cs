namespace Wan27.Engine.Results;

/// <summary>A result that is complete, verified and in its place.</summary>
internal abstract record StoredResult
{
    /// <summary>Its name without folder or bucket.</summary>
    public abstract string Name { get; }

    public required long Length { get; init; }

    /// <summary>SHA-256, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    public string? MediaType { get; init; }

    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>Where it came from, without the query that carries the signature.</summary>
    public required string SourceUrl { get; init; }

    /// <summary>True when it was there and intact, so that nothing was downloaded.</summary>
    public bool AlreadyStored { get; init; }
}
