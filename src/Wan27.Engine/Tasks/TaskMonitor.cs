using System.Collections.Concurrent;
using Wan27.Engine.Contract;
using Wan27.Engine.Providers;

namespace Wan27.Engine.Tasks;

/// <summary>
/// Watches tasks until they end. All waits of a process share it, so that the pace of each follows from how many share the account's
/// query budget. A look that fails is a missed look, never a failed task.
/// </summary>
internal sealed class TaskMonitor(TimeProvider time)
{
    // Refusals that no patience mends, such as a key of another region, end the wait after this many in a row.
    private const int RefusalsInARow = 3;

    private const int MissesWorthSaying = 3;

    private static readonly TimeSpan LongestMiss = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, int> _watched = new();

    /// <summary>Returns the ended task. Throws only when the provider refuses to be asked, or on cancellation.</summary>
    public async Task<WanTask> WatchAsync(WatchedAccount account, WanTask task, TimeSpan? interval, Action<WanTask> changed, Action<string> trouble, CancellationToken ct)
    {
        _watched.AddOrUpdate(account.Account, 1, static (_, count) => count + 1);
        try
        {
            return await PollAsync(account, task, new PollPlan(account.Contract, task.Route, interval), changed, trouble, ct);
        }
        finally
        {
            _watched.AddOrUpdate(account.Account, 0, static (_, count) => count - 1);
        }
    }

    private async Task<WanTask> PollAsync(WatchedAccount account, WanTask task, PollPlan plan, Action<WanTask> changed, Action<string> trouble, CancellationToken ct)
    {
        var (refusals, misses) = (0, 0);
        var doubt = new TaskDoubt(account.Contract, task.State);
        var (isDoubted, isTold, isWordTold) = (false, false, false);
        var age = AgeNow();
        TaskAnswer? empty = null;
        TimeSpan? due = null;
        while (empty is null)
        {
            var planned = isDoubted ? account.Contract.Seconds("retry.delay.first.seconds") : plan.Next(Load(account), Random.Shared.NextDouble());
            await RestAsync(account, task, due ?? planned, ct);
            due = null;
            try
            {
                if (!isDoubted && account.Board is { } board && task.SubmitId is { } row)
                {
                    var turn = await board.TakeAsync(row, task.State, plan.Pace, ct);
                    if (turn.News is { } seen)
                    {
                        task = seen.Task;
                        changed(task);
                        if (task.IsFinished)
                        {
                            return task;
                        }
                    }

                    if (!turn.IsOurs)
                    {
                        due = turn.DueIn;
                        continue;
                    }
                }

                isDoubted = false;
                var answer = await account.PollAsync(TaskAddress.Of(task), ct);
                (refusals, misses) = (0, 0);
                var old = Age();
                var verdict = doubt.Judge(answer, old);
                if (answer.IsWordUnknown && !isWordTold)
                {
                    isWordTold = true;
                    trouble($"Task {task.TaskId} is said to be '{answer.Status}', a word that this module does not know. The wait goes on.");
                }

                if (verdict == TaskVerdict.Unbelievable && !isTold)
                {
                    isTold = true;
                    trouble($"{doubt.Explain(task, old!.Value, null).Message} The wait goes on.");
                }

                if (verdict == TaskVerdict.NoResult)
                {
                    task = await account.NoteAsync(TaskStates.Apply(task, answer) with { State = WanTaskState.Polling }, ct);
                    empty = answer;
                    continue;
                }

                if (verdict != TaskVerdict.Believed)
                {
                    isDoubted = verdict == TaskVerdict.AskAgain;
                    continue;
                }

                task = await account.NoteAsync(TaskStates.Apply(task, answer), ct);
                changed(task);
                if (task.IsFinished)
                {
                    return task;
                }
            }
            catch (WanException failed) when (failed.Error.Retry is WanRetry.Safe or WanRetry.Ambiguous or WanRetry.Once || ++refusals < RefusalsInARow)
            {
                if (++misses == MissesWorthSaying)
                {
                    trouble($"Task {task.TaskId} could not be looked at {misses} times in a row: {failed.Message} The wait goes on.");
                }

                if (misses % MissesWorthSaying == 0 && await EndOfAsync(account, task, failed.Error, ct) is { } ended)
                {
                    changed(ended);
                    return ended;
                }

                await Task.Delay(Backoff(account.Contract, misses, failed), time, ct);
            }
        }

        throw TaskDoubt.ExplainNoResult(task, empty);

        // A change of the wall clock during the wait must not make a task look old.
        TimeSpan? Age()
        {
            age ??= AgeNow();
            return age is var (then, at) ? then + time.GetElapsedTime(at) : null;
        }

        (TimeSpan Then, long At)? AgeNow() => task.SubmittedAt is { } submitted ? (time.GetUtcNow() - submitted, time.GetTimestamp()) : null;
    }

    /// <summary>
    /// A flat error in a good answer is mostly a look that failed, and may be how a task tells its failure (contract section 2.3). Once it
    /// is said again and again, the list, which tells states in words of their own, decides.
    /// </summary>
    private static async Task<WanTask?> EndOfAsync(WatchedAccount account, WanTask task, WanError said, CancellationToken ct)
    {
        if (said is not { Code: not null, HttpStatus: >= 200 and < 300 })
        {
            return null;
        }

        try
        {
            if (await account.ListedAsync(task.TaskId!, ct) is not { State: WanTaskState.Failed } listed)
            {
                return null;
            }

            var error = ProviderRegistry.ErrorsOf(said.Provider)?.OfFailedTask(said.Code, said.ProviderMessage, said.RequestId) ?? said;
            return await account.NoteAsync(TaskStates.Apply(task, new TaskAnswer { State = listed.State, Status = listed.Status!, EndedAt = listed.EndedAt, Error = error }), ct);
        }
        catch (WanException)
        {
            // No witness, no end.
            return null;
        }
    }

    private async Task RestAsync(WatchedAccount account, WanTask task, TimeSpan rest, CancellationToken ct)
        => await (account.Board is { } board && task.SubmitId is { } row ? board.RestAsync(row, rest, ct) : Task.Delay(rest, time, ct));

    private TimeSpan Load(WatchedAccount account)
        => TimeSpan.FromSeconds(_watched.GetValueOrDefault(account.Account) / account.QueryRate);

    private static TimeSpan Backoff(ContractView contract, int misses, WanException failed)
    {
        // A throttle already holds back the account's gate; the pause here is for everything else.
        var first = contract.Seconds("retry.delay.first.seconds");
        var pause = first * Math.Pow(2, Math.Min(misses - 1, 10));
        return failed.Error.Boundary == WanBoundary.Quota ? first : pause < LongestMiss ? pause : LongestMiss;
    }
}
