using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Providers;
using Wan27.Engine.Routes;
using Wan27.Engine.Tasks.Evidence;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Tasks;

/// <summary>
/// Creates tasks so that each is paid once: the job is noted before anything is sent, noted again the moment before its body leaves, and
/// its id is on disk before anybody sees it. What was cut off in between is never sent again by itself.
/// </summary>
internal sealed class TaskSubmitter(IProvider provider, ITaskJournal journal, Bundle bundle, TimeProvider time, LostSubmits lost)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);

    private readonly TaskLook _look = new(provider, new TaskNews(journal, bundle), bundle.Contract, time);
    private readonly OpenTasks _open = new(journal, bundle, new TaskLook(provider, new TaskNews(journal, bundle), bundle.Contract, time), time);

    /// <summary>The new task, or the one that the job key already stands for.</summary>
    public async Task<WanTask> SubmitAsync(RouteRequest request, SubmitOptions options, BilledForecast forecast, IReadOnlyList<IBudget> budgets, IReadOnlyList<string> warnings, Func<Task<PreparedRequest>> prepare, IStepLog log, CancellationToken ct)
    {
        var draft = DraftOf(request, options, forecast, budgets, warnings);
        var open = new OpenRequest(request, options, draft);
        var isRepeat = false;
        if (options.Force)
        {
            await WarnOfLivingAsync(draft, log, ct);
        }

        while (true)
        {
            var reservation = await ReserveAsync(draft, log, ct);
            var entry = reservation.Entry;
            switch (reservation)
            {
                case { Kind: ReservationKind.Conflict, Entry.CameToNothing: false }:
                    throw JobKeyConflict.Explain(entry, draft);
                case { Kind: ReservationKind.New }:
                    if (isRepeat)
                    {
                        log.Warning($"The submit{OpenSubmitWords.Of(entry)} is sent again as asked (-OnAmbiguous Resubmit); if the first one was accepted, both are billed.");
                    }

                    if (await SubmitNewAsync(entry, open, prepare, log, ct) is { } submitted)
                    {
                        return submitted;
                    }

                    isRepeat = true;
                    break;
                default:
                    var (existing, seen) = await SettleExistingAsync(entry, open, log, ct);
                    if (existing is not null)
                    {
                        return reservation.Kind == ReservationKind.Conflict ? throw JobKeyConflict.Explain(seen, draft) : existing;
                    }

                    isRepeat |= seen.Task.State == WanTaskState.Indeterminate;
                    entry = seen;
                    break;
            }

            if (isRepeat)
            {
                // One more attempt only: a service that cuts off every submit would otherwise bill without end.
                open = open with { Options = options with { OnAmbiguous = WanOnAmbiguous.Report } };
            }

            // The job may be submitted anew. Of several processes that come to this end, one may take the key from that very row; the
            // others find it taken, and wait for the new task.
            draft = draft with { Force = false, Replaces = entry.LocalId };
        }
    }

    /// <summary>Submits what was reserved in place of a submit that was never accepted.</summary>
    public Task<WanTask?> SubmitReservedAsync(JournalEntry entry, OpenRequest request, Func<Task<PreparedRequest>> prepare, IStepLog log, CancellationToken ct)
        => SubmitNewAsync(entry, request, prepare, log, ct);

    /// <summary>Submits that a killed process left open become indeterminate, with their candidates, so that they show.</summary>
    public async Task RecoverAsync(IStepLog log, CancellationToken ct)
    {
        var open = await journal.FindInterruptedAsync(bundle.Contract.Hours("task.valid.hours"), ct);
        foreach (var seen in open.Where(entry => entry.Task.Endpoint == bundle.Endpoint && entry.Task.Profile == bundle.Profile.Name))
        {
            // A process may have noted its task and ended between the look at its row and the look at itself. Now its row is final.
            if (await journal.FindAsync(seen.LocalId, ct) is not { Task.State: WanTaskState.Submitting } entry)
            {
                continue;
            }

            if (entry.Task.SubmittedAt is null)
            {
                await journal.UpdateAsync(entry.LocalId, LostSubmits.NeverSent(), CancellationToken.None);
                continue;
            }

            var found = await lost.MarkAsync(entry, LostSubmits.Interrupted(entry), ct);
            log.Warning($"A submit of {entry.CreatedAt.ToLocalTime():g}{OpenSubmitWords.Of(entry)} was interrupted before its answer came; {OpenSubmitWords.Describe(found.Task.Candidates)}.");
        }
    }

    /// <summary>Notes the job. What processes that are gone had reserved and never sent does not stand in its way.</summary>
    private async Task<Reservation> ReserveAsync(JournalDraft draft, IStepLog log, CancellationToken ct)
    {
        try
        {
            return await journal.ReserveAsync(draft, ct);
        }
        catch (WanException reached) when (reached.Error.ErrorId == ErrorIds.BudgetReached)
        {
            await RecoverAsync(log, ct);
            return await journal.ReserveAsync(draft, ct);
        }
    }

    /// <summary>The new task; null when it was cut off and shall be submitted again.</summary>
    private async Task<WanTask?> SubmitNewAsync(JournalEntry entry, OpenRequest open, Func<Task<PreparedRequest>> prepare, IStepLog log, CancellationToken ct)
    {
        PreparedRequest prepared;
        try
        {
            // Before the inputs are made fetchable, which they are for a while only.
            await _open.WaitAsync(entry, log, ct);
            prepared = await prepare();
            ct.ThrowIfCancellationRequested();
        }
        catch (Exception unsent)
        {
            await journal.UpdateAsync(entry.LocalId, unsent is WanException failed ? LostSubmits.NeverSent() with { State = WanTaskState.Failed, Error = failed.Error } : LostSubmits.NeverSent(), CancellationToken.None);
            throw;
        }

        SubmitAnswer answer;
        try
        {
            answer = await provider.SubmitAsync(prepared, new NotedDeparture(journal, entry.LocalId, time, () => provider.ClockOffset), ct);
        }
        catch (WanException cut) when (cut.Error.Retry == WanRetry.Ambiguous)
        {
            return await lost.DecideAsync(await lost.MarkAsync(entry, cut.Error, ct), open, log, ct, cut);
        }
        catch (WanException refused)
        {
            await journal.UpdateAsync(entry.LocalId, new JournalUpdate { State = WanTaskState.Failed, Error = refused.Error, RequestId = refused.Error.RequestId }, CancellationToken.None);
            throw;
        }
        catch (OperationCanceledException)
        {
            // Canceled while it waited for its turn: the body had not left, or the transport would have said otherwise.
            await journal.UpdateAsync(entry.LocalId, LostSubmits.NeverSent(), CancellationToken.None);
            throw;
        }

        return await NoteAcceptedAsync(entry, answer, log);
    }

    private async Task<WanTask> NoteAcceptedAsync(JournalEntry entry, SubmitAnswer answer, IStepLog log)
    {
        try
        {
            var submitted = await journal.MarkSubmittedAsync(entry.LocalId, answer.TaskId, answer.RequestId, CancellationToken.None);
            log.Verbose($"Task {answer.TaskId} was accepted, request {answer.RequestId}.");
            return submitted.Task with { ProviderStatus = answer.Status };
        }
        catch (WanException unnoted)
        {
            // The row stays as it is, sent and without an answer, so that the task is found as its candidate once the journal works again.
            var error = unnoted.Error with
            {
                Message = $"Task {answer.TaskId}{OpenSubmitWords.Of(entry)} was accepted and is billed, but its id could not be noted: {unnoted.Error.Message}",
                RequestId = answer.RequestId,
                Retry = WanRetry.Ambiguous,
            };
            throw new WanException(error, unnoted) { Bundle = entry.Task, TaskId = answer.TaskId };
        }
    }

    /// <summary>The task that a key stands for, or none and the row that says that it may be submitted anew after all.</summary>
    private async Task<(WanTask? Task, JournalEntry Entry)> SettleExistingAsync(JournalEntry entry, OpenRequest open, IStepLog log, CancellationToken ct)
    {
        while (entry.Task.State == WanTaskState.Submitting)
        {
            if (lost.IsLost(entry))
            {
                entry = await journal.FindAsync(entry.LocalId, ct) ?? entry;
                if (entry.WasNeverSent)
                {
                    return (null, entry);
                }

                // Sent by a process that was killed before the answer came; what was never sent, the journal gives out anew by itself.
                entry = await lost.MarkAsync(entry, LostSubmits.Interrupted(entry), ct);
                break;
            }

            log.Verbose($"Another process submits {LostSubmits.JobOf(entry)} right now; waiting for its task.");
            await Task.Delay(LookAgain, time, ct);
            if (await journal.FindAsync(entry.LocalId, ct) is not { } seen || seen.WasNeverSent || (seen.CameToNothing && seen.Task.TaskId is null))
            {
                return (null, entry);
            }

            entry = seen;
        }

        if (entry.Task.State == WanTaskState.Indeterminate)
        {
            entry = await lost.MarkAsync(entry, entry.Task.Error ?? LostSubmits.Interrupted(entry), ct);
            return (await lost.DecideAsync(entry, open, log, ct), entry);
        }

        if (entry.CameToNothing)
        {
            return await ReviveAsync(entry, log, ct);
        }

        log.Verbose($"{OpenSubmitWords.Capital(LostSubmits.JobOf(entry))} is handed out again: {entry.Task.State}, task {entry.Task.TaskId}.");
        return (entry.Task, entry);
    }

    /// <summary>Whatever the journal says of a task, its id is asked for once, at no cost, before its key is paid for anew.</summary>
    private async Task<(WanTask? Task, JournalEntry Entry)> ReviveAsync(JournalEntry entry, IStepLog log, CancellationToken ct)
    {
        WanTask task;
        try
        {
            task = await _look.LookAsync(entry.Task, ct);
        }
        catch (WanException unknown) when (unknown.Error.ErrorId == ErrorIds.TaskDoubted && entry.Task.State != WanTaskState.Expired)
        {
            // It was clearly said to have come to nothing, and no other word is to be had.
            return (null, entry);
        }

        entry = entry with { Task = task };
        if (entry.CameToNothing)
        {
            return (null, entry);
        }

        log.Warning($"{OpenSubmitWords.Capital(LostSubmits.JobOf(entry))} was noted as having come to nothing, but its task {task.TaskId} {Life(task)}: it is handed out again, and nothing is submitted.");
        return (task, entry);
    }

    /// <summary>-Force is the user's own word; what it costs is said all the same where the old task was thought to be over.</summary>
    private async Task WarnOfLivingAsync(JournalDraft draft, IStepLog log, CancellationToken ct)
    {
        if (draft.JobKey is not { } key
            || await journal.FindByJobKeyAsync(draft.Bundle.Profile ?? string.Empty, key, ct) is not { Task: { TaskId: not null, State: not (WanTaskState.Completed or WanTaskState.Stored) } } entry)
        {
            return;
        }

        WanTask task;
        try
        {
            task = await _look.LookAsync(entry.Task, ct);
        }
        catch (WanException)
        {
            // It was asked for; the user's word does not depend on the answer.
            return;
        }

        if (!(entry with { Task = task }).CameToNothing)
        {
            log.Warning($"{OpenSubmitWords.Capital(LostSubmits.JobOf(entry))} is submitted anew as asked (-Force), although its task {task.TaskId} {Life(task)}: both are billed.");
        }
    }

    private static string Life(WanTask task) => task.State == WanTaskState.Completed ? "has succeeded" : $"lives ({task.ProviderStatus})";

    private JournalDraft DraftOf(RouteRequest request, SubmitOptions options, BilledForecast forecast, IReadOnlyList<IBudget> budgets, IReadOnlyList<string> warnings) => new()
    {
        Bundle = bundle.Show(request.Route, request.Model),
        JobKey = options.JobKey,
        Prompt = request.Prompt,
        Request = request.Describe(bundle.Contract),

        // Without a key too: should the answer be lost, jobs that are the same may have each other's tasks.
        RequestHash = RequestIdentity.Of(request),
        EarlierHashes = options.JobKey is null ? [] : RequestIdentity.EarlierOf(request, bundle.Contract),
        Expected = request.Expect(bundle.Contract),
        Window = _open.WindowOf(request.Model),
        Forecast = forecast,
        Budgets = budgets,
        Run = options.RunBudget?.Run,
        PreflightSkipped = options.SkipPreflight,
        Warnings = warnings,
        Force = options.Force,
    };
}
