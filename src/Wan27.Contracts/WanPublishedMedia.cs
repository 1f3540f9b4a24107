namespace Wan27;

/// <summary>A file uploaded once for use in several tasks: to the provider (contract section 7), or into a store of the user's own.</summary>
public sealed record WanPublishedMedia : WanBundle
{
    /// <summary>
    /// The <c>oss://</c> URL, which works for <see cref="WanBundle.Model"/> and its account only; or <c>s3://bucket/key</c> in a store, which works for all.
    /// </summary>
    public required string Url { get; init; }

    /// <summary>Name of the store that it lies in; absent for an upload to the provider.</summary>
    public string? Store { get; init; }

    /// <summary>When the URL dies, 48 hours after the upload; absent in a store, where it does not.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The local file.</summary>
    public required string Path { get; init; }

    /// <summary>Size in bytes.</summary>
    public long Length { get; init; }

    /// <summary>True when the store had the content already, so that nothing was uploaded.</summary>
    public bool AlreadyStored { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Url;
}
