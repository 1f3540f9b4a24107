using Wan27.Engine.Routes;

namespace Wan27.Engine.Providers;

/// <summary>Who carries the routes. A wrapper provider is one more implementation in a folder of its own.</summary>
internal interface IProvider
{
    /// <summary>How far the service's clock is ahead of this machine's, as its latest answer told; null before the first.</summary>
    TimeSpan? ClockOffset { get; }

    /// <summary>Tells tasks of the account apart by what the provider says of them; null when it says nothing that would.</summary>
    IEvidenceReader? Evidence { get; }

    /// <summary>Puts a typed request into this provider's own form; nothing is sent.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="urlOf">The URL of each of its media; local files have been uploaded by then.</param>
    PreparedRequest Prepare(RouteRequest request, Func<MediaSource, string> urlOf);

    /// <summary>A synchronous call: the result in one answer. Never repeated once its body may have been read.</summary>
    Task<ImageAnswer> GenerateAsync(PreparedRequest request, CancellationToken ct);

    /// <summary>Creates a task. Only a throttle answer is repeated.</summary>
    /// <param name="request">What to send, as this provider has prepared it.</param>
    /// <param name="departure">Told of each time that a body leaves, or has been turned away.</param>
    /// <param name="ct">Gives up as long as no body has left.</param>
    Task<SubmitAnswer> SubmitAsync(PreparedRequest request, IDeparture departure, CancellationToken ct);

    /// <summary>One look at a task, with retries for passing faults.</summary>
    Task<TaskAnswer> QueryAsync(TaskAddress task, CancellationToken ct);

    /// <summary>One look at a task without retries: the monitor's own schedule is the retry.</summary>
    Task<TaskAnswer> PollAsync(TaskAddress task, CancellationToken ct);

    /// <summary>The provider's list of recent tasks, newest page first.</summary>
    Task<IReadOnlyList<ListedTask>> ListAsync(TaskListQuery query, CancellationToken ct);

    /// <summary>Asks for a task to be canceled.</summary>
    /// <exception cref="WanException">It is not, and will not be.</exception>
    Task<CancelAnswer> CancelAsync(TaskAddress task, CancellationToken ct);

    /// <summary>Uploads a local file for one model.</summary>
    Task<UploadedMedia> UploadAsync(string path, string model, IStepLog log, CancellationToken ct);
}

internal sealed record SubmitAnswer(string TaskId, string Status, string? RequestId);

/// <summary>What became of the wish to cancel.</summary>
/// <param name="RequestId">Id of the answer.</param>
/// <param name="Ended">The task as it is now, where the answer says so; null where a look has to tell.</param>
/// <param name="Note">What the user must know, such as that it may be billed all the same.</param>
internal sealed record CancelAnswer(string? RequestId, TaskAnswer? Ended = null, string? Note = null);

internal sealed record ImageAnswer(IReadOnlyList<ResultLink> Pictures, WanUsage? Usage, string? RequestId);

/// <summary>A temporary address of a result, and when it dies.</summary>
internal sealed record ResultLink(string Url, DateTimeOffset ExpiresAt);

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
/// <param name="Status">The provider's word.</param>
/// <param name="State">What that word means here.</param>
internal sealed record ListedTask(
    string TaskId, string? Model, string? Status, WanTaskState State, string? SubmitRequestId, DateTimeOffset? CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt);
