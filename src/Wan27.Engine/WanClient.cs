using System.Collections.Concurrent;
using System.Globalization;
using Wan27.Engine.Checking;
using Wan27.Engine.Contract;
using Wan27.Engine.Logging;
using Wan27.Engine.Profiles;
using Wan27.Engine.Providers;
using Wan27.Engine.Records;
using Wan27.Engine.Results;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.Image;
using Wan27.Engine.Stores;
using Wan27.Engine.Tasks;
using Wan27.Engine.Tasks.Evidence;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine;

/// <summary>One bundle, and what can be done under it.</summary>
internal sealed class WanClient : IResultTasks
{
    private readonly EngineHost _host;
    private readonly ITaskJournal _journal;
    private readonly TaskSubmitter _submitter;
    private readonly PictureCalls _calls;
    private readonly BudgetDesk _budgets;
    private readonly SubmitFollower? _follower;
    private readonly TaskNews _news;
    private readonly WatchedAccount _watched;
    private readonly TaskLook _look;
    private readonly Lazy<Task> _recovery;
    private readonly HeldKeys _held;
    private readonly ConcurrentDictionary<string, WanTask> _started = new(StringComparer.Ordinal);
    private readonly Preflight _preflight;
    private readonly RequestInputs _inputs;
    private readonly PriceShelf _prices;

    public WanClient(EngineHost host, Bundle bundle, IStepLog log)
    {
        _host = host;
        Bundle = bundle;
        Log = host.LogOf(bundle.Profile.LogPath, bundle.Key, bundle.Contract, log);
        Log.Open();
        var journal = host.Journals.For(log.Warning);
        _journal = Log.IsKept ? new LoggedJournal(journal, Log) : journal;
        Provider = host.ProviderOf(bundle.Profile.Provider).Connect(new ProviderConnection(host.Watched(bundle.Profile.Proxy, bundle.Key, log), bundle, host.Time, host.Gate, host.Uploads));
        _inputs = new RequestInputs(host.Uploading, Provider, bundle, Log);
        var desk = Provider.Evidence is { } reader ? new EvidenceDesk(reader, Provider, _journal, bundle, host.Time) : null;
        var lost = new LostSubmits(_journal, bundle, host.Time, desk, host.OpenRequests);
        _submitter = new TaskSubmitter(Provider, _journal, bundle, host.Time, lost);
        _calls = new PictureCalls(_journal, bundle);
        _budgets = new BudgetDesk(host, bundle);
        _follower = desk is null ? null : new SubmitFollower(desk, _submitter, lost, host.OpenRequests, _journal, bundle, host.Time);
        Settlement = new SubmitSettlement(desk, lost, _journal, bundle);
        _news = new TaskNews(_journal, bundle);
        _watched = new WatchedAccount(bundle.Account, bundle.QueryRate, bundle.Contract, Provider.PollAsync, ListedAsync, _news.NoteAsync, host.Journals.Shared?.Board);
        _look = new TaskLook(Provider, _news, bundle.Contract, host.Time);
        _preflight = new Preflight(host.Time);
        _prices = new PriceShelf(bundle.Profile, bundle.Contract, host.Time);
        _held = new HeldKeys(key => host.Journals.Held(bundle.Profile.Name, key));
        _recovery = new Lazy<Task>(() => _submitter.RecoverAsync(log, CancellationToken.None));
    }

    public Bundle Bundle { get; }

    public IProvider Provider { get; }

    /// <summary>Whether pictures can be had without a task. Where they cannot, nothing of such a call could be looked up.</summary>
    public bool MakesPicturesInOneCall => Bundle.Provider.MakesPicturesInOneCall;

    /// <summary>The log of the profile.</summary>
    public RunLog Log { get; }

    private SubmitSettlement Settlement { get; }

