using Wan27.Engine.Profiles;
using Wan27.Engine.Providers;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Tasks;

/// <summary>
/// Looks for the task that a cut-off submit may have created. The provider's list has no tag of ours: a match is the same model, the
/// right time, and an id that no other job holds (contract section 6.3).
/// </summary>
internal sealed class CandidateSearch(IProvider provider, ITaskJournal journal, Bundle bundle, TimeProvider time)
{
    /// <summary>Ids of the candidates, oldest first.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(JournalEntry entry, CancellationToken ct)
    {
        var offset = provider.ClockOffset;
        var (listed, earliest, latest) = await ListAsync(entry, offset, ct);

        // The list's own answer tells the service's time; it may have been asked for by a clock that turns out to be wrong.
        if (provider.ClockOffset is { } told && (offset is null || (told - offset.Value).Duration() > bundle.Contract.Seconds("clock.told.seconds")))
        {
            (listed, earliest, latest) = await ListAsync(entry, provider.ClockOffset, ct);
        }

        var candidates = new List<string>();
        foreach (var row in listed.Where(row => row.Model is null || row.Model == entry.Task.Model).OrderBy(static row => row.CreatedAt))
        {
            var fits = row.CreatedAt is not { } created || (created >= earliest && created <= latest);
            if (fits && await journal.FindByTaskIdAsync(row.TaskId, bundle.Endpoint, ct) is null)
            {
                candidates.Add(row.TaskId);
            }
        }

        return candidates;
    }

    /// <summary>The tasks of the time, and its ends, by the service's clock.</summary>
    private async Task<(IReadOnlyList<ListedTask> Listed, DateTimeOffset Earliest, DateTimeOffset Latest)> ListAsync(JournalEntry entry, TimeSpan? offset, CancellationToken ct)
    {
        // Where the service tells its time, a task from before the submit is somebody else's; otherwise the clocks need not agree to the minute.
        var slack = bundle.Contract.Seconds(offset is null ? "ambiguous.window.seconds" : "clock.told.seconds");
        var sent = (entry.Task.SubmittedAt ?? entry.CreatedAt) + (offset ?? TimeSpan.Zero);
        var now = time.GetUtcNow() + (offset ?? TimeSpan.Zero);
        var earliest = sent - slack;
        var span = bundle.Contract.Hours("task.list.span.hours.max");
        var listed = await provider.ListAsync(
            new TaskListQuery { Model = entry.Task.Model, From = now - earliest < span ? earliest : now - span, To = now + slack },
            ct);
        return (listed, earliest, sent + bundle.Contract.Seconds("http.submit.timeout.seconds") + slack);
    }

    /// <summary>
    /// True when no other submit of this model is under way: a candidate could be that one's task, whose answer has not come yet.
    /// </summary>
    public async Task<bool> IsAloneAsync(JournalEntry entry, CancellationToken ct)
    {
        var open = await journal.QueryAsync(
            new JournalFilter { States = [WanTaskState.Submitting, WanTaskState.Indeterminate], Route = entry.Task.Route }, ct);
        return !open.Any(other => other.LocalId != entry.LocalId
            && other.Task.Model == entry.Task.Model
            && other.Task.Endpoint == entry.Task.Endpoint
            && other.Task.SubmittedAt is not null);
    }
}
