namespace Wan27.Engine.Routes;

/// <summary>What one look at a task brought (contract sections 2.3, 3.3, 4 and 6.1).</summary>
internal sealed record TaskAnswer
{
    public string? TaskId { get; init; }

    /// <summary>The provider's word, as sent; <c>FAILED</c> also for the flat form of a failed image task.</summary>
    public required string Status { get; init; }

    public string? RequestId { get; init; }

    public DateTimeOffset? SubmittedAt { get; init; }

    public DateTimeOffset? ScheduledAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public string? OriginalPrompt { get; init; }

    public string? VideoUrl { get; init; }

    public IReadOnlyList<string> ImageUrls { get; init; } = [];

    public WanUsage? Usage { get; init; }

    public WanError? Error { get; init; }

    /// <summary>True when the failure came in the flat form, which a passing fault can look like too.</summary>
    public bool IsFlatFailure { get; init; }

    public IReadOnlyList<string> ResultUrls => VideoUrl is null ? ImageUrls : [VideoUrl];
}
