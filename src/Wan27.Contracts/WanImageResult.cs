namespace Wan27;

/// <summary>One picture of an image call. A call for several pictures emits one result per picture.</summary>
public sealed record WanImageResult : WanBundle
{
    /// <summary>Temporary URL of the picture, alive for 24 hours.</summary>
    public required string ImageUrl { get; init; }

    /// <summary>Position in the call's answer, from 1.</summary>
    public int Index { get; init; } = 1;

    /// <summary>How many pictures the call made.</summary>
    public int Count { get; init; } = 1;

    /// <summary>The prompt, as asked.</summary>
    public string? Prompt { get; init; }

    /// <summary>Size of the picture, <c>width*height</c>, as reported.</summary>
    public string? Size { get; init; }

    /// <summary>Parameters and media as asked: paths and URLs, never keys or data URIs.</summary>
    public IReadOnlyDictionary<string, object?> Request { get; init; } = new Dictionary<string, object?>();

    /// <summary>Figures of the whole call, the same on each of its pictures.</summary>
    public WanUsage? Usage { get; init; }

    /// <summary>The provider's request id.</summary>
    public string? RequestId { get; init; }

    /// <summary>The task that made it; absent for a synchronous call, of which nothing can be looked up.</summary>
    public string? TaskId { get; init; }

    /// <summary>When the answer arrived.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the URL dies.</summary>
    public DateTimeOffset? UrlExpiresAt { get; init; }

    /// <summary>True when local checks were skipped on request.</summary>
    public bool PreflightSkipped { get; init; }

    /// <summary>What the local checks warned of before it was sent, one text for each kind. What they proved wrong was not sent.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => ImageUrl;
}
