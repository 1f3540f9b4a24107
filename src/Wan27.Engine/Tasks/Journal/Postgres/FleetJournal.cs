using System.Collections.Concurrent;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Tasks.Journal.Postgres;

/// <summary>
/// A shared journal as the runners of a fleet use it: the leases of open submits are renewed, and what becomes of tasks is kept on this machine
/// while the database is away. What decides about money is never kept: nothing is reserved, sent or given up without the database.
/// </summary>
/// <param name="core">What all of this process share.</param>
/// <param name="tell">Takes what the user must know; null where nobody listens.</param>
internal sealed class FleetJournal(FleetCore core, Action<string>? tell = null) : ITaskJournal
{
    public async ValueTask<Reservation> ReserveAsync(JournalDraft draft, CancellationToken cancellation = default)
    {
        await core.DeliverAsync(patient: true, cancellation);
        return core.Reserved(await core.Patient.ReserveAsync(draft, cancellation));
    }

    public async ValueTask<WindowPlace> TakePlaceAsync(string localId, TaskWindow window, CancellationToken cancellation = default)
    {
        await core.DeliverAsync(patient: true, cancellation);
        return await core.Patient.TakePlaceAsync(localId, window, cancellation);
    }

    public ValueTask<JournalEntry> MarkSubmittedAsync(string localId, string taskId, string? requestId, CancellationToken cancellation = default) => Kept(
        new OutboxNote { Place = core.Place, Act = OutboxAct.Submitted, LocalId = localId, TaskId = taskId, RequestId = requestId },
        journal => journal.MarkSubmittedAsync(localId, taskId, requestId, cancellation));

    public ValueTask<JournalEntry> MarkIndeterminateAsync(string localId, IReadOnlyList<string> candidates, WanError error, CancellationToken cancellation = default) => Kept(
        new OutboxNote { Place = core.Place, Act = OutboxAct.Indeterminate, LocalId = localId, Texts = candidates, Error = error },
        journal => journal.MarkIndeterminateAsync(localId, candidates, error, cancellation));

    public async ValueTask<JournalEntry> UpdateAsync(string localId, JournalUpdate update, CancellationToken cancellation = default)
    {
        if (!update.IsDeparture)
        {
            return await Kept(new OutboxNote { Place = core.Place, Act = OutboxAct.Updated, LocalId = localId, Update = update }, journal => journal.UpdateAsync(localId, update, cancellation));
        }

        // A body that leaves must be known to have left.
        await core.DeliverAsync(patient: true, cancellation);
        return core.Seen(await core.Patient.UpdateAsync(localId, update, cancellation));
    }

    public ValueTask<JournalEntry> MarkStoredAsync(string localId, IReadOnlyList<string> files, bool complete = true, CancellationToken cancellation = default) => Kept(
        new OutboxNote { Place = core.Place, Act = OutboxAct.Stored, LocalId = localId, Texts = files, Complete = complete },
        journal => journal.MarkStoredAsync(localId, files, complete, cancellation));

    public async ValueTask<JournalEntry> NoteEvidenceAsync(
        string localId, IReadOnlyList<string> candidates, IReadOnlyList<WanEvidence> evidence, TimeSpan? clockOffset = null, CancellationToken cancellation = default)
    {
        await core.DeliverAsync(patient: true, cancellation);
        return core.Seen(await core.Patient.NoteEvidenceAsync(localId, candidates, evidence, clockOffset, cancellation));
    }

    public async ValueTask<JournalEntry> BindAsync(string localId, string taskId, CancellationToken cancellation = default)
    {
        await core.DeliverAsync(patient: true, cancellation);
        return core.Seen(await core.Patient.BindAsync(localId, taskId, cancellation));
    }

    public async ValueTask<Reservation> GiveUpAsync(string localId, WanError error, JournalDraft? instead, CancellationToken cancellation = default)
    {
        await core.DeliverAsync(patient: true, cancellation);
        return core.Reserved(await core.Patient.GiveUpAsync(localId, error, instead, cancellation));
    }

    public async ValueTask<JournalEntry> AddAsync(WanTask task, CancellationToken cancellation = default)
    {
        await core.DeliverAsync(patient: true, cancellation);
        return core.Seen(await core.Patient.AddAsync(task, cancellation));
    }

    public ValueTask<JournalEntry?> FindSuccessorAsync(string localId, CancellationToken cancellation = default)
        => Looked(journal => journal.FindSuccessorAsync(localId, cancellation), cancellation);

    public ValueTask<JournalEntry?> FindAsync(string localId, CancellationToken cancellation = default)
        => Remembered(journal => journal.FindAsync(localId, cancellation), entry => entry.LocalId == localId, cancellation);

