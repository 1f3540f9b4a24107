namespace Wan27.Engine.Providers;

/// <summary>What a provider is asked for a task by.</summary>
/// <param name="TaskId">The provider's id.</param>
/// <param name="Model">The model that makes it, where that is known: some providers ask for both.</param>
internal readonly record struct TaskAddress(string TaskId, string? Model = null)
{
    public static TaskAddress Of(WanTask task) => new(task.TaskId!, task.Model);

    public static implicit operator TaskAddress(string taskId) => new(taskId);
}
