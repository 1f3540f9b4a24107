using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Commands;

namespace Wan27.Cmdlets.Completion;

/// <summary>Offers what the journal holds, newest first. Never asks the network, and leaves the journal as it is.</summary>
public abstract class JournalCompleter : IArgumentCompleter
{
    private const int Most = 50;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (IsNamedTask(commandAst))
        {
            return [];
        }

        var offered = new HashSet<string>(StringComparer.Ordinal);
        return EngineSource.Engine
            .Glance(task => Offers(commandName, task) && TextOf(task) is { Length: > 0 } text && Completions.Matches(text, wordToComplete) && offered.Add(text), Most)
            .Select(task => Completions.Item(TextOf(task)!, Tip(task)));
    }

    private protected abstract string? TextOf(WanTask task);

    /// <summary>Nobody waits for, or stops, what has ended.</summary>
    private static bool Offers(string command, WanTask task)
        => !task.IsFinished
            || !(command.Equals("Stop-WanTask", StringComparison.OrdinalIgnoreCase) || command.Equals("Wait-WanTask", StringComparison.OrdinalIgnoreCase));

    /// <summary>The first position takes a task or an id; after -Task only a task would do, and the tab key has none.</summary>
    private static bool IsNamedTask(CommandAst command)
        => command.CommandElements.OfType<CommandParameterAst>().Any(static parameter => parameter.ParameterName.Equals(nameof(WaitWanTaskCommand.Task), StringComparison.OrdinalIgnoreCase));

    private static string Tip(WanTask task)
    {
        string?[] parts = [task.State.ToString(), task.Route, task.Prompt is { Length: > 0 } prompt ? Completions.Start(prompt) : null];
        return string.Join(", ", parts.Where(static part => part is not null));
    }
}

/// <summary>Task ids of the journal.</summary>
public sealed class TaskIdCompleter : JournalCompleter
{
    private protected override string? TextOf(WanTask task) => task.TaskId;
}

/// <summary>Job keys of the journal.</summary>
public sealed class JobKeyCompleter : JournalCompleter
{
    private protected override string? TextOf(WanTask task) => task.JobKey;
}
