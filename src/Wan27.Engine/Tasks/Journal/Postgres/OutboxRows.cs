namespace Wan27.Engine.Tasks.Journal.Postgres;

/// <summary>What a note means: for a row in memory, and for the journal.</summary>
internal static class OutboxRows
{
    /// <summary>The row as the journal will have it.</summary>
    public static JournalEntry Apply(JournalEntry entry, OutboxNote note, DateTimeOffset now)
    {
        var task = entry.Task;
        return entry with
        {
            UpdatedAt = now,
            Task = note switch
            {
                { Act: OutboxAct.Submitted } => task with { State = WanTaskState.Submitted, TaskId = note.TaskId, RequestId = note.RequestId ?? task.RequestId, SubmittedAt = task.SubmittedAt ?? now, Error = null, Candidates = [] },
                { Act: OutboxAct.Indeterminate } when TaskTransitions.MayFollow(task.State, WanTaskState.Indeterminate)
                    => task with { State = WanTaskState.Indeterminate, Candidates = note.Texts, Error = note.Error, SubmittedAt = task.SubmittedAt ?? entry.CreatedAt },
                { Act: OutboxAct.Stored } => task with { State = note.Complete ? WanTaskState.Stored : task.State, Files = note.Texts },
                { Act: OutboxAct.Updated, Update: { } update } when TaskTransitions.MayFollow(task.State, update.State ?? task.State) => Apply(task, update),
                _ => task,
            },
        };
    }

    /// <summary>Notes it in the journal; gives the task's row, where it has one.</summary>
    public static async ValueTask<JournalEntry?> DeliverAsync(OutboxNote note, ITaskJournal journal)
    {
        if (note is { Act: OutboxAct.CallEnded, Call: { } end })
        {
            await journal.EndCallAsync(note.LocalId, end);
            return null;
        }

        return note.Act switch
        {
            OutboxAct.Submitted => await journal.MarkSubmittedAsync(note.LocalId, note.TaskId!, note.RequestId),
            OutboxAct.Indeterminate => await journal.MarkIndeterminateAsync(note.LocalId, note.Texts, note.Error!),
            OutboxAct.Stored => await journal.MarkStoredAsync(note.LocalId, note.Texts, note.Complete),
            _ => await journal.UpdateAsync(note.LocalId, note.Update!),
        };
    }

    private static WanTask Apply(WanTask task, JournalUpdate update) => task with
    {
        State = update.State ?? task.State,
        ProviderStatus = update.ProviderStatus ?? task.ProviderStatus,
        RequestId = update.RequestId ?? task.RequestId,
        SubmittedAt = update.TurnedAway ? null : update.SubmittedAt ?? task.SubmittedAt,
        ScheduledAt = update.ScheduledAt ?? task.ScheduledAt,
        EndedAt = update.EndedAt ?? task.EndedAt,
        UrlExpiresAt = update.UrlExpiresAt ?? task.UrlExpiresAt,
        ResultUrls = update.ResultUrls.Count > 0 ? update.ResultUrls : task.ResultUrls,
        Usage = update.Usage ?? task.Usage,
        Error = update.Error ?? task.Error,
    };
}
