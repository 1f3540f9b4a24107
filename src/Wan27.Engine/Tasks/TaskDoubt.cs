using Wan27.Engine.Contract;
using Wan27.Engine.Providers;

namespace Wan27.Engine.Tasks;

/// <summary>
/// Ends of a task that may be passing faults: what its provider doubts, and an unknown id that is younger than ids live. Each must be
/// said twice in a row, in the same words, before a paid task is given up.
/// </summary>
internal static class TaskDoubt
{
    /// <summary>What is doubted, or null for an answer to be believed at once.</summary>
    public static string? Of(TaskAnswer answer, ContractView contract, TimeSpan? age)
        => answer.State != WanTaskState.Expired || (age ?? TimeSpan.Zero) < contract.Hours("task.valid.hours") ? answer.Doubt : null;
}