    /// <summary>
    /// Holds a request against every rule, once. Nothing is sent, and the journal is neither made nor changed, so that a dry run asks the same.
    /// </summary>
    /// <exception cref="WanException"><c>PreflightFailed</c> of the boundary that the findings have; a model of another generation.</exception>
    public Task<JudgedRequest> JudgeAsync(RouteRequest asked, SubmitOptions options, CancellationToken ct)
    {
        var request = asked.For(Bundle.Contract);
        return Under(request.Route, request.Model, null, async () =>
        {
            if (options.SkipPreflight)
            {
                // The checks may be skipped; a body that the model cannot read, or that lacks what was asked for, must not be sent all the same.
                RouteModels.RefuseForeign(request.Model, Bundle.Contract.Data);
                PreflightGate.Ensure(request, ProviderRules.Unsendable(request, Bundle.Contract));
            }

            request = await RequestInputs.SeenAsync(request, ct);
            var found = options.SkipPreflight ? null : await _preflight.CheckAsync(request, Bundle.Contract, PreflightOptions.Headers with { Service = Bundle.BaseAddress, Uploads = UploadStores.PlaceOf(Bundle.Profile) }, ct);
            if (found?.Refusal is { } refusal)
            {
                throw refusal;
            }

            var billed = found?.Billed ?? request.Forecast(Bundle.Contract);
            var judged = new JudgedRequest(request, options, found, HeldBy(options), billed) { Cost = _prices.CostOf(request, billed) };
            PreflightGate.Ensure(request, judged.VerdictOf(judged.Held is not null)?.Checks ?? []);
            return judged;
        }, options.JobKey);
    }

    /// <summary>Reads the keys of the store that local files go to, on the thread that may ask a vault.</summary>
    /// <exception cref="WanException">There is no such store, or its keys cannot be read.</exception>
    public void OpenUploadStore(Func<KeySource, string?> readSecret, IStepLog log) => _inputs.OpenStore(readSecret, log);

    /// <summary>Uploads, asks, and gives one result per picture; where the request is for a task, creates it and waits for its end.</summary>
    public Task<IReadOnlyList<WanImageResult>> GenerateAsync(JudgedRequest judged, IStepLog log, CancellationToken ct)
        => ((ImageRequest)judged.Request).IsAsync || !MakesPicturesInOneCall ? MakeByTaskAsync(judged, log, ct) : Under<IReadOnlyList<WanImageResult>>(judged.Request.Route, judged.Request.Model, null, async () =>
        {
            var warnings = Admit(judged, isHandedOut: false, log, ct);
            var request = (ImageRequest)judged.Request;
            var budgets = _budgets.Open(judged.Options);
            if (budgets.Count > 0)
            {
                // What processes that are gone had reserved and never sent does not stand in its way.
                await _recovery.Value.WaitAsync(ct);
            }

            PreparedRequest? sent = null;
            ImageAnswer answer;
            try
            {
                answer = await _calls.MakeAsync(
                    request, judged.Options, judged.Billed, budgets, () => _inputs.PrepareAsync(request, log, ct), prepared => Provider.GenerateAsync(sent = prepared, ct), log, ct);
            }
            catch (WanException lost) when (sent is not null && lost.Error.Retry == WanRetry.Ambiguous)
            {
                // What was lost says how; that nothing can be looked up is what the user must know.
                var error = AsyncErrors.PicturesLost(lost.Message, lost).Error.CausedBy(lost.Error);
                throw new WanException(error, lost) { Exchange = lost.Exchange };
            }

            log.Verbose($"{Counted.Of(answer.Pictures.Count, "picture")} came, request {answer.RequestId}.");
            var pictures = ToResults(request, judged.Options, warnings, answer, task: null);
            pictures.ForEach(Log.Picture);
            return pictures;
        });

