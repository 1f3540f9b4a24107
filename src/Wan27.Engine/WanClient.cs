using Wan27.Engine.Media;
using Wan27.Engine.Profiles;
using Wan27.Engine.Providers;
using Wan27.Engine.Providers.DashScope;
using Wan27.Engine.Routes;
using Wan27.Engine.Tasks;

namespace Wan27.Engine;

/// <summary>The engine's face to the cmdlets: one bundle, and what can be done under it.</summary>
internal sealed class WanClient(EngineHost host, Bundle bundle)
{
    public Bundle Bundle { get; } = bundle;

    /// <summary>The local checks, with what they remember of the files of this batch.</summary>
    public Preflight Preflight { get; } = new();

    public IProvider Provider { get; } = new DashScopeProvider(host.Http, bundle, host.Time, host.Gate, host.Uploads);

    /// <summary>Checks, uploads, asks, and gives one result per picture.</summary>
    public Task<IReadOnlyList<WanImageResult>> GenerateAsync(ImageRequest request, SubmitOptions options, IStepLog log, CancellationToken ct)
        => Under<IReadOnlyList<WanImageResult>>(request.Route, request.Model, null, async () =>
        {
            var wire = await PrepareAsync(request, options, log, ct);
            var answer = await Provider.GenerateAsync(wire, request.Model, ct);
            log.Verbose($"{answer.Urls.Count} pictures came, request {answer.RequestId}.");
            return ToResults(request, options, answer);
        });

    /// <summary>Checks, uploads and creates a task.</summary>
    public Task<WanTask> StartAsync(RouteRequest request, SubmitOptions options, IStepLog log, CancellationToken ct)
        => Under(request.Route, request.Model, null, async () =>
        {
            var wire = await PrepareAsync(request, options, log, ct);
            var answer = await Provider.SubmitAsync(wire, request.Model, ct);
            log.Verbose($"Task {answer.TaskId} was accepted, request {answer.RequestId}.");
            return new WanTask().Under(Bundle.Show(request.Route, request.Model)) with
            {
                TaskId = answer.TaskId,
                State = WanTaskState.Submitted,
                ProviderStatus = answer.Status,
                RequestId = answer.RequestId,
                JobKey = options.JobKey,
                Prompt = request.Prompt,
                Request = request.Describe(Bundle.Contract),
                SubmittedAt = host.Time.GetUtcNow(),
                PreflightSkipped = options.SkipPreflight,
            };
        });

    /// <summary>One look at a task.</summary>
    public Task<WanTask> RefreshAsync(WanTask task, CancellationToken ct)
        => Under(task.Route, task.Model, task.TaskId, async () =>
        {
            var answer = await Provider.QueryAsync(task.TaskId!, ct);
            return TaskStates.Apply(task, answer, Bundle.Contract, host.Time.GetUtcNow());
        });

    /// <summary>A task of which only the id is known: the list names its model, and so its route.</summary>
    public Task<WanTask> FindAsync(string taskId, CancellationToken ct)
        => Under(null, null, taskId, async () =>
        {
            var rows = await Provider.ListAsync(new TaskListQuery { TaskId = taskId }, ct);
            var model = rows.FirstOrDefault(row => row.TaskId == taskId)?.Model;
            var known = TaskStates.FromId(taskId, Bundle) with { Model = model, Route = model is null ? null : Bundle.Contract.Data.FindModel(model)?.Route };
            return await RefreshAsync(known, ct);
        });

    public Task<WanTask> WaitAsync(WanTask task, TimeSpan? interval, Action<WanTask> changed, CancellationToken ct)
        => Under(task.Route, task.Model, task.TaskId, () => host.Monitor.WatchAsync(this, task, interval, changed, ct));

    /// <summary>Cancels a pending task and looks at it once more.</summary>
    public Task<WanTask> CancelAsync(WanTask task, CancellationToken ct)
        => Under(task.Route, task.Model, task.TaskId, async () =>
        {
            await Provider.CancelAsync(task.TaskId!, ct);
            return await RefreshAsync(task, ct);
        });

    public Task<WanPublishedMedia> PublishAsync(string path, string model, IStepLog log, CancellationToken ct)
        => Under(Bundle.Contract.Data.FindModel(model)?.Route, model, null, async () =>
        {
            var uploaded = await Provider.UploadAsync(path, model, log, ct);
            var shown = Bundle.Show(Bundle.Contract.Data.FindModel(model)?.Route, model);
            return new WanPublishedMedia
            {
                Profile = shown.Profile,
                Provider = shown.Provider,
                Route = shown.Route,
                Model = model,
                Region = shown.Region,
                Endpoint = shown.Endpoint,
                KeySource = shown.KeySource,
                Url = uploaded.Url,
                ExpiresAt = uploaded.ExpiresAt,
                Path = path,
                Length = uploaded.Length,
            };
        });

    private async Task<WireRequest> PrepareAsync(RouteRequest request, SubmitOptions options, IStepLog log, CancellationToken ct)
    {
        var checks = options.SkipPreflight ? null : await Preflight.CheckAsync(request, Bundle.Contract, PreflightOptions.Headers, ct);
        log.Verbose($"{request.Route}, {request.Model}, {request.ResolutionText(Bundle.Contract)}, {(checks?.Billed ?? request.Estimate(Bundle.Contract)).Text}: {Bundle}");
        PreflightGate.Admit(request, checks, log);

        var urls = new Dictionary<MediaSource, string>();
        foreach (var source in request.Media.Select(static part => part.Source).Distinct())
        {
            urls[source] = source.Path is { } path ? (await Provider.UploadAsync(path, request.Model, log, ct)).Url : source.Url!;
        }

        return request.ToWire(Bundle.Contract, source => urls[source]);
    }

    private List<WanImageResult> ToResults(ImageRequest request, SubmitOptions options, ImageAnswer answer)
    {
        var shown = Bundle.Show(request.Route, request.Model);
        var reader = new AnswerReader(Bundle.Contract);
        var now = host.Time.GetUtcNow();
        return [.. answer.Urls.Select((url, position) => new WanImageResult
        {
            Profile = shown.Profile,
            Provider = shown.Provider,
            Route = shown.Route,
            Model = shown.Model,
            Region = shown.Region,
            Endpoint = shown.Endpoint,
            KeySource = shown.KeySource,
            ImageUrl = url,
            Index = position + 1,
            Count = answer.Urls.Count,
            Prompt = request.Prompt,
            Size = answer.Usage?.Size,
            Request = request.Describe(Bundle.Contract),
            Usage = answer.Usage,
            RequestId = answer.RequestId,
            CreatedAt = now,
            UrlExpiresAt = reader.ExpiryOf(url, now),
            PreflightSkipped = options.SkipPreflight,
        })];
    }

    /// <summary>Every error leaves with the bundle it happened under.</summary>
    private async Task<T> Under<T>(string? route, string? model, string? taskId, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (WanException failed) when (failed.Bundle is null)
        {
            throw new WanException(failed.Error, failed.InnerException) { Bundle = Bundle.Show(route, model), TaskId = taskId, Checks = failed.Checks };
        }
    }
}

/// <summary>How a request is submitted.</summary>
internal sealed record SubmitOptions
{
    public string? JobKey { get; init; }

    public bool SkipPreflight { get; init; }
}
