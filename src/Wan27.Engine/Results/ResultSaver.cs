using Wan27.Engine.Contract;
using Wan27.Engine.Logging;

namespace Wan27.Engine.Results;

/// <summary>
/// Stores all results of a task or picture, in a folder, in a bucket, or in both: looks at the task first where its URLs are not at hand, keeps what
/// is stored already, and notes in the journal when everything is in place.
/// </summary>
internal sealed class ResultSaver(ResultStore store, ResultPlanner planner, SemaphoreSlim workers, ContractView contract, RunLog log, TimeProvider time)
{
    // Long enough for any clip within the routes' limits on a slow line.
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);

    /// <summary>Stores one picture of a synchronous call.</summary>
    public async Task SaveAsync(WanImageResult picture, SaveOptions options, ISaveSink sink, CancellationToken ct, BucketSaver? bucket = null)
    {
        Warn(picture.UrlExpiresAt, picture.ImageUrl.Split('?')[0], sink);
        await StoreAsync(planner.For(picture, options), bucket, null, sink, static _ => Task.CompletedTask, ct);
    }

    /// <summary>Stores all results of a task; each is handed out as it is in place.</summary>
    /// <param name="tasks">For a fresh look and the journal; null where the profile cannot be used, and the URLs at hand must do.</param>
    /// <param name="task">A completed or stored task.</param>
    /// <param name="options">Where to.</param>
    /// <param name="sink">Takes assets, errors and progress.</param>
    /// <param name="ct">Stops; parts stay for the next time.</param>
    /// <param name="bucket">The store of <paramref name="options"/>; null where it has none.</param>
    public async Task SaveAsync(IResultTasks? tasks, WanTask task, SaveOptions options, ISaveSink sink, CancellationToken ct, BucketSaver? bucket = null)
    {
        var (known, turn) = tasks is null || options.Force || task.State == WanTaskState.Stored ? (task, null) : await tasks.TakeSaveAsync(task, ct);
        try
        {
            await SaveInTurnAsync(tasks, known, options, sink, bucket, ct);
        }
        finally
        {
            if (turn is not null)
            {
                await turn.DisposeAsync();
            }
        }
    }

    private async Task SaveInTurnAsync(IResultTasks? tasks, WanTask task, SaveOptions options, ISaveSink sink, BucketSaver? bucket, CancellationToken ct)
    {
        if (!options.Force && bucket is not null && options.Directory is null && task.State == WanTaskState.Stored && await bucket.NotedAsync(task, ct) is { } noted)
        {
            await HandOutAsync(noted, sink);
            return;
        }

        var isFalse = new List<FalseFile>();
        var assets = options.Force ? null : await StoredAssets.ReadAsync(task, isFalse, ct);
        if (assets is not null)
        {
            WarnOfOtherFolder(task, assets, options, sink);
            if (bucket is null)
            {
                await HandOutAsync(assets, sink);
                return;
            }

            // What lies in a folder goes to the bucket from there; its first address is all that is left of the URL.
            task = task.ResultUrls.Count == assets.Count ? task : task with { ResultUrls = [.. assets.Select(static asset => Sidecar.Read(asset.Path!)!.SourceUrl)], VideoUrl = null };
        }

        try
        {
            task = await WithUrlsAsync(tasks, task, ct);
        }
        catch (WanException gone) when (isFalse is [var first, ..])
        {
            throw first.Explain(gone);
        }

        if (assets is null)
        {
            Warn(task.UrlExpiresAt, $"task {task.TaskId}", sink);
        }

        var plans = planner.For(task, options, tasks is null ? null : async token => (await tasks.RefreshAsync(task, token)).ResultUrls);
        var notes = new StoredPlaces(tasks, task, plans.Count * (bucket is null || options.Directory is null ? 1 : 2));
        await Task.WhenAll(plans.Select(plan => StoreAsync(
            plan, bucket, assets?.FirstOrDefault(asset => asset.Index == plan.Source.Index), sink, notes.AddAsync, ct, isFalse.Find(file => file.Index == plan.Source.Index))));
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

    private static void WarnOfOtherFolder(WanTask task, IReadOnlyList<WanAsset> assets, SaveOptions options, ISaveSink sink)
    {
        foreach (var asset in assets.Where(asset => options.Directory is { } folder && !ResultFolder.Holds(folder, asset.Path!)))
        {
            sink.Warning($"The result of task {task.TaskId} is stored as '{asset.Path}' already, and not put into '{options.Directory}'; -Force downloads it anew.");
        }
    }

    private async Task HandOutAsync(IReadOnlyList<WanAsset> assets, ISaveSink sink)
    {
        foreach (var asset in assets)
        {
            sink.Added();
            log.Stored(asset);
            await sink.StoredAsync(asset);
        }
    }

    private async Task StoreAsync(
        ResultPlan plan, BucketSaver? bucket, WanAsset? known, ISaveSink sink, Func<string, Task> note, CancellationToken ct, FalseFile? isFalse = null)
    {
        sink.Added();
        await workers.WaitAsync(ct);
        WanAsset asset;
        try
        {
            asset = await StoreEverywhereAsync(plan, bucket, known, sink, note, isFalse, ct);
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

        log.Stored(asset);
        await sink.StoredAsync(asset);
    }

    /// <summary>
    /// The folder first, the bucket from there. Each place is in the journal before anybody sees it: a kill in between must not make a stored result
    /// look lost.
    /// </summary>
    private async Task<WanAsset> StoreEverywhereAsync(
        ResultPlan plan, BucketSaver? bucket, WanAsset? known, ISaveSink sink, Func<string, Task> note, FalseFile? isFalse, CancellationToken ct)
    {
        StoredFile? file = null;
        if (known is not null)
        {
            file = new StoredFile
            {
                Path = known.Path!,
                Length = known.Length,
                Sha256 = known.Sha256,
                MediaType = known.MediaType,
                StoredAt = known.StoredAt,
                SourceUrl = plan.Source.Url,
                AlreadyStored = true,
            };
        }
        else if (plan.Target.Directory is not null)
        {
            file = await InTurnAsync(() => store.SaveAsync(plan.Source, plan.Target, sink.OneFile(), ct), ct);
            if (isFalse is not null && isFalse.Path != file.Path && File.Exists(isFalse.Path))
            {
                sink.Warning(isFalse.MovedTo(file.Path));
            }
        }

        if (file is not null && plan.Target.Directory is not null)
        {
            await note(file.Path);
        }

        if (bucket is null)
        {
            return plan.ToAsset(file);
        }

        var stored = await InTurnAsync(() => bucket.SaveAsync(plan.Source, plan.Target, file, sink.OneFile(), ct), ct);
        await note(stored.Uri);
        return plan.ToAsset(plan.Target.Directory is null ? null : file, stored);
    }

    /// <summary>A result that another process is storing right now is waited for, and then found stored.</summary>
    private async Task<T> InTurnAsync<T>(Func<Task<T>> save, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await save();
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
