using Wan27.Engine.Contract;
using Wan27.Engine.Logging;

namespace Wan27.Engine.Results;

/// <summary>
/// Stores all results of a task or picture: looks at the task first where its URLs are not at hand, keeps what is stored already, and
/// notes in the journal when everything is in place.
/// </summary>
internal sealed class ResultSaver(ResultStore store, ResultPlanner planner, SemaphoreSlim workers, ContractView contract, RunLog log, TimeProvider time)
{
    // Long enough for any clip within the routes' limits on a slow line.
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);

    /// <summary>Stores one picture of a synchronous call.</summary>
    public async Task SaveAsync(WanImageResult picture, SaveOptions options, ISaveSink sink, CancellationToken ct)
    {
        Warn(picture.UrlExpiresAt, picture.ImageUrl.Split('?')[0], sink);
        await StoreAsync(planner.For(picture, options), sink, static _ => Task.CompletedTask, ct);
    }

    /// <summary>Stores all results of a task; each is handed out as it is in place.</summary>
    /// <param name="tasks">For a fresh look and the journal; null where the profile cannot be used, and the URLs at hand must do.</param>
    /// <param name="task">A completed or stored task.</param>
    /// <param name="options">Where to.</param>
    /// <param name="sink">Takes assets, errors and progress.</param>
    /// <param name="ct">Stops; parts stay for the next time.</param>
    public async Task SaveAsync(IResultTasks? tasks, WanTask task, SaveOptions options, ISaveSink sink, CancellationToken ct)
    {
        var isFalse = new List<FalseFile>();
        if (!options.Force && task.Files.Count > 0 && await StoredAssets.ReadAsync(task, isFalse, ct) is { } assets)
        {
            foreach (var asset in assets)
            {
                if (!ResultFolder.Holds(options.Directory, asset.Path))
                {
                    sink.Warning($"The result of task {task.TaskId} is stored as '{asset.Path}' already, and not put into '{options.Directory}'; -Force downloads it anew.");
                }

                sink.Added();
                log.Stored(asset);
                await sink.StoredAsync(asset);
            }

            return;
        }

        try
        {
            task = await WithUrlsAsync(tasks, task, ct);
        }
        catch (WanException gone) when (isFalse is [var first, ..])
        {
            throw first.Explain(gone);
        }

        Warn(task.UrlExpiresAt, $"task {task.TaskId}", sink);
        var plans = planner.For(task, options, tasks is null ? null : async token => (await tasks.RefreshAsync(task, token)).ResultUrls);
        var files = new List<string>();
        await Task.WhenAll(plans.Select(plan => StoreAsync(plan, sink, NoteAsync, ct, isFalse.Find(file => file.Index == plan.Source.Index))));

        // In the journal before anybody sees it: a kill in between must not make a stored file look lost.
        async Task NoteAsync(StoredFile stored)
        {
            string[] known;
            lock (files)
            {
                files.Add(stored.Path);
                known = [.. files];
            }

            if (tasks is not null)
            {
                await tasks.NoteStoredAsync(task, known, complete: known.Length == plans.Count, CancellationToken.None);
            }
        }
    }

    /// <summary>The task with the URLs of its results.</summary>
    private static async Task<WanTask> WithUrlsAsync(IResultTasks? tasks, WanTask task, CancellationToken ct)
    {
        if (task.ResultUrls.Count == 0 && tasks is not null)
        {
            // A row of the journal has no URLs; a stored file that is gone or changed is fetched again while the provider has it.
            task = await tasks.RefreshAsync(task, ct);
        }

        return task.ResultUrls.Count > 0
            ? task
            : throw (task.Error is { } gone
                ? new WanException(gone)
                : StorageErrors.NoResult(task.TaskId, task.State));
    }

    private async Task StoreAsync(ResultPlan plan, ISaveSink sink, Func<StoredFile, Task> note, CancellationToken ct, FalseFile? isFalse = null)
    {
        sink.Added();
        await workers.WaitAsync(ct);
        StoredFile stored;
        try
        {
            stored = await SaveInTurnAsync(plan, sink, ct);
        }
        catch (WanException refused)
        {
            var failed = isFalse?.Explain(refused) ?? refused;
            log.Failed(failed.Error, plan.Bundle, plan.Target.Naming.TaskId, plan.Target.Naming.JobKey);
            await sink.FailedAsync(failed);
            return;
        }
        finally
        {
            workers.Release();
        }

        if (isFalse is not null && isFalse.Path != stored.Path && File.Exists(isFalse.Path))
        {
            sink.Warning(isFalse.MovedTo(stored.Path));
        }

        await note(stored);
        var asset = plan.ToAsset(stored);
        log.Stored(asset);
        await sink.StoredAsync(asset);
    }

    /// <summary>A file that another process is storing right now is waited for, and then found stored.</summary>
    private async Task<StoredFile> SaveInTurnAsync(ResultPlan plan, ISaveSink sink, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await store.SaveAsync(plan.Source, plan.Target, sink.OneFile(), ct);
            }
            catch (WanException busy) when (busy.Error.ErrorId == ErrorIds.InUse && time.GetElapsedTime(began) < LongestTurn)
            {
                await Task.Delay(LookAgain, time, ct);
            }
        }
    }

    private void Warn(DateTimeOffset? expires, string what, ISaveSink sink)
    {
        if (expires is { } end && end - time.GetUtcNow() is var left && left > TimeSpan.Zero && left < contract.Hours("result.expiry.warning.hours"))
        {
            sink.Warning($"The result of {what} dies in {left.TotalMinutes:0} minutes ({end.ToLocalTime():t}).");
        }
    }
}
