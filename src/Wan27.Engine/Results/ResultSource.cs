namespace Wan27.Engine.Results;

/// <summary>Where one result lies at the provider.</summary>
internal sealed record ResultSource
{
    /// <summary>Temporary URL, signed by the storage behind it.</summary>
    public required string Url { get; init; }

    /// <summary>Position among the results, from 1.</summary>
    public int Index { get; init; } = 1;

    public ResultKind Kind { get; init; }

    /// <summary>When the URL dies, where that is known.</summary>
    public DateTimeOffset? UrlExpiresAt { get; init; }

    /// <summary>
    /// Gives a fresh URL when this one has expired, or null when the result is gone. Asked once at most; absent where there is
    /// nothing to ask, as for synchronous pictures.
    /// </summary>
    public Func<CancellationToken, Task<string?>>? Refresh { get; init; }
}