    /// <summary>Notes, uploads and creates a task; or hands out the one that its job key stands for.</summary>
    public Task<WanTask> StartAsync(JudgedRequest judged, IStepLog log, CancellationToken ct)
        => Under(judged.Request.Route, judged.Request.Model, null, async () =>
        {
            var (request, options) = (judged.Request, judged.Options);
            var warnings = Admit(judged, await IsHandedOutAsync(options, ct), log, ct);
            var budgets = _budgets.Open(options);
            await _recovery.Value.WaitAsync(ct);

            // A submit that is repeated at the user's word sends the very same body.
            var prepared = new Lazy<Task<PreparedRequest>>(() => _inputs.PrepareAsync(request, log, ct));
            var task = await _submitter.SubmitAsync(request, options, judged.Billed, budgets, warnings, () => prepared.Value, log, ct);
            if (options.JobKey is { } key)
            {
                _started[key] = task;
            }

            // The journal keeps no signed URLs; a finished job that is handed out again should be as usable as a fresh one.
            return task is { State: WanTaskState.Completed, ResultUrls.Count: 0 } ? await RefreshAsync(task, ct) : task;
        }, judged.Options.JobKey);

    /// <summary>One look at a task.</summary>
    public Task<WanTask> RefreshAsync(WanTask task, CancellationToken ct)
        => Under(task.Route, task.Model, task.TaskId, () => _look.LookAsync(task, ct));

    /// <summary>True as long as the provider keeps the ids of tasks of that age.</summary>
    public bool MayStillBeKnown(WanTask task) => _host.Time.GetUtcNow() - task.SubmittedAt < Bundle.Contract.Hours("task.valid.hours");

    /// <summary>A task by its id: as the journal knows it, or, when it does not, as the provider does.</summary>
    public Task<WanTask> FindAsync(string taskId, bool refresh, CancellationToken ct)
        => Under(null, null, taskId, async () =>
        {
            if (await _journal.FindByTaskIdAsync(taskId, Bundle.Endpoint, ct) is { } entry)
            {
                return refresh ? await RefreshAsync(entry.Task, ct) : entry.Task;
            }

            var found = await RefreshAsync(await FromListAsync(taskId, ct), ct);
            return found.State == WanTaskState.Expired ? throw new WanException(found.Error!) : found;
        });

    /// <summary>The provider's recent tasks; those of the journal as the journal knows them.</summary>
    public Task<IReadOnlyList<WanTask>> ListAsync(TaskListQuery query, CancellationToken ct)
        => Under<IReadOnlyList<WanTask>>(null, query.Model, null, async () =>
        {
            var tasks = new List<WanTask>();
            foreach (var row in await Provider.ListAsync(query, ct))
            {
                var known = (await _journal.FindByTaskIdAsync(row.TaskId, Bundle.Endpoint, ct))?.Task ?? FromList(row.TaskId, row);
                tasks.Add(known.State is WanTaskState.Stored
                    ? known
                    : known with { State = row.State, ProviderStatus = row.Status, SubmittedAt = row.CreatedAt, ScheduledAt = row.StartedAt, EndedAt = row.EndedAt });
            }

            return tasks;
        });

    /// <summary>Follows a task to its end.</summary>
    public Task<WanTask> WaitAsync(WanTask task, TimeSpan? interval, Action<WanTask> changed, IStepLog log, CancellationToken ct)
        => Under(task.Route, task.Model, task.TaskId, async () =>
        {
            if (task.TaskId is null)
            {
                task = await FollowAsync(task, interval, changed, log, ct);
                changed(task);
                if (task.IsFinished)
                {
                    return task is { State: WanTaskState.Completed, ResultUrls.Count: 0 } ? await RefreshAsync(task, ct) : task;
                }
            }

            if (task.Route is null)
            {
                task = (await _journal.FindByTaskIdAsync(task.TaskId!, Bundle.Endpoint, ct))?.Task ?? await FromListAsync(task.TaskId!, ct);
            }

            return await _host.Monitor.WatchAsync(_watched, task, interval, changed, log.Warning, ct);
        });

