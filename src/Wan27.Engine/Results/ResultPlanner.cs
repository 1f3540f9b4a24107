using System.Reflection;
using Wan27.Engine.Contract;
using Wan27.Engine.Records;

namespace Wan27.Engine.Results;

/// <summary>Says what is to be stored for a task or a synchronous picture, where, and with which sidecar.</summary>
internal sealed class ResultPlanner(TimeProvider time)
{
    private static readonly SidecarModule Module = new("Wan27", ModuleVersion());

    /// <summary>The results of a finished task, in the provider's order.</summary>
    /// <param name="task">A task with result URLs.</param>
    /// <param name="options">Where to.</param>
    /// <param name="refresh">Looks at the task again and gives its present URLs; null or too few when they are gone.</param>
    public IReadOnlyList<ResultPlan> For(
        WanTask task, SaveOptions options, Func<CancellationToken, Task<IReadOnlyList<string>?>>? refresh = null)
    {
        var urls = task.ResultUrls.Count > 0 ? task.ResultUrls : task.VideoUrl is { } video ? [video] : [];
        var plans = new ResultPlan[urls.Count];
        for (var position = 0; position < plans.Length; position++)
        {
            var at = position;
            var job = new ResultJob(task, task.TaskId, task.RequestId, task.JobKey, task.Prompt, task.Request, task.Usage, task.PreflightSkipped)
            {
                Warnings = task.Warnings,
                Index = at + 1,
                Count = urls.Count,
                Submitted = task.SubmittedAt,
                Scheduled = task.ScheduledAt,
                Ended = task.EndedAt,
            };
            plans[at] = Plan(job, urls[at], task.UrlExpiresAt, options, refresh is null ? null : async cancellation
                => await refresh(cancellation) is { } fresh && fresh.Count > at ? fresh[at] : null);
        }

        return plans;
    }

    /// <summary>One picture of a synchronous call. Its URL cannot be had again.</summary>
    public ResultPlan For(WanImageResult picture, SaveOptions options)
        => Plan(
            new ResultJob(picture, picture.TaskId, picture.RequestId, null, picture.Prompt, picture.Request, picture.Usage, picture.PreflightSkipped)
            {
                Warnings = picture.Warnings,
                Index = picture.Index,
                Count = picture.Count,
                Ended = picture.CreatedAt,
            },
            picture.ImageUrl,
            picture.UrlExpiresAt,
            options,
            refresh: null);

    private static string ModuleVersion()
    {
        var assembly = typeof(ResultPlanner).Assembly;
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? assembly.GetName().Version?.ToString()
            ?? "0";
        return version.Split('+')[0];
    }

    private static Sidecar SidecarOf(ResultJob job, StoredResult file)
    {
        var request = new Dictionary<string, object?>(job.Request, StringComparer.Ordinal);
        if (job.Prompt is not null && !request.Keys.Contains("prompt", StringComparer.OrdinalIgnoreCase))
        {
            request["prompt"] = job.Prompt;
        }

        var bundle = job.Bundle;
        return new Sidecar
        {
            Module = Module,
            File = new SidecarFile(file.Name, file.Length, file.Sha256, file.MediaType) { Uri = (file as BucketObject)?.Uri, Store = (file as BucketObject)?.Store },
            Bundle = new SidecarBundle(bundle.Profile, bundle.Provider, bundle.Owner, bundle.Contract, bundle.Route, bundle.Model, bundle.Region, bundle.Endpoint, bundle.KeySource),
            Request = request,
            Ids = new SidecarIds(job.TaskId, job.RequestId, job.JobKey, job.Index, job.Count),
            Times = new SidecarTimes(job.Submitted, job.Scheduled, job.Ended, file.StoredAt),
            Usage = job.Usage,
            PreflightSkipped = job.PreflightSkipped,
            Warnings = job.Warnings.Count == 0 ? null : [.. job.Warnings.Select(RecordGuard.Clean)],
            SourceUrl = file.SourceUrl,
        };
    }

    private static WanAsset AssetOf(ResultJob job, StoredFile? file, BucketObject? stored)
    {
        var result = (StoredResult?)stored ?? file ?? throw new InvalidOperationException("A stored result is somewhere.");
        return new WanAsset
        {
            Path = file?.Path,
            SidecarPath = file?.SidecarPath,
            Uri = stored?.Uri,
            Store = stored?.Store,
            Length = result.Length,
            Sha256 = result.Sha256,
            MediaType = result.MediaType,
            Index = job.Index,
            TaskId = job.TaskId,
            JobKey = job.JobKey,
            RequestId = job.RequestId,
            StoredAt = result.StoredAt,
            AlreadyStored = file?.AlreadyStored != false && stored?.AlreadyStored != false,
        }.Under(job.Bundle);
    }

    private ResultPlan Plan(
        ResultJob job, string url, DateTimeOffset? expires, SaveOptions options, Func<CancellationToken, Task<string?>>? refresh)
    {
        var date = job.Submitted ?? job.Ended ?? throw StorageErrors.NoTime();
        return new ResultPlan(
            new ResultSource
            {
                Url = url,
                Index = job.Index,
                Kind = ResultKinds.Of(job.Bundle.Route),
                UrlExpiresAt = expires,
                Refresh = refresh,
            },
            new ResultTarget
            {
                Directory = options.Directory,
                FileNameTemplate = options.NameTemplate,
                Force = options.Force,
                Naming = new NamingValues
                {
                    TaskId = job.TaskId,
                    RequestId = job.RequestId,
                    JobKey = job.JobKey,
                    Route = job.Bundle.Route,
                    Model = job.Bundle.Model,
                    Profile = job.Bundle.Profile,
                    Prompt = job.Prompt,
                    Index = job.Index,
                    Count = job.Count,
                    Date = TimeZoneInfo.ConvertTime(date, time.LocalTimeZone),
                },
                Sidecar = file => SidecarOf(job, file),
            },
            job.Bundle,
            (file, stored) => AssetOf(job, file, stored));
    }

    /// <summary>What tasks and synchronous pictures have in common once they are to be stored.</summary>
    private sealed record ResultJob(
        WanBundle Bundle,
        string? TaskId,
        string? RequestId,
        string? JobKey,
        string? Prompt,
        IReadOnlyDictionary<string, object?> Request,
        WanUsage? Usage,
        bool PreflightSkipped)
    {
        public required int Index { get; init; }

        public required int Count { get; init; }

        public required IReadOnlyList<string> Warnings { get; init; }

        public DateTimeOffset? Submitted { get; init; }

        public DateTimeOffset? Scheduled { get; init; }

        public DateTimeOffset? Ended { get; init; }
    }
}
