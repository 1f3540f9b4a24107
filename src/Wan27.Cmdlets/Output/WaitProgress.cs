using System.Collections.Concurrent;
using System.Management.Automation;

namespace Wan27.Cmdlets.Output;

/// <summary>One calm progress line for all waited tasks: counts by state, at most four updates a second.</summary>
internal sealed class WaitProgress
{
    private const int ActivityId = 2701;

    private readonly ConcurrentDictionary<string, WanTaskState> _states = new();
    private readonly CalmClock _clock = new();

    public static ProgressRecord End { get; } = new(ActivityId, "Waiting for Wan tasks", "Done") { RecordType = ProgressRecordType.Completed };

    /// <summary>Ids of the tasks that have not ended.</summary>
    public IReadOnlyList<string> Unfinished
        => [.. _states.Where(static pair => pair.Value is WanTaskState.Submitted or WanTaskState.Submitting or WanTaskState.Polling).Select(static pair => pair.Key)];

    public void Seen(WanTask task) => _states[task.TaskId ?? string.Empty] = task.State;

    /// <summary>The wait for this task ended with an error of its own.</summary>
    public void GivenUp(WanTask task) => _states.TryRemove(task.TaskId ?? string.Empty, out _);

    /// <summary>The next update, or null when the last one was just now.</summary>
    public ProgressRecord? Next()
    {
        if (!_clock.IsDue())
        {
            return null;
        }

        var states = _states.Values.ToArray();
        var ended = states.Count(static state => state is not (WanTaskState.Submitted or WanTaskState.Submitting or WanTaskState.Polling));
        var counts = string.Join(", ", states.GroupBy(static state => state).OrderBy(static group => group.Key).Select(static group => $"{group.Count()} {group.Key}"));
        return new ProgressRecord(ActivityId, "Waiting for Wan tasks", $"{ended} of {states.Length}: {counts}") { PercentComplete = states.Length == 0 ? 0 : 100 * ended / states.Length };
    }
}
