using System.Collections.Concurrent;
using System.Management.Automation;

namespace Wan27.Cmdlets.Output;

/// <summary>One calm progress line for all waited tasks: counts by state, the oldest task, pace and time left where they can be told.</summary>
internal sealed class WaitProgress(TimeProvider time)
{
    private const int ActivityId = 2701;

    // A pace from fewer ends than this says more about chance than about the service.
    private const int EndsForAPace = 3;

    private readonly ConcurrentDictionary<string, (WanTaskState State, DateTimeOffset Since)> _tasks = new();
    private readonly CalmClock _clock = new();
    private readonly long _begun = time.GetTimestamp();
    private int _endedHere;

    public static ProgressRecord End { get; } = new(ActivityId, "Waiting for Wan tasks", "Done") { RecordType = ProgressRecordType.Completed };

    /// <summary>The tasks that have not ended: ids, and jobs that have none yet.</summary>
    public IReadOnlyList<string> Unfinished => [.. _tasks.Where(static pair => IsOpen(pair.Value.State)).Select(static pair => pair.Key)];

    /// <summary>True when one of them has no id yet.</summary>
    public bool HasOpenSubmits => _tasks.Values.Any(static task => task.State is WanTaskState.Indeterminate or WanTaskState.Submitting);

    public void Seen(WanTask task)
    {
        var since = task.SubmittedAt ?? time.GetUtcNow();
        var before = _tasks.TryGetValue(NameOf(task), out var known) ? known.State : (WanTaskState?)null;
        _tasks[NameOf(task)] = (task.State, since);
        if (before is { } state && IsOpen(state) && !IsOpen(task.State))
        {
            Interlocked.Increment(ref _endedHere);
        }
    }

    /// <summary>News of a task; a submit whose answer was lost may have its id now, or another submit in its place.</summary>
    public void Became(WanTask before, WanTask now)
    {
        if (NameOf(before) != NameOf(now))
        {
            _tasks.TryRemove(NameOf(before), out _);
        }

        Seen(now);
    }

    /// <summary>The wait for this task ended with an error of its own.</summary>
    public void GivenUp(WanTask task) => _tasks.TryRemove(NameOf(task), out _);

    /// <summary>The next update, or null when the last one was just now.</summary>
    public ProgressRecord? Next()
    {
        if (!_clock.IsDue())
        {
            return null;
        }

        var tasks = _tasks.Values.ToArray();
        var open = tasks.Where(static task => IsOpen(task.State)).ToArray();
        var ended = tasks.Length - open.Length;
        var counts = string.Join(", ", tasks.GroupBy(static task => task.State).OrderBy(static group => group.Key).Select(static group => $"{group.Count()} {group.Key}"));
        var oldest = open.Length == 0 ? string.Empty : $"; oldest {Short(time.GetUtcNow() - open.Min(static task => task.Since))}";
        var record = new ProgressRecord(ActivityId, "Waiting for Wan tasks", $"{ended} of {tasks.Length}: {counts}{oldest}") { PercentComplete = tasks.Length == 0 ? 0 : 100 * ended / tasks.Length };
        var minutes = time.GetElapsedTime(_begun).TotalMinutes;
        if (_endedHere >= EndsForAPace && minutes > 0)
        {
            var pace = _endedHere / minutes;
            record.CurrentOperation = $"{pace:0.#} per minute";
            record.SecondsRemaining = (int)Math.Min(int.MaxValue, 60 * open.Length / pace);
        }

        return record;
    }

    private static string NameOf(WanTask task) => task.TaskId ?? (task.JobKey is { } key ? $"job '{key}'" : $"submit {task.SubmitId}");

    private static bool IsOpen(WanTaskState state) => state is WanTaskState.Submitted or WanTaskState.Submitting or WanTaskState.Polling or WanTaskState.Indeterminate;

    private static string Short(TimeSpan age) => age.TotalMinutes < 1 ? $"{Math.Max(0, age.TotalSeconds):0} s" : age.TotalHours < 1 ? $"{age.TotalMinutes:0} min" : $"{age.TotalHours:0.#} h";
}
