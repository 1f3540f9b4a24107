using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Providers;
using Wan27.Engine.Records;

namespace Wan27.Engine.Tasks;

/// <summary>How a look at the provider changes what is known of a task.</summary>
internal static class TaskStates
{
    public static WanTask Apply(WanTask task, TaskAnswer answer) => task with
    {
        State = answer.State,
        ProviderStatus = answer.Status,
        SubmittedAt = answer.SubmittedAt ?? task.SubmittedAt,
        ScheduledAt = answer.ScheduledAt ?? task.ScheduledAt,
        EndedAt = answer.EndedAt ?? task.EndedAt,
        RequestId = answer.RequestId ?? task.RequestId,
        Prompt = task.Prompt ?? answer.OriginalPrompt,
        VideoUrl = answer.VideoUrl,
        ResultUrls = answer.ResultUrls,
        UrlExpiresAt = answer.UrlExpiresAt,
        Usage = answer.Usage ?? task.Usage,
        Error = ErrorOf(task, answer),
    };

    /// <summary>A handle for an id of which nothing else is known yet.</summary>
    public static WanTask FromId(string taskId, Bundle bundle) => new WanTask().Under(bundle.Show()) with { TaskId = taskId, State = WanTaskState.Submitted };

    private static WanError? ErrorOf(WanTask task, TaskAnswer answer) => answer.State switch
    {
        WanTaskState.Failed => answer.Error,
        WanTaskState.Expired => answer.Error ?? AsyncErrors.TaskUnknown(task.TaskId).Error with { RequestId = answer.RequestId },
        WanTaskState.Canceled => answer.Error ?? AsyncErrors.TaskCanceled(task.TaskId).Error with { RequestId = answer.RequestId },
        _ => null,
    };
}
