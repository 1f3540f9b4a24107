using Wan27.Engine.Routes;

namespace Wan27.Engine.Providers;

/// <summary>Who carries the routes. A wrapper provider is one more implementation in a folder of its own.</summary>
internal interface IProvider
{
    /// <summary>How far the service's clock is ahead of this machine's, as its latest answer told; null before the first.</summary>
    TimeSpan? ClockOffset { get; }

    /// <summary>A synchronous call: the result in one answer. Never repeated once its body may have been read.</summary>
    Task<ImageAnswer> GenerateAsync(WireRequest request, string model, CancellationToken ct);

    /// <summary>Creates a task. Only a throttle answer is repeated.</summary>
    /// <param name="request">What to send.</param>
    /// <param name="model">The model, whose submit rate is kept.</param>
    /// <param name="leaving">Called right before a body leaves: from then on the task may exist.</param>
    /// <param name="ct">Gives up; a request that has left gets a moment to be answered.</param>
    Task<SubmitAnswer> SubmitAsync(WireRequest request, string model, Func<Task> leaving, CancellationToken ct);

    /// <summary>One look at a task, with retries for passing faults.</summary>
    Task<TaskAnswer> QueryAsync(string taskId, CancellationToken ct);

    /// <summary>One look at a task without retries: the monitor's own schedule is the retry.</summary>
    Task<TaskAnswer> PollAsync(string taskId, CancellationToken ct);

    /// <summary>The provider's list of recent tasks, newest page first.</summary>
    Task<IReadOnlyList<ListedTask>> ListAsync(TaskListQuery query, CancellationToken ct);

    /// <summary>Cancels a pending task.</summary>
    Task<string?> CancelAsync(string taskId, CancellationToken ct);

    /// <summary>Uploads a local file for one model.</summary>
    Task<UploadedMedia> UploadAsync(string path, string model, IStepLog log, CancellationToken ct);
}

internal sealed record SubmitAnswer(string TaskId, string Status, string? RequestId);

internal sealed record ImageAnswer(IReadOnlyList<string> Urls, WanUsage? Usage, string? RequestId);

internal sealed record UploadedMedia(string Url, DateTimeOffset ExpiresAt, long Length);

/// <summary>A filter of the task list. Without times the list covers the last 24 hours.</summary>
internal sealed record TaskListQuery
{
    public string? TaskId { get; init; }

    public string? Model { get; init; }

    public string? Status { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }
}

/// <summary>A row of the task list. It carries no prompt and no tag of the client.</summary>
internal sealed record ListedTask(string TaskId, string? Model, string? Status, string? SubmitRequestId, DateTimeOffset? CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt);
