namespace Wan27;

/// <summary>A file uploaded once for use in several tasks (contract section 7).</summary>
public sealed record WanPublishedMedia : WanBundle
{
    /// <summary>The <c>oss://</c> URL. It works for <see cref="WanBundle.Model"/> and its account only.</summary>
    public required string Url { get; init; }

    /// <summary>When the URL dies, 48 hours after the upload.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The local file.</summary>
    public required string Path { get; init; }

    /// <summary>Size in bytes.</summary>
    public long Length { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Url;
}