    public ValueTask<JournalEntry?> FindByTaskIdAsync(string taskId, string? endpoint = null, CancellationToken cancellation = default) => Remembered(
        journal => journal.FindByTaskIdAsync(taskId, endpoint, cancellation), entry => entry.Task.TaskId == taskId && (endpoint is null || entry.Task.Endpoint == endpoint), cancellation);

    public ValueTask<JournalEntry?> FindByJobKeyAsync(string profile, string jobKey, CancellationToken cancellation = default)
        => Looked(journal => journal.FindByJobKeyAsync(profile, jobKey, cancellation), cancellation);

    public ValueTask<IReadOnlyList<JournalEntry>> QueryAsync(JournalFilter filter, CancellationToken cancellation = default)
        => Looked(journal => journal.QueryAsync(filter, cancellation), cancellation);

    public ValueTask<IReadOnlyList<JournalEntry>> FindInterruptedAsync(TimeSpan olderThan, CancellationToken cancellation = default)
        => Looked(journal => journal.FindInterruptedAsync(olderThan, cancellation), cancellation);

    public ValueTask<IReadOnlyList<JournalEvent>> HistoryAsync(string localId, CancellationToken cancellation = default)
        => Looked(journal => journal.HistoryAsync(localId, cancellation), cancellation);

    public async ValueTask<int> ForgetAsync(JournalFilter filter, CancellationToken cancellation = default)
    {
        await core.DeliverAsync(patient: true, cancellation);
        return await core.Patient.ForgetAsync(filter, cancellation);
    }

    public async ValueTask<string> NoteCallAsync(JournalDraft draft, CancellationToken cancellation = default)
    {
        await core.DeliverAsync(patient: true, cancellation);
        return await core.Patient.NoteCallAsync(draft, cancellation);
    }

    public async ValueTask EndCallAsync(string localId, CallEnd end, CancellationToken cancellation = default)
    {
        try
        {
            await core.DeliverAsync(patient: false, CancellationToken.None);
            await core.Hasty.EndCallAsync(localId, end, cancellation);
        }
        catch (WanException away) when (FleetCore.IsAway(away))
        {
            core.Keep(new OutboxNote { Place = core.Place, Act = OutboxAct.CallEnded, LocalId = localId, Call = end });
            Tell(away);
        }
    }

    public ValueTask<IReadOnlyList<LedgerRow>> LedgerAsync(LedgerFilter filter, CancellationToken cancellation = default)
        => Looked(journal => journal.LedgerAsync(filter, cancellation), cancellation);

    public ValueTask<IReadOnlyList<LedgerSum>> SumAsync(LedgerFilter filter, LedgerColumns apart, CancellationToken cancellation = default)
        => Looked(journal => journal.SumAsync(filter, apart, cancellation), cancellation);

    private async ValueTask<T> Looked<T>(Func<ITaskJournal, ValueTask<T>> look, CancellationToken cancellation)
    {
        await core.DeliverAsync(patient: true, cancellation);
        return await look(core.Patient);
    }

    /// <summary>A row that this process knows is told from memory while the database is away, so that waiting and saving go on.</summary>
    private async ValueTask<JournalEntry?> Remembered(Func<ITaskJournal, ValueTask<JournalEntry?>> look, Func<JournalEntry, bool> isMeant, CancellationToken cancellation)
    {
        try
        {
            await core.DeliverAsync(patient: false, cancellation);
            return await look(core.Hasty) is { } found ? core.Seen(found) : null;
        }
        catch (WanException away) when (FleetCore.IsAway(away) && core.Recall(isMeant) is { } known)
        {
            Tell(away);
            return known;
        }
        catch (WanException away) when (FleetCore.IsAway(away))
        {
            return await Looked(look, cancellation);
        }
    }

    private async ValueTask<JournalEntry> Kept(OutboxNote note, Func<ITaskJournal, ValueTask<JournalEntry>> change)
    {
        try
        {
            await core.DeliverAsync(patient: false, CancellationToken.None);
            return core.Seen(await change(core.Hasty));
        }
        catch (WanException away) when (FleetCore.IsAway(away) && core.Recall(entry => entry.LocalId == note.LocalId) is { } known)
        {
            var kept = core.Keep(note, known);
            Tell(away);
            return kept;
        }
        catch (WanException away) when (FleetCore.IsAway(away))
        {
            // A row of which nothing is known here.
            await core.DeliverAsync(patient: true, CancellationToken.None);
            return core.Seen(await change(core.Patient));
        }
    }

    private void Tell(WanException away)
    {
        if (core.TellOnce())
        {
            tell?.Invoke($"{away.Message} Nothing is submitted until it is back. What was accepted is safe: what becomes of it is kept in '{core.Folder}' and delivered then, or by the next command on this machine; waiting and saving go on.");
        }
    }
}
