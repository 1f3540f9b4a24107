namespace Wan27.Engine.Providers;

/// <summary>What one look at a task brought, in words that all providers share (contract sections 2.3, 3.3, 4 and 6.1).</summary>
internal sealed record TaskAnswer
{
    public string? TaskId { get; init; }

    /// <summary>What the provider's word means here.</summary>
    public required WanTaskState State { get; init; }

    /// <summary>The provider's word, as sent.</summary>
    public required string Status { get; init; }

    /// <summary>True for a word that is none of those known: the task counts as under way.</summary>
    public bool IsWordUnknown { get; init; }

    /// <summary>
    /// True where the provider still knows that the task has ended, and what came of it is no longer there: the state is then
    /// <see cref="WanTaskState.Expired"/>, whatever its age.
    /// </summary>
    public bool ResultGone { get; init; }

    public string? RequestId { get; init; }

    public DateTimeOffset? SubmittedAt { get; init; }

    public DateTimeOffset? ScheduledAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The prompt as it may be shown and kept.</summary>
    public string? OriginalPrompt { get; init; }

    /// <summary>The prompt with every character that was sent back, to be compared and nothing else.</summary>
    public string? VerbatimPrompt { get; init; }

    /// <summary>Shape of the clip, where it is told.</summary>
    public string? Ratio { get; init; }

    public string? VideoUrl { get; init; }

    public IReadOnlyList<string> ImageUrls { get; init; } = [];

    /// <summary>When the first of the result URLs dies, where they tell; the provider's own validity counts otherwise.</summary>
    public DateTimeOffset? UrlExpiresAt { get; init; }

    public WanUsage? Usage { get; init; }

    /// <summary>Why the task failed; for a task that was canceled or is gone, what the provider's own terms say of it.</summary>
    public WanError? Error { get; init; }

    /// <summary>The beginning of the answer, for when it must be quoted.</summary>
    public string Excerpt { get; init; } = string.Empty;

    /// <summary>True when it says that the task has succeeded, and names nothing that came of it.</summary>
    public bool LacksResult => State == WanTaskState.Completed && ResultUrls.Count == 0;

    public IReadOnlyList<string> ResultUrls => VideoUrl is null ? ImageUrls : [VideoUrl];
}
