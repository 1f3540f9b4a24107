namespace Wan27.Engine.Results;

/// <summary>A result in a bucket.</summary>
internal sealed record BucketObject : StoredResult
{
    /// <summary>Name of the store.</summary>
    public required string Store { get; init; }

    /// <summary>Its address, <c>s3://bucket/key</c>.</summary>
    public required string Uri { get; init; }

    /// <inheritdoc/>
    public override string Name => Uri[(Uri.LastIndexOf('/') + 1)..];
}
