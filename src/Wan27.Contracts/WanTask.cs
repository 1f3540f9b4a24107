namespace Wan27;

/// <summary>An asynchronous task: a handle that another process can rebuild from its id.</summary>
public sealed record WanTask : WanBundle
{
    /// <summary>The provider's id, usable for 24 hours (contract section 6.1). Absent while a submit has no answer.</summary>
    public string? TaskId { get; init; }

    /// <summary>Names the submit in the journal. It stands for the task while the provider's id is not known.</summary>
    public string? SubmitId { get; init; }

    /// <summary>What is known of the task here.</summary>
    public WanTaskState State { get; init; }

    /// <summary>The provider's own word for the state, as sent.</summary>
    public string? ProviderStatus { get; init; }

    /// <summary>The user's own name for the job, unique in a profile.</summary>
    public string? JobKey { get; init; }

    /// <summary>The prompt, as asked.</summary>
    public string? Prompt { get; init; }

    /// <summary>Parameters and media as asked: paths and URLs, never keys or data URIs.</summary>
    public IReadOnlyDictionary<string, object?> Request { get; init; } = new Dictionary<string, object?>();

    /// <summary>When the task was submitted.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>When the provider began to work on it.</summary>
    public DateTimeOffset? ScheduledAt { get; init; }

    /// <summary>When the provider ended it.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Request id of the latest answer.</summary>
    public string? RequestId { get; init; }

    /// <summary>Temporary result URLs, in the provider's order.</summary>
    public IReadOnlyList<string> ResultUrls { get; init; } = [];

    /// <summary>The clip, when the result is one.</summary>
    public string? VideoUrl { get; init; }

    /// <summary>When the result URLs die.</summary>
    public DateTimeOffset? UrlExpiresAt { get; init; }

    /// <summary>Billed units and the figures behind them; absent until the task has succeeded.</summary>
    public WanUsage? Usage { get; init; }

    /// <summary>Why the task failed, if it did.</summary>
    public WanError? Error { get; init; }

    /// <summary>Paths of the stored results.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Tasks at the provider that an interrupted submit may have created.</summary>
    public IReadOnlyList<string> Candidates { get; init; } = [];

    /// <summary>What speaks for and against each task that an interrupted submit may have created, as it was last seen.</summary>
    public IReadOnlyList<WanEvidence> Evidence { get; init; } = [];

    /// <summary>True when local checks were skipped on request.</summary>
    public bool PreflightSkipped { get; init; }

    /// <summary>What the local checks warned of before it was sent, one text for each kind. What they proved wrong was not sent.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>True once nothing more will happen to the task by itself.</summary>
    public bool IsFinished => State is WanTaskState.Completed or WanTaskState.Stored or WanTaskState.Failed
        or WanTaskState.Canceled or WanTaskState.Expired;

    /// <inheritdoc/>
    public override string ToString() => TaskId ?? JobKey ?? State.ToString();
}
