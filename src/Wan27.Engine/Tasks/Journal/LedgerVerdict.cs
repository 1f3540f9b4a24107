using Wan27.Engine.Contract;

namespace Wan27.Engine.Tasks.Journal;

/// <summary>What a job is billed for, by what is known of it: the provider's own figures first, then the request by the provider's rules, and never a guess.</summary>
/// <param name="State">Whether it is billed.</param>
/// <param name="Units">How much; null where that is not known.</param>
/// <param name="IsAnswered">True where the provider has said it.</param>
internal sealed record LedgerVerdict(LedgerState State, double? Units = null, bool IsAnswered = false)
{
    private static LedgerVerdict Free { get; } = new(LedgerState.Free, 0);

    private static LedgerVerdict Unclear { get; } = new(LedgerState.Unclear);

    /// <summary>The bill for a task.</summary>
    /// <param name="task">The task as it is now.</param>
    /// <param name="low">The least that its request could be billed.</param>
    /// <param name="high">The most.</param>
    public static LedgerVerdict Of(WanTask task, double? low, double? high) => task.State switch
    {
        WanTaskState.Failed or WanTaskState.Canceled => task.TaskId is null || RuleOf(task)?.FailuresFree == true ? Free : Unclear,
        WanTaskState.Completed or WanTaskState.Stored => Answered(task.Usage) ?? (low is { } exact && exact == high ? new LedgerVerdict(LedgerState.Billed, exact) : Unclear),
        WanTaskState.Expired => Answered(task.Usage) ?? Unclear,

        // A success without a result is billed although the task goes on.
        _ => Answered(task.Usage) ?? new LedgerVerdict(LedgerState.Open),
    };

    /// <summary>The unit of a task whose request is not known here.</summary>
    public static string UnitOf(WanTask task) => task.Usage is { } usage && Answered(usage) is not null ? usage.Unit : RuleOf(task)?.Unit ?? BillingEntry.UnknownUnit;

    /// <summary>What the provider has counted; an answer that lacks the figure says nothing.</summary>
    public static LedgerVerdict? Answered(WanUsage? usage)
        => usage is { ImageCount: not null } or { Duration: not null } ? new LedgerVerdict(LedgerState.Billed, usage.BilledUnits, IsAnswered: true) : null;

    private static BillingEntry? RuleOf(WanTask task)
        => task is { Provider: { } provider, Route: { } route } ? ContractData.Current.Of(provider).BillingOf(route) : null;
}
