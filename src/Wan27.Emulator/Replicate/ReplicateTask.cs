using Wan27.Emulator.Facades;

namespace Wan27.Emulator.Replicate;

/// <summary>A prediction. One whose deadline passes before its start is aborted, one that runs by then is canceled.</summary>
internal sealed class ReplicateTask : FacadeTask
{
    /// <summary>A prediction that runs longer is ended by the platform.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(30);

    /// <summary>What <c>Cancel-After</c> asks for.</summary>
    public DateTimeOffset? Deadline { get; init; }

    public override string StatusAt(DateTimeOffset now)
        => Stopped is { } at && now >= at ? at < StartsAt && at == Deadline ? "ABORTED" : "CANCELED"
            : now >= StartsAt + LongestRun && EndsAt > StartsAt + LongestRun ? "FAILED"
            : base.StatusAt(now);

    public override DateTimeOffset? EndedBy(DateTimeOffset now)
        => StatusAt(now) switch
        {
            "ABORTED" or "CANCELED" => Stopped,
            "FAILED" or "SUCCEEDED" => EndsAt < StartsAt + LongestRun ? EndsAt : StartsAt + LongestRun,
            _ => null,
        };

    public bool RanTooLong(DateTimeOffset now) => Failure is null && StatusAt(now) == "FAILED";

    /// <summary>When it was stopped, by the caller or by its deadline; null where neither comes before its end.</summary>
    private DateTimeOffset? Stopped => CanceledAt ?? (Deadline < EndsAt ? Deadline : null);
}
