namespace Wan27.Engine.Providers;

/// <summary>Reads what a provider tells of the account's tasks, whoever submitted them, so that a job whose answer was lost finds its own.</summary>
internal interface IEvidenceReader
{
    /// <summary>The tasks of a model, as far back as the provider lists them. No clock of this machine takes part in the question.</summary>
    Task<IReadOnlyList<TaskTrace>> ListAsync(string? model, CancellationToken ct);

    /// <summary>One look at a task: what was known of it, with what it tells now. A word that may be a passing fault changes nothing unless it was said before.</summary>
    Task<TaskTrace> LookAsync(TaskTrace known, CancellationToken ct);
}
