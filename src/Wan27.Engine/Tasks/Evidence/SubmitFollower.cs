using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Providers;
using Wan27.Engine.Routes;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Tasks.Evidence;

/// <summary>
/// Follows a submit whose answer was lost until it is known what became of it: the task that it made, or one that is submitted in its place
/// because it was never accepted. What can neither be proven nor excluded is said, and stays as it is.
/// </summary>
internal sealed class SubmitFollower(EvidenceDesk desk, TaskSubmitter submitter, LostSubmits lost, OpenRequests requests, ITaskJournal journal, Bundle bundle, TimeProvider time)
{
    /// <summary>The task, which may have ended already.</summary>
    /// <param name="localId">The submit's row.</param>
    /// <param name="interval">Pause between two looks; the route's own pace when null.</param>
    /// <param name="prepare">Uploads and prepares a request that is sent anew.</param>
    /// <param name="changed">Takes the task as it is known by now.</param>
    /// <param name="log">Takes what the user must know.</param>
    /// <param name="ct">Stops; the submit stays open and can be followed again.</param>
    /// <exception cref="WanException"><c>Wan.Async.SubmitUnproven</c>, <c>Wan.Async.NeverAccepted</c>, or a refusal to be asked at all.</exception>
    public async Task<WanTask> FollowAsync(
        string localId, TimeSpan? interval, Func<RouteRequest, Task<PreparedRequest>> prepare, Action<WanTask> changed, IStepLog log, CancellationToken ct)
    {
        var patience = new LookPatience(bundle.Contract);
        PollPlan? plan = null;
        while (true)
        {
            var entry = await CurrentAsync(localId, ct);
            localId = entry.LocalId;
            plan ??= new PollPlan(bundle.Contract, entry.Task.Route, interval);
            if (entry.Task.State is not (WanTaskState.Submitting or WanTaskState.Indeterminate))
            {
                return entry.Task;
            }

            changed(entry.Task);
            var pause = plan.Next(TimeSpan.Zero, Random.Shared.NextDouble());
            if (entry.Task.State == WanTaskState.Submitting)
            {
                if (!await lost.EndIfLostAsync(entry))
                {
                    await Task.Delay(pause, time, ct);
                }

                continue;
            }

            EvidenceLook? look = null;
            try
            {
                look = await desk.LookAsync(pause / 2, ct);

                // What others share may be older than the last change of the journal. Nothing is paid or given up on that.
                look = look.IsLast(localId) ? await desk.LookAsync(TimeSpan.Zero, ct) : look;
                patience.Answered();
            }
            catch (WanException failed) when (patience.Bears(failed))
            {
                pause += patience.Pause;
            }

            if (look is null || !await SettleAsync(entry, look, prepare, log, ct))
            {
                await Task.Delay(pause, time, ct);
            }
        }
    }

    /// <summary>The row, or the one that was made in its place.</summary>
    private async Task<JournalEntry> CurrentAsync(string localId, CancellationToken ct)
    {
        var entry = await journal.FindAsync(localId, ct) ?? throw AsyncErrors.TaskForgotten(localId);
        while (entry.Task is { State: WanTaskState.Canceled, Error.ErrorId: ErrorIds.NeverAccepted } && await journal.FindSuccessorAsync(entry.LocalId, ct) is { } successor)
        {
            entry = successor;
        }

        return entry;
    }

    /// <summary>True when the row has changed.</summary>
    private async Task<bool> SettleAsync(JournalEntry entry, EvidenceLook look, Func<RouteRequest, Task<PreparedRequest>> prepare, IStepLog log, CancellationToken ct)
    {
        if (look.Of(entry.LocalId) is not { } decision)
        {
            return false;
        }

        if (decision.Outcome == Outcome.Proven)
        {
            return await lost.BindAsync(entry, decision, log) is not null;
        }

        if (!look.IsLast(entry.LocalId))
        {
            return false;
        }

        if (decision.Outcome == Outcome.Excluded)
        {
            await ReplaceAsync(entry, prepare, log, ct);
            return true;
        }

        if (requests.Find(entry.LocalId)?.Options.OnAmbiguous == WanOnAmbiguous.Adopt && look.SoleOf(entry.LocalId) is { } only)
        {
            return await lost.AdoptAsync(entry, only, log) is not null;
        }

        throw OpenSubmitWords.Unproven((await journal.FindAsync(entry.LocalId, ct))!, decision);
    }

    /// <summary>
    /// The submit was never accepted. It is sent anew once, by whoever ends its row; a second one that is not accepted either says so, because
    /// a service that takes in nothing is not sent to for ever.
    /// </summary>
    private async Task ReplaceAsync(JournalEntry entry, Func<RouteRequest, Task<PreparedRequest>> prepare, IStepLog log, CancellationToken ct)
    {
        var job = OpenSubmitWords.Of(entry);
        var request = entry.Supersedes is null && (entry.Task.JobKey is null || entry.HoldsJobKey) ? requests.Find(entry.LocalId) : null;
        var isSame = request is null || request.Draft.Matches(entry.RequestHash) && RequestIdentity.Of(request.Request) == request.Draft.RequestHash;
        var refusal = request is null ? AsyncErrors.NeverAccepted(job) : isSame ? null : AsyncErrors.NeverAcceptedAndChanged(job);
        var ended = await journal.GiveUpAsync(
            entry.LocalId, (refusal ?? AsyncErrors.NeverAcceptedAndReplaced(job)).Error, refusal is null ? request!.Draft with { Force = false, Replaces = null } : null, CancellationToken.None);
        if (ended.Kind != ReservationKind.New)
        {
            return;
        }

        if (refusal is not null)
        {
            throw refusal;
        }

        log.Warning($"The submit{job} was never accepted, so that nothing was billed; it is submitted anew, and billed once.");
        requests.Keep(ended.Entry.LocalId, request!);
        try
        {
            await submitter.SubmitReservedAsync(ended.Entry, request!, () => prepare(request!.Request), log, ct);
        }
        catch (WanException)
        {
            // Where the row says why, it leaves as any task that has failed.
            if (await journal.FindAsync(ended.Entry.LocalId, CancellationToken.None) is not { Task.State: WanTaskState.Failed })
            {
                throw;
            }
        }
    }
}
