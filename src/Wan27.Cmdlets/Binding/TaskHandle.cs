using Wan27.Engine;
using Wan27.Engine.Contract;
using Wan27.Engine.Providers;

namespace Wan27.Cmdlets.Binding;

/// <summary>The tasks that a cmdlet was given: objects from the pipeline, or bare ids.</summary>
internal static class TaskHandle
{
    private const int LongestShown = 80;

    /// <summary>A task object is followed under the profile that made it, unless another one is named.</summary>
    public static (WanClient Client, WanTask Task) Of(ClientSource clients, WanTask task, string? profile)
        => task.TaskId is { Length: > 0 }
            ? (clients.Get(profile ?? task.Profile), task)
            : throw AsyncErrors.TaskHasNoId(task.State);

    /// <summary>The same, for a submit whose answer was lost as well: it stands for the task that it may have made.</summary>
    public static (WanClient Client, WanTask Task) OfTaskOrSubmit(ClientSource clients, WanTask task, string? profile)
        => task is { TaskId: not { Length: > 0 }, State: WanTaskState.Indeterminate or WanTaskState.Submitting } and ({ SubmitId: not null } or { JobKey: not null })
            ? (clients.Get(profile ?? task.Profile), task with { TaskId = null })
            : Of(clients, task, profile);

    public static (WanClient Client, WanTask Task) Of(ClientSource clients, string taskId, string? profile)
    {
        if (string.IsNullOrWhiteSpace(taskId))
        {
            throw AsyncErrors.TaskHasNoIdGiven();
        }

        var id = taskId.Trim();
        if (!TaskIdForm.Fits(id))
        {
            throw AsyncErrors.TaskIdMalformed(id.Length <= LongestShown ? id : id[..LongestShown] + "...");
        }

        var client = clients.Get(profile);
        return (client, client.FromId(id));
    }
}
