using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Providers;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Tasks.Evidence;

/// <summary>Settles submits whose answer was lost at one look, without waiting: by evidence, or by the word of their user.</summary>
/// <param name="desk">Looks for evidence; null where the provider's answers carry none, and only words count.</param>
/// <param name="lost">What is done with them.</param>
/// <param name="journal">Where they stand.</param>
/// <param name="bundle">The account.</param>
internal sealed class SubmitSettlement(EvidenceDesk? desk, LostSubmits lost, ITaskJournal journal, Bundle bundle)
{
    // What has just been found out is found out for all submits of the account.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    /// <summary>The open submits of the profile, those of processes that are gone included.</summary>
    public async Task<IReadOnlyList<JournalEntry>> OpenAsync(CancellationToken ct)
    {
        var rows = await journal.QueryAsync(new JournalFilter { States = [WanTaskState.Submitting, WanTaskState.Indeterminate], Profile = bundle.Profile.Name }, ct);
        var open = new List<JournalEntry>();
        foreach (var row in rows.Where(row => row.Task.Endpoint == bundle.Endpoint))
        {
            var isEnded = row.Task.State == WanTaskState.Submitting && await lost.EndIfLostAsync(row);
            open.Add(isEnded ? await journal.FindAsync(row.LocalId, ct) ?? row : row);
        }

        return [.. open.Where(static row => row.Task.State == WanTaskState.Indeterminate)];
    }

    /// <summary>What the evidence says of a submit now.</summary>
    public async Task<LostSubmit> ShowAsync(JournalEntry entry, CancellationToken ct)
    {
        if (desk is null)
        {
            return new LostSubmit(entry, null, false);
        }

        var look = await desk.LookAsync(Fresh, ct);
        look = look.Of(entry.LocalId) is null ? await desk.LookAsync(TimeSpan.Zero, ct) : look;
        return new LostSubmit(await journal.FindAsync(entry.LocalId, ct) ?? entry, look.Of(entry.LocalId), look.IsLast(entry.LocalId));
    }

    /// <summary>Gives the submit its proven task, or frees it where it was never accepted; null where neither is known.</summary>
    public async Task<WanTask?> SettleAsync(LostSubmit submit, IStepLog log)
        => submit.Decision is { Outcome: Outcome.Proven } proven ? await lost.BindAsync(submit.Entry, proven, log)
            : submit.WasNeverAccepted ? await EndAsync(submit, AsyncErrors.NeverAccepted(OpenSubmitWords.Of(submit.Entry)))
            : null;

    /// <summary>Gives the submit a task at its user's word.</summary>
    /// <exception cref="WanException"><c>Wan.Async.EvidenceAgainst</c>, <c>Wan.Async.TaskIdKnown</c>.</exception>
    public async Task<WanTask> BindAsync(LostSubmit submit, string taskId, bool force)
    {
        if (!force && submit.Decision?.Rows.FirstOrDefault(row => row.Pair.Candidate.Trace.TaskId == taskId) is { Verdict: WanVerdict.Excluded } excluded)
        {
            var against = excluded.Pair.Findings.Where(static finding => finding.Says == Says.Contradicts).Select(static finding => finding.Text);
            throw AsyncErrors.EvidenceAgainst(taskId, OpenSubmitWords.Of(submit.Entry), string.Join("; ", excluded.Why is { } why ? against.Append(why) : against));
        }

        var bound = (await journal.BindAsync(submit.Entry.LocalId, taskId, CancellationToken.None)).Task;
        return bound.TaskId == taskId ? bound : throw AsyncErrors.SubmitNotOpen(OpenSubmitWords.Of(submit.Entry), bound.State, bound.TaskId);
    }

    /// <summary>Frees the submit at its user's word.</summary>
    public Task<WanTask> FreeAsync(LostSubmit submit) => EndAsync(submit, AsyncErrors.NeverAcceptedByWord(OpenSubmitWords.Of(submit.Entry)));

    private async Task<WanTask> EndAsync(LostSubmit submit, WanException why)
        => (await journal.GiveUpAsync(submit.Entry.LocalId, why.Error, null, CancellationToken.None)).Entry.Task;
}
