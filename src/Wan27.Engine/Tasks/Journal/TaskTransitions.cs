namespace Wan27.Engine.Tasks.Journal;

/// <summary>Which state may follow which. Several processes may watch one task, and the slower one's news must not undo the faster one's.</summary>
internal static class TaskTransitions
{
    public static bool MayFollow(WanTaskState from, WanTaskState to) => from switch
    {
        WanTaskState.Submitting => true,
        WanTaskState.Indeterminate => to != WanTaskState.Submitting,
        WanTaskState.Submitted or WanTaskState.Polling => to is not (WanTaskState.Submitting or WanTaskState.Indeterminate or WanTaskState.Submitted) || to == from,
        WanTaskState.Completed => to is WanTaskState.Completed or WanTaskState.Stored or WanTaskState.Expired,

        // "Unknown" is the provider's guess at an id; a later clear word counts more.
        WanTaskState.Expired => to is WanTaskState.Expired or WanTaskState.Polling or WanTaskState.Completed or WanTaskState.Stored or WanTaskState.Failed or WanTaskState.Canceled,

        // Whatever was said before: a task that is seen to run, or to have succeeded, is one that is paid for.
        WanTaskState.Failed or WanTaskState.Canceled => to == from || to is WanTaskState.Polling or WanTaskState.Completed or WanTaskState.Stored,
        _ => to == from,
    };
}
