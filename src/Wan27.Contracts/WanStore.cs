namespace Wan27;

/// <summary>A bucket of the user's own under a name: results go to it, and inputs come from it. It never holds a key.</summary>
public sealed record WanStore
{
    /// <summary>Name of the store.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of server: AWS, OSS, R2 or MinIO.</summary>
    public required string Preset { get; init; }

    /// <summary>The bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>What every key of this store begins with; absent for the whole bucket.</summary>
    public string? Prefix { get; init; }

    /// <summary>Address of the server in force.</summary>
    public required string Endpoint { get; init; }

    /// <summary>True when the address was given by the user instead of following from preset and region.</summary>
    public bool CustomEndpoint { get; init; }

    /// <summary>The bucket's region, where it was given.</summary>
    public string? Region { get; init; }

    /// <summary>True when the bucket stands in the path, false when it stands in the host name.</summary>
    public bool PathStyle { get; init; }

    /// <summary>Where the keys are: variables, files, secrets or the platform's own; never a key.</summary>
    public required string KeySource { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
