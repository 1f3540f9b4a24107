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

    /// <summary>Gives a submit its place among the open tasks of its account, unless all are taken. A draft with a window tries the same when it is noted.</summary>
    ValueTask<WindowPlace> TakePlaceAsync(string localId, TaskWindow window, CancellationToken cancellation = default);

    /// <summary>Notes the id that the provider gave, or that was adopted after an ambiguous submit.</summary>
    ValueTask<JournalEntry> MarkSubmittedAsync(string localId, string taskId, string? requestId, CancellationToken cancellation = default);

    /// <summary>Notes that a submit may or may not have taken effect, with the tasks it may have made.</summary>
    ValueTask<JournalEntry> MarkIndeterminateAsync(
        string localId, IReadOnlyList<string> candidates, WanError error, CancellationToken cancellation = default);

    /// <summary>Notes what is known of the tasks that an interrupted submit may have created; nothing once the submit is settled.</summary>
    /// <param name="localId">The submit's row.</param>
    /// <param name="candidates">Tasks that may be its own.</param>
    /// <param name="evidence">What speaks for and against each.</param>
    /// <param name="clockOffset">How far the service's dates were ahead of this machine's clock when it left, should that not be noted yet.</param>
    /// <param name="cancellation">Gives up before anything is noted.</param>
    ValueTask<JournalEntry> NoteEvidenceAsync(
        string localId, IReadOnlyList<string> candidates, IReadOnlyList<WanEvidence> evidence, TimeSpan? clockOffset = null, CancellationToken cancellation = default);

    /// <summary>Gives an interrupted submit the task that it made. A submit that was settled meanwhile stays as it is, which the answer shows.</summary>
    /// <exception cref="WanException"><c>Wan.Async.TaskIdKnown</c>: the task belongs to another job.</exception>
    ValueTask<JournalEntry> BindAsync(string localId, string taskId, CancellationToken cancellation = default);

    /// <summary>
    /// Ends an interrupted submit that made no task, and in the same change notes the one that is made instead, if any. Of several processes
    /// one gets <see cref="ReservationKind.New"/>; the others get the row as it is by then.
    /// </summary>
    ValueTask<Reservation> GiveUpAsync(string localId, WanError error, JournalDraft? instead, CancellationToken cancellation = default);

    /// <summary>The row that was submitted anew for another one.</summary>
    ValueTask<JournalEntry?> FindSuccessorAsync(string localId, CancellationToken cancellation = default);

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

    /// <summary>Notes a call that makes pictures without a task, before it is sent; gives the name of its row in the ledger.</summary>
    ValueTask<string> NoteCallAsync(JournalDraft draft, CancellationToken cancellation = default);

    /// <summary>Notes how such a call has ended.</summary>
    ValueTask EndCallAsync(string localId, CallEnd end, CancellationToken cancellation = default);

    /// <summary>Rows of the ledger, in the order they were made.</summary>
    ValueTask<IReadOnlyList<LedgerRow>> LedgerAsync(LedgerFilter filter, CancellationToken cancellation = default);

    /// <summary>Sums of the ledger, kept apart by provider, unit, state and the columns asked for.</summary>
    ValueTask<IReadOnlyList<LedgerSum>> SumAsync(LedgerFilter filter, LedgerColumns apart, CancellationToken cancellation = default);

    /// <summary>Removes rows with their history; gives their number. What they were billed stays in the ledger. A filter without any condition is refused.</summary>
    ValueTask<int> ForgetAsync(JournalFilter filter, CancellationToken cancellation = default);
}
