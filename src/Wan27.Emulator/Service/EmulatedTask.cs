namespace Wan27.Emulator.Service;

/// <summary>One task. Its state is a function of the clock, so nothing has to run for it to move on.</summary>
internal class EmulatedTask
{
    private readonly object _gate = new();

    public required string Id { get; init; }

    /// <summary>The request id of the submit.</summary>
    public required string RequestId { get; init; }

    public required Account Account { get; init; }

    public required TaskPlan Plan { get; init; }

    /// <summary>The service part of <c>user_api_unique_key</c>.</summary>
    public required string ApiKeyPath { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    public DateTimeOffset StartsAt { get; set; }

    public DateTimeOffset EndsAt { get; set; }

    public DateTimeOffset? CanceledAt { get; set; }

    public TaskFailure? Failure { get; init; }

    /// <summary>The results' places in storage, reserved when the task is first seen to have succeeded.</summary>
    public IReadOnlyList<StoredResult>? Results { get; private set; }

    public IReadOnlyList<StoredResult> ResultsFrom(ResultStore store, ResultPlace? place = null)
    {
        lock (_gate)
        {
            return Results ??= store.Reserve(Plan, Id, EndsAt, place);
        }
    }

    public virtual string StatusAt(DateTimeOffset now)
        => CanceledAt is not null ? "CANCELED"
            : now < StartsAt ? "PENDING"
            : now < EndsAt ? "RUNNING"
            : Failure is null ? "SUCCEEDED" : "FAILED";
}
