namespace Wan27.Engine.Tasks.Journal;

/// <summary>
/// What is known of tasks, kept across processes and kills. Each call that changes something is one change: committed when it returns,
/// or not made at all.
/// </summary>
/// <remarks>All members raise <see cref="WanException"/> of the storage boundary when the journal cannot be used.</remarks>
internal interface ITaskJournal
{
    /// <summary>Notes a submit before it is made, unless the job's key already stands for a task.</summary>
    ValueTask<Reservation> ReserveAsync(JournalDraft draft, CancellationToken cancellation = default);

    /// <summary>Notes the id that the provider gave, or that was adopted after an ambiguous submit.</summary>
    ValueTask<JournalEntry> MarkSubmittedAsync(string localId, string taskId, string? requestId, CancellationToken cancellation = default);

    /// <summary>Notes that a submit may or may not have taken effect, with the tasks it may have made.</summary>
    ValueTask<JournalEntry> MarkIndeterminateAsync(
        string localId, IReadOnlyList<string> candidates, WanError error, CancellationToken cancellation = default);

    /// <summary>Notes news of a task. News that comes late, such as a poll's after the result is stored, changes nothing.</summary>
    ValueTask<JournalEntry> UpdateAsync(string localId, JournalUpdate update, CancellationToken cancellation = default);

    /// <summary>Notes where results are stored; with <paramref name="complete"/> all of them are.</summary>
    ValueTask<JournalEntry> MarkStoredAsync(
        string localId, IReadOnlyList<string> files, bool complete = true, CancellationToken cancellation = default);

    /// <summary>Takes in a task that was submitted elsewhere; gives the row that is there when its id is known.</summary>
    ValueTask<JournalEntry> AddAsync(WanTask task, CancellationToken cancellation = default);

    ValueTask<JournalEntry?> FindAsync(string localId, CancellationToken cancellation = default);

    /// <summary>The row of a task id; ids of other endpoints are other tasks.</summary>
    ValueTask<JournalEntry?> FindByTaskIdAsync(string taskId, string? endpoint = null, CancellationToken cancellation = default);

    /// <summary>The row that a job key stands for at present.</summary>
    ValueTask<JournalEntry?> FindByJobKeyAsync(string profile, string jobKey, CancellationToken cancellation = default);

    /// <summary>Rows in the order they were made.</summary>
    ValueTask<IReadOnlyList<JournalEntry>> QueryAsync(JournalFilter filter, CancellationToken cancellation = default);

    /// <summary>Submits that will never get their answer: the process that made them is gone, or they are older than any submit can be.</summary>
    ValueTask<IReadOnlyList<JournalEntry>> FindInterruptedAsync(TimeSpan olderThan, CancellationToken cancellation = default);

    /// <summary>The states a row went through.</summary>
    ValueTask<IReadOnlyList<JournalEvent>> HistoryAsync(string localId, CancellationToken cancellation = default);

    /// <summary>Removes rows with their history; gives their number. A filter without any condition is refused.</summary>
    ValueTask<int> ForgetAsync(JournalFilter filter, CancellationToken cancellation = default);
}