    /// <summary>The submits of the profile whose answer was lost, with the evidence of now; none of them is changed but for what is known of it.</summary>
    /// <param name="jobKey">Only the one of this job.</param>
    /// <param name="submitId">Only this one.</param>
    /// <param name="ct">Stops.</param>
    public Task<IReadOnlyList<LostSubmit>> LostAsync(string? jobKey, string? submitId, CancellationToken ct)
        => Under<IReadOnlyList<LostSubmit>>(null, null, null, async () =>
        {
            var named = jobKey is null && submitId is null ? null : await RowOfAsync(submitId, jobKey, ct);
            var open = await Settlement.OpenAsync(ct);
            if (named is not null && open.All(row => row.LocalId != named.LocalId))
            {
                throw AsyncErrors.SubmitNotOpen(OpenSubmitWords.Of(named), named.Task.State, named.Task.TaskId);
            }

            var shown = new List<LostSubmit>();
            foreach (var row in open.Where(row => named is null || row.LocalId == named.LocalId))
            {
                shown.Add(await Settlement.ShowAsync(row, ct));
            }

            return shown;
        }, jobKey);

    /// <summary>Gives a submit its proven task, or frees it where it was never accepted; else the task as it is.</summary>
    public Task<WanTask> SettleAsync(LostSubmit lost, IStepLog log)
        => Under(lost.Task.Route, lost.Task.Model, null, async () => await Settlement.SettleAsync(lost, log) ?? lost.Task, lost.Task.JobKey);

    /// <summary>Gives a submit a task at its user's word; against evidence only by force.</summary>
    public Task<WanTask> BindAsync(LostSubmit lost, string taskId, bool force)
        => Under(lost.Task.Route, lost.Task.Model, taskId, () => Settlement.BindAsync(lost, taskId, force), lost.Task.JobKey);

    /// <summary>Frees a submit at its user's word.</summary>
    public Task<WanTask> FreeAsync(LostSubmit lost) => Under(lost.Task.Route, lost.Task.Model, null, () => Settlement.FreeAsync(lost), lost.Task.JobKey);

    /// <summary>What became of a submit whose answer was lost.</summary>
    private async Task<WanTask> FollowAsync(WanTask task, TimeSpan? interval, Action<WanTask> changed, IStepLog log, CancellationToken ct)
        => _follower is null
            ? throw AsyncErrors.TaskHasNoId(task.State)
            : await _follower.FollowAsync((await RowOfAsync(task.SubmitId, task.JobKey, ct)).LocalId, interval, request => _inputs.PrepareAsync(request, log, ct), changed, log, ct);

    /// <summary>The row that stands for a submit.</summary>
    private async Task<JournalEntry> RowOfAsync(string? submitId, string? jobKey, CancellationToken ct)
        => submitId is not null ? await _journal.FindAsync(submitId, ct) ?? throw AsyncErrors.TaskForgotten(submitId)
            : jobKey is not null ? await _journal.FindByJobKeyAsync(Bundle.Profile.Name, jobKey, ct) ?? throw AsyncErrors.SubmitNotOpenAndNotKnown($"of job '{jobKey}'", Bundle.Profile.Name)
            : throw AsyncErrors.SubmitNotOpenAndNotNamed();

    public async Task<(WanTask Task, IAsyncDisposable? Turn)> TakeSaveAsync(WanTask task, CancellationToken ct)
        => _host.Journals.Shared is { } shared && task.SubmitId is { } row ? await shared.Saves.TakeAsync(row, task, ct) : (task, null);

    public Task<WanTask> NoteStoredAsync(WanTask task, IReadOnlyList<string> files, bool complete, CancellationToken ct) => _news.NoteStoredAsync(task, files, complete, ct);

    /// <summary>Cancels a task and looks at it once more, unless the answer said already how it is.</summary>
    public Task<WanTask> CancelAsync(WanTask task, IStepLog log, CancellationToken ct)
        => Under(task.Route, task.Model, task.TaskId, async () =>
        {
            var answer = await Provider.CancelAsync(TaskAddress.Of(task), ct);
            if (answer.Note is { } note)
            {
                log.Warning(note);
            }

            return answer.Ended is { } ended ? await _news.NoteAsync(TaskStates.Apply(task, ended), ct) : await RefreshAsync(task, ct);
        });

