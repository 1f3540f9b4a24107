using System.Globalization;
using Wan27.Engine.Contract;
using Wan27.Engine.Providers;

namespace Wan27.Engine.Tasks;

/// <summary>
/// Judges what is said of one task, look by look. A paid task is never given up for one bad answer: an end without a result must be said
/// twice in a row, and "unknown" is no end at all of a task that is younger than ids live.
/// </summary>
/// <param name="contract">How long ids live.</param>
/// <param name="known">What has been believed before.</param>
internal sealed class TaskDoubt(ContractView contract, WanTaskState known)
{
    private WanTaskState _said = known;
    private bool _lacked;

    /// <param name="answer">The answer.</param>
    /// <param name="age">Time since the provider accepted the task; null when nobody knows that it did.</param>
    public TaskVerdict Judge(TaskAnswer answer, TimeSpan? age)
    {
        if (answer is { State: WanTaskState.Expired, ResultGone: false } && age is { } since)
        {
            return since < contract.Hours("task.valid.hours") ? TaskVerdict.Unbelievable : TaskVerdict.Believed;
        }

        var isEnd = answer.State is WanTaskState.Failed or WanTaskState.Canceled or WanTaskState.Expired || answer.LacksResult;
        var isRepeated = answer.State == _said && answer.LacksResult == _lacked;
        (_said, _lacked) = (answer.State, answer.LacksResult);
        return !isEnd ? TaskVerdict.Believed : !isRepeated ? TaskVerdict.AskAgain : answer.LacksResult ? TaskVerdict.NoResult : TaskVerdict.Believed;
    }

    /// <summary>Says that a young task is said to be unknown.</summary>
    public WanException Explain(WanTask task, TimeSpan age, string? requestId)
    {
        var since = Words(age > TimeSpan.Zero ? age : TimeSpan.Zero);
        var doubted = contract.Data.Own is { } silent && contract.Data.OwnSourceOf("task.valid.hours") is var source && (source is null || silent.Sources[source].Owner == "module")
            ? AsyncErrors.TaskDoubtedOfSilentWrapper(task.TaskId, since, silent.Provider.Owner, LimitRange.Text(contract.Number("task.valid.hours")))
            : contract.Data.Own is { } own
            ? AsyncErrors.TaskDoubtedOfWrapper(task.TaskId, since, own.Provider.Owner, LimitRange.Text(contract.Number("task.valid.hours")))
            : AsyncErrors.TaskDoubted(task.TaskId, since);
        return new WanException(doubted.Error with { RequestId = requestId });
    }

    /// <summary>Says that a success names no result, with what it cost and what was answered.</summary>
    public static WanException ExplainNoResult(WanTask task, TaskAnswer answer)
    {
        var billed = answer.Usage is { } usage ? $" and is billed ({usage.BilledUnits.ToString("0.##", CultureInfo.InvariantCulture)} {usage.Unit}{(usage.BilledUnits == 1 ? string.Empty : "s")})" : string.Empty;
        return new WanException(AsyncErrors.SucceededWithoutResult(task.TaskId, billed, answer.Excerpt).Error with { RequestId = answer.RequestId });
    }

    private static string Words(TimeSpan age)
        => age < TimeSpan.FromMinutes(2) ? string.Create(CultureInfo.InvariantCulture, $"{age.TotalSeconds:0} s")
            : age < TimeSpan.FromHours(2) ? string.Create(CultureInfo.InvariantCulture, $"{age.TotalMinutes:0} min")
            : string.Create(CultureInfo.InvariantCulture, $"{age.TotalHours:0} h");
}
