namespace Wan27;

/// <summary>A result in the user's own storage, a folder or a bucket, verified and with a sidecar beside it.</summary>
public sealed record WanAsset : WanBundle
{
    /// <summary>Absolute path of the file; absent where the result lies in a bucket alone.</summary>
    public string? Path { get; init; }

    /// <summary>The same path, under the name that file objects use.</summary>
    public string? FullName => Path;

    /// <summary>Where it lies in a bucket, <c>s3://bucket/key</c>; absent where it lies in a folder alone.</summary>
    public string? Uri { get; init; }

    /// <summary>Name of the store whose bucket that is.</summary>
    public string? Store { get; init; }

    /// <summary>Name without folder or bucket.</summary>
    public string Name => Path is null ? (Uri ?? string.Empty)[((Uri ?? string.Empty).LastIndexOf('/') + 1)..] : System.IO.Path.GetFileName(Path);

    /// <summary>Absolute path of the sidecar; absent where there is no file. In a bucket it lies beside the object, as <c>key.wan.json</c>.</summary>
    public string? SidecarPath { get; init; }

    /// <summary>Size in bytes.</summary>
    public long Length { get; init; }

    /// <summary>SHA-256 of the content, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Media type the server named, such as <c>video/mp4</c>.</summary>
    public string? MediaType { get; init; }

    /// <summary>Position in the task's or call's results, from 1.</summary>
    public int Index { get; init; } = 1;

    /// <summary>The task that made it; absent for synchronous images.</summary>
    public string? TaskId { get; init; }

    /// <summary>The job's own name, where one was given.</summary>
    public string? JobKey { get; init; }

    /// <summary>Request id of the answer that named the result.</summary>
    public string? RequestId { get; init; }

    /// <summary>When the file was completed.</summary>
    public DateTimeOffset StoredAt { get; init; }

    /// <summary>True when the file was already there and intact, so that nothing was downloaded.</summary>
    public bool AlreadyStored { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Path ?? Uri ?? string.Empty;
}
