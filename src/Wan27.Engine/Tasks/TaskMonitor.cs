using System.Collections.Concurrent;
using Wan27.Engine.Contract;

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
        string? doubt = null;

        // A change of the wall clock during the wait must not make a task look old.
        var begun = time.GetTimestamp();
        var ageThen = time.GetUtcNow() - task.SubmittedAt;
        while (true)
        {
            await Task.Delay(plan.Next(Load(account), Random.Shared.NextDouble()), time, ct);
            try
            {
                var answer = await account.PollAsync(task.TaskId!, ct);
                (refusals, misses) = (0, 0);
                var seen = TaskStates.Apply(task, answer);
                var doubted = doubt;
                doubt = TaskDoubt.Of(answer, account.Contract, ageThen + time.GetElapsedTime(begun));
                if (doubt is not null && doubt != doubted)
                {
                    continue;
                }

                task = await account.NoteAsync(seen, ct);
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

                await Task.Delay(Backoff(account.Contract, misses, failed), time, ct);
            }
        }
    }

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