    public Task<WanPublishedMedia> PublishAsync(string path, string model, IStepLog log, CancellationToken ct)
        => Under(Bundle.Contract.Data.FindModel(model)?.Route, model, null, async () =>
        {
            RouteModels.RefuseForeign(model, Bundle.Contract.Data);
            var uploaded = await _inputs.UploadAsync(path, model, log, ct);
            var shown = Bundle.Show(Bundle.Contract.Data.FindModel(model)?.Route, model);
            return new WanPublishedMedia
            {
                Url = uploaded.Url,
                ExpiresAt = uploaded.ExpiresAt,
                Path = path,
                Length = uploaded.Length,
            }.Under(shown);
        });

    /// <summary>The same into the profile's own store, for any model and without an end.</summary>
    public Task<WanPublishedMedia> PublishAsync(string path, IStepLog log, CancellationToken ct)
        => Under(null, null, null, async () =>
        {
            var publisher = _host.Uploading.Of(Bundle.Profile, log);
            return UploadStores.Show(publisher, path, await _inputs.PutAsync(publisher, path, model: null, log, ct)).Under(Bundle.Show());
        });

    /// <summary>True for a job key that stands for a task: it will be handed out, and its inputs are not sent again.</summary>
    private async Task<bool> IsHandedOutAsync(SubmitOptions options, CancellationToken ct)
        => options is { JobKey: { } key, Force: false }
            && await _journal.FindByJobKeyAsync(Bundle.Profile.Name, key, ct) is { Task: { TaskId: not null, State: not (WanTaskState.Failed or WanTaskState.Canceled or WanTaskState.Expired) } };

    /// <summary>The same as a glance shows it, for the dry run and for whoever is asked; null for a job that would be submitted.</summary>
    private WanTask? HeldBy(SubmitOptions options)
        => options is { JobKey: { } key, Force: false } && (_started.GetValueOrDefault(key) ?? _held.Of(key)) is { State: WanTaskState.Submitted or WanTaskState.Polling or WanTaskState.Completed or WanTaskState.Stored } task ? task : null;

    /// <summary>What the job will be sent with all the same, for its record. The cmdlet has told the user before.</summary>
    private IReadOnlyList<string> Admit(JudgedRequest judged, bool isHandedOut, IStepLog log, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var request = judged.Request;
        log.Verbose($"{request.Route}, {request.Model}, {request.ResolutionText(Bundle.Contract)}, {judged.Billed.Text}{(judged.Cost is { } cost ? $", {cost}" : string.Empty)}: {Bundle}");

        // The journal itself may say otherwise than the glance did: a row that was held then may have gone.
        PreflightGate.Admit(request, judged.VerdictOf(isHandedOut), log);
        return [.. judged.WarningsOf(isHandedOut).Select(static warning => warning.Text)];
    }

    private async Task<ListedTask?> ListedAsync(string taskId, CancellationToken ct)
        => (await Provider.ListAsync(new TaskListQuery { TaskId = taskId }, ct)).FirstOrDefault(row => row.TaskId == taskId);

    /// <summary>The list names the model, and so the route, and when the task was made; a task can be followed without.</summary>
    private async Task<WanTask> FromListAsync(string taskId, CancellationToken ct)
    {
        try
        {
            return FromList(taskId, await ListedAsync(taskId, ct));
        }
        catch (WanException)
        {
            return FromList(taskId, null);
        }
    }

    private WanTask FromList(string taskId, ListedTask? row)
        => TaskStates.FromId(taskId, Bundle) with { Model = row?.Model, Route = row?.Model is { } model ? Bundle.Contract.Data.FindModel(model)?.Route : null, SubmittedAt = row?.CreatedAt };

