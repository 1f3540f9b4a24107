using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Providers;
using Wan27.Engine.Tasks.Evidence;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Tasks;

/// <summary>What becomes of submits whose answer was lost. Nothing is adopted against evidence, nor by time alone.</summary>
/// <param name="journal">Keeps what is known.</param>
/// <param name="bundle">The account.</param>
/// <param name="time">The clock of this machine.</param>
/// <param name="desk">Looks for evidence; null where the provider's answers carry none.</param>
/// <param name="requests">What may have to be sent again.</param>
internal sealed class LostSubmits(ITaskJournal journal, Bundle bundle, TimeProvider time, EvidenceDesk? desk, OpenRequests requests)
{
    // A batch that was cut off asks once for all of its records.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    /// <summary>True for a submit whose answer nobody waits for any more: its process is gone, or it left longer ago than any answer takes.</summary>
    public bool IsLost(JournalEntry entry)
        => entry.Owner is null || entry.OwnerIsGone
            || (entry.Task.SubmittedAt is { } sent && time.GetUtcNow() - sent > bundle.Contract.Seconds("http.submit.timeout.seconds") + bundle.Contract.Seconds("ambiguous.window.seconds"));

    /// <summary>Ends a submit that is under way no more; false when it still is.</summary>
    public async Task<bool> EndIfLostAsync(JournalEntry entry)
    {
        if (!IsLost(entry))
        {
            return false;
        }

        if (entry.Task.SubmittedAt is null)
        {
            await journal.UpdateAsync(entry.LocalId, NeverSent(), CancellationToken.None);
        }
        else
        {
            await journal.MarkIndeterminateAsync(entry.LocalId, entry.Task.Candidates, Interrupted(entry), CancellationToken.None);
        }

        return true;
    }

    /// <summary>Notes that a submit is open, and what can be found out about it now. Whoever cannot ask now can ask later.</summary>
    public async Task<JournalEntry> MarkAsync(JournalEntry entry, WanError error, CancellationToken ct)
    {
        entry = await journal.MarkIndeterminateAsync(entry.LocalId, entry.Task.Candidates, error, CancellationToken.None);
        return entry.Task.State == WanTaskState.Indeterminate && await LookAsync(entry, ct) is not null ? await journal.FindAsync(entry.LocalId, CancellationToken.None) ?? entry : entry;
    }

    /// <summary>What -OnAmbiguous says; null to submit again.</summary>
    public async Task<WanTask?> DecideAsync(JournalEntry entry, OpenRequest request, IStepLog log, CancellationToken ct, WanException? cut = null)
    {
        if (entry.Task.State != WanTaskState.Indeterminate)
        {
            // An answer came after all.
            return entry.Task;
        }

        var mode = request.Options.OnAmbiguous;
        if (mode != WanOnAmbiguous.Report && (await LookAsync(entry, ct))?.Of(entry.LocalId) is { Outcome: Outcome.Proven } proven && await BindAsync(entry, proven, log) is { } own)
        {
            return own;
        }

        if (mode == WanOnAmbiguous.Resubmit)
        {
            return null;
        }

        if (mode == WanOnAmbiguous.Report || desk is null)
        {
            throw Report(entry, cut);
        }

        requests.Keep(entry.LocalId, request);
        log.Warning($"Whether the submit{OpenSubmitWords.Of(entry)} created a task is not known: {entry.Task.Error?.Message} {OpenSubmitWords.Sentence(entry.Task.Candidates)} Wait-WanTask follows it until that is proven.");
        return entry.Task;
    }

    /// <summary>Gives a submit the task that is proven to be its own; null when either was settled otherwise meanwhile.</summary>
    public async Task<WanTask?> BindAsync(JournalEntry entry, Decision proven, IStepLog log)
    {
        if (await BindAsync(entry, proven.TaskId!) is not { } own)
        {
            return null;
        }

        var why = proven.Rows.First(static row => row.Verdict == WanVerdict.Proven).Pair.Findings.Where(static finding => finding.Says == Says.Fits).Select(static finding => finding.Text);
        log.Verbose($"Task {own.TaskId} is proven to be what the submit{OpenSubmitWords.Of(entry)} made ({string.Join("; ", why)}).");
        return own;
    }

    /// <summary>Gives a submit the only task that may be its own, at its user's wish.</summary>
    public async Task<WanTask?> AdoptAsync(JournalEntry entry, string taskId, IStepLog log)
    {
        if (await BindAsync(entry, taskId) is not { } own)
        {
            return null;
        }

        log.Warning($"Task {taskId} was adopted for {JobOf(entry)}: the only one that no other job holds and nothing speaks against.");
        return own;
    }

    public static WanError Interrupted(JournalEntry entry) => entry.Task.Error ?? AsyncErrors.SubmitInterrupted().Error;

    public static JournalUpdate NeverSent() => new() { State = WanTaskState.Canceled, Error = AsyncErrors.NeverSent().Error };

    public static string JobOf(JournalEntry entry) => entry.Task.JobKey is { } key ? $"job '{key}'" : "the job";

    private async Task<WanTask?> BindAsync(JournalEntry entry, string taskId)
    {
        try
        {
            return (await journal.BindAsync(entry.LocalId, taskId, CancellationToken.None)).Task is { TaskId: not null } bound ? bound : null;
        }
        catch (WanException known) when (known.Error.ErrorId == ErrorIds.TaskIdKnown)
        {
            return null;
        }
    }

    private async Task<EvidenceLook?> LookAsync(JournalEntry entry, CancellationToken ct)
    {
        try
        {
            ct.ThrowIfCancellationRequested();
            return desk is null ? null
                : await desk.LookAsync(Fresh, ct) is var look && look.Of(entry.LocalId) is not null ? look
                : await desk.LookAsync(TimeSpan.Zero, ct);
        }
        catch (Exception unknown) when (unknown is WanException or OperationCanceledException)
        {
            return null;
        }
    }

    private WanException Report(JournalEntry entry, WanException? cut)
    {
        var cause = entry.Task.Error;
        var (job, why, name) = (OpenSubmitWords.Of(entry), cause?.Message ?? "it was interrupted.", OpenSubmitWords.Named(entry));
        var open = desk is null
            ? AsyncErrors.SubmitIndeterminateWithoutEvidence(job, why, bundle.Profile.Provider, name)
            : AsyncErrors.SubmitIndeterminate(job, why, OpenSubmitWords.Sentence(entry.Task.Candidates), name);
        var error = open.Error.CausedBy(cause);
        return new WanException(error, cut) { Exchange = cut?.Exchange };
    }
}
