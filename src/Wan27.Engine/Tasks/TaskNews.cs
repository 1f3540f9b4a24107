using Wan27.Engine.Profiles;
using Wan27.Engine.Providers;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Tasks;

/// <summary>Puts what was learnt of a task into the journal before anybody sees it.</summary>
internal sealed class TaskNews(ITaskJournal journal, Bundle bundle)
{
    /// <summary>The task as the journal has it afterwards, with the URLs that the journal does not keep.</summary>
    public async Task<WanTask> NoteAsync(WanTask task, CancellationToken ct)
    {
        if (task.State == WanTaskState.Expired && await journal.FindByTaskIdAsync(task.TaskId!, bundle.Endpoint, ct) is null)
        {
            // An id that neither the journal nor the provider knows is a slip of the pen, or belongs to another profile.
            return task;
        }

        var entry = await EntryOfAsync(task, ct);
        if (entry.Task.State == task.State && entry.Task.ProviderStatus == task.ProviderStatus && !task.IsFinished)
        {
            // No news; a batch that waits for hours would otherwise write for hours.
            return Complete(task, entry.Task);
        }

        var noted = await journal.UpdateAsync(
            entry.LocalId,
            new JournalUpdate
            {
                State = task.State,
                ProviderStatus = task.ProviderStatus,
                RequestId = task.RequestId,
                SubmittedAt = entry.Task.SubmittedAt is null ? task.SubmittedAt : null,
                ScheduledAt = task.ScheduledAt,
                EndedAt = task.EndedAt,
                UrlExpiresAt = task.UrlExpiresAt,
                ResultUrls = task.ResultUrls,
                Usage = task.Usage,
                Error = task.Error,
            },
            ct);
        return Complete(task, noted.Task);
    }

    /// <summary>A success that names no result: it is billed, and goes on.</summary>
    public Task<WanTask> NoteBilledAsync(WanTask task, TaskAnswer answer, CancellationToken ct)
        => NoteAsync(TaskStates.Apply(task, answer) with { State = WanTaskState.Polling }, ct);

    public async Task<WanTask> NoteStoredAsync(WanTask task, IReadOnlyList<string> files, bool complete, CancellationToken ct)
    {
        var noted = await journal.MarkStoredAsync((await EntryOfAsync(task, ct)).LocalId, files, complete, ct);
        return task with { State = noted.Task.State, Files = files };
    }

    private static WanTask Complete(WanTask seen, WanTask noted) => seen with
    {
        SubmitId = noted.SubmitId,
        State = noted.State,
        Route = noted.Route ?? seen.Route,
        Model = noted.Model ?? seen.Model,
        JobKey = noted.JobKey,
        Files = noted.Files,
        Request = noted.Request,
        Prompt = noted.Prompt ?? seen.Prompt,
        SubmittedAt = seen.SubmittedAt ?? noted.SubmittedAt,
        Usage = seen.Usage ?? noted.Usage,
        PreflightSkipped = noted.PreflightSkipped,
        Warnings = noted.Warnings,
        Evidence = noted.Evidence,
    };

    private async Task<JournalEntry> EntryOfAsync(WanTask task, CancellationToken ct)
        => await journal.FindByTaskIdAsync(task.TaskId!, bundle.Endpoint, ct) ?? await journal.AddAsync(task, ct);
}