    /// <summary>The pictures of a task that is created, or handed out again, and waited for. Whatever ends the wait, its id is in the journal.</summary>
    private async Task<IReadOnlyList<WanImageResult>> MakeByTaskAsync(JudgedRequest judged, IStepLog log, CancellationToken ct)
    {
        var task = await StartAsync(judged, log, ct);
        return await Under<IReadOnlyList<WanImageResult>>(task.Route, task.Model, task.TaskId, async () =>
        {
            if (task.ResultUrls.Count == 0)
            {
                task = task.State == WanTaskState.Stored ? await RefreshAsync(task, ct) : await WaitInTimeAsync(task, log, ct);
            }

            if (task.ResultUrls.Count == 0)
            {
                throw task.Error is { } error ? new WanException(error) : AsyncErrors.NoMedia(task.TaskId, task.State);
            }

            var expiry = task.UrlExpiresAt ?? _host.Time.GetUtcNow() + Bundle.Contract.Hours("result.url.valid.hours");
            var answer = new ImageAnswer([.. task.ResultUrls.Select(url => new ResultLink(url, expiry))], task.Usage, task.RequestId);
            var pictures = ToResults((ImageRequest)judged.Request, judged.Options, task.Warnings, answer, task);
            pictures.ForEach(Log.Picture);
            return pictures;
        }, task.JobKey);
    }

    private async Task<WanTask> WaitInTimeAsync(WanTask task, IStepLog log, CancellationToken ct)
    {
        var limit = Bundle.Contract.Seconds("wait.timeout.seconds");
        using var deadline = new CancellationTokenSource(limit, _host.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            return await WaitAsync(task, null, static _ => { }, log, either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw AsyncErrors.WaitTimedOut("1 task was", limit.TotalSeconds.ToString("0.##", CultureInfo.InvariantCulture), task.TaskId!);
        }
    }

    private List<WanImageResult> ToResults(ImageRequest request, SubmitOptions options, IReadOnlyList<string> warnings, ImageAnswer answer, WanTask? task)
    {
        var shown = Bundle.Show(request.Route, request.Model);
        var now = _host.Time.GetUtcNow();
        return [.. answer.Pictures.Select((picture, position) => new WanImageResult
        {
            ImageUrl = picture.Url,
            Index = position + 1,
            Count = answer.Pictures.Count,
            Prompt = request.Prompt,
            Size = answer.Usage?.Size,
            Request = request.Describe(Bundle.Contract),
            Usage = answer.Usage,
            RequestId = answer.RequestId,
            TaskId = task?.TaskId,
            CreatedAt = now,
            UrlExpiresAt = picture.ExpiresAt,
            PreflightSkipped = options.SkipPreflight,
            Warnings = warnings,
        }.Under(shown))];
    }

    /// <summary>Tells the log of an input that could not be read as a request.</summary>
    public void NoteUnread(WanException refused, string route) => Log.Failed(refused.Error, Bundle.Show(route), taskId: null);

    /// <summary>A task as the journal knows it under this endpoint; null when it does not.</summary>
    public async Task<WanTask?> KnownAsync(string taskId, CancellationToken ct) => (await _journal.FindByTaskIdAsync(taskId, Bundle.Endpoint, ct))?.Task;

    /// <summary>A task of which nothing but its id is known yet.</summary>
    public WanTask FromId(string taskId) => TaskStates.FromId(taskId, Bundle);

    private WanException Placed(WanException failed, string? route, string? model, string? taskId, string? jobKey)
    {
        var shown = Bundle.Show(route, model);
        Log.Failed(failed.Error, shown, taskId, jobKey);
        return new WanException(failed.Error, failed.InnerException) { Bundle = shown, TaskId = taskId, Checks = failed.Checks, Exchange = failed.Exchange };
    }

    /// <summary>Every error leaves with the bundle it happened under.</summary>
    private async Task<T> Under<T>(string? route, string? model, string? taskId, Func<Task<T>> work, string? jobKey = null)
    {
        try
        {
            return await work();
        }
        catch (WanException failed) when (failed.Bundle is null)
        {
            throw Placed(failed, route, model, taskId, jobKey);
        }
    }
}
