namespace Wan27.Engine.Results;

/// <summary>What saving needs of the tasks behind results: their present URLs, and a note of what is stored.</summary>
internal interface IResultTasks
{
    /// <summary>One look at a task, which brings its URLs.</summary>
    Task<WanTask> RefreshAsync(WanTask task, CancellationToken ct);

    /// <summary>
    /// Waits for the turn to store a task's results, where other machines may be about to. The task as it is then: stored by another, or for this one to
    /// store until the turn is disposed.
    /// </summary>
    Task<(WanTask Task, IAsyncDisposable? Turn)> TakeSaveAsync(WanTask task, CancellationToken ct);

    /// <summary>Notes the stored files; with the last of them the task is stored.</summary>
    Task<WanTask> NoteStoredAsync(WanTask task, IReadOnlyList<string> files, bool complete, CancellationToken ct);
}
