using Wan27.Engine.Logging;

namespace Wan27.Engine.Tasks.Journal;

/// <summary>A journal whose changes are told to a log, each once it is committed.</summary>
internal sealed class LoggedJournal(ITaskJournal journal, RunLog log) : ITaskJournal
{
    public async ValueTask<Reservation> ReserveAsync(JournalDraft draft, CancellationToken cancellation = default)
    {
        var reservation = await journal.ReserveAsync(draft, cancellation);
        if (reservation.Kind == ReservationKind.New)
        {
            log.Task(reservation.Entry.Task);
        }

        return reservation;
    }

    public ValueTask<WindowPlace> TakePlaceAsync(string localId, TaskWindow window, CancellationToken cancellation = default)
        => journal.TakePlaceAsync(localId, window, cancellation);

    public async ValueTask<JournalEntry> MarkSubmittedAsync(string localId, string taskId, string? requestId, CancellationToken cancellation = default)
    {
        try
        {
            return Told(await journal.MarkSubmittedAsync(localId, taskId, requestId, cancellation));
        }
        catch (WanException unnoted)
        {
            log.Unnoted(taskId, requestId, unnoted.Error);
            throw;
        }
    }

    public async ValueTask<JournalEntry> MarkIndeterminateAsync(string localId, IReadOnlyList<string> candidates, WanError error, CancellationToken cancellation = default)
        => Told(await journal.MarkIndeterminateAsync(localId, candidates, error, cancellation));

    public ValueTask<JournalEntry> NoteEvidenceAsync(string localId, IReadOnlyList<string> candidates, IReadOnlyList<WanEvidence> evidence, TimeSpan? clockOffset = null, CancellationToken cancellation = default)
        => journal.NoteEvidenceAsync(localId, candidates, evidence, clockOffset, cancellation);

    public async ValueTask<JournalEntry> BindAsync(string localId, string taskId, CancellationToken cancellation = default)
        => Told(await journal.BindAsync(localId, taskId, cancellation));

    public async ValueTask<Reservation> GiveUpAsync(string localId, WanError error, JournalDraft? instead, CancellationToken cancellation = default)
    {
        var reservation = await journal.GiveUpAsync(localId, error, instead, cancellation);
        log.Task(reservation.Entry.Task);
        return reservation;
    }

    public ValueTask<JournalEntry?> FindSuccessorAsync(string localId, CancellationToken cancellation = default)
        => journal.FindSuccessorAsync(localId, cancellation);

    public async ValueTask<JournalEntry> UpdateAsync(string localId, JournalUpdate update, CancellationToken cancellation = default)
        => Told(await journal.UpdateAsync(localId, update, cancellation));

    public async ValueTask<JournalEntry> MarkStoredAsync(string localId, IReadOnlyList<string> files, bool complete = true, CancellationToken cancellation = default)
        => Told(await journal.MarkStoredAsync(localId, files, complete, cancellation));

    public async ValueTask<JournalEntry> AddAsync(WanTask task, CancellationToken cancellation = default)
        => Told(await journal.AddAsync(task, cancellation));

    public ValueTask<JournalEntry?> FindAsync(string localId, CancellationToken cancellation = default)
        => journal.FindAsync(localId, cancellation);

    public ValueTask<JournalEntry?> FindByTaskIdAsync(string taskId, string? endpoint = null, CancellationToken cancellation = default)
        => journal.FindByTaskIdAsync(taskId, endpoint, cancellation);

    public ValueTask<JournalEntry?> FindByJobKeyAsync(string profile, string jobKey, CancellationToken cancellation = default)
        => journal.FindByJobKeyAsync(profile, jobKey, cancellation);

    public ValueTask<IReadOnlyList<JournalEntry>> QueryAsync(JournalFilter filter, CancellationToken cancellation = default)
        => journal.QueryAsync(filter, cancellation);

    public ValueTask<IReadOnlyList<JournalEntry>> FindInterruptedAsync(TimeSpan olderThan, CancellationToken cancellation = default)
        => journal.FindInterruptedAsync(olderThan, cancellation);

    public ValueTask<IReadOnlyList<JournalEvent>> HistoryAsync(string localId, CancellationToken cancellation = default)
        => journal.HistoryAsync(localId, cancellation);

    public ValueTask<string> NoteCallAsync(JournalDraft draft, CancellationToken cancellation = default)
        => journal.NoteCallAsync(draft, cancellation);

    public ValueTask EndCallAsync(string localId, CallEnd end, CancellationToken cancellation = default)
        => journal.EndCallAsync(localId, end, cancellation);

    public ValueTask<IReadOnlyList<LedgerRow>> LedgerAsync(LedgerFilter filter, CancellationToken cancellation = default)
        => journal.LedgerAsync(filter, cancellation);

    public ValueTask<IReadOnlyList<LedgerSum>> SumAsync(LedgerFilter filter, LedgerColumns apart, CancellationToken cancellation = default)
        => journal.SumAsync(filter, apart, cancellation);

    public ValueTask<int> ForgetAsync(JournalFilter filter, CancellationToken cancellation = default)
        => journal.ForgetAsync(filter, cancellation);

    private JournalEntry Told(JournalEntry entry)
    {
        log.Task(entry.Task);
        return entry;
    }
}
