using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Wan27.Engine;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Cmdlets.Completion;

/// <summary>Offers what the journal holds, newest first. Never asks the network.</summary>
public abstract class JournalCompleter : IArgumentCompleter
{
    private const int Most = 50;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            // SQLite answers at once, and on the thread that asks.
            var rows = EngineHost.Current.Journal.QueryAsync(new JournalFilter()).AsTask().GetAwaiter().GetResult();
            return [.. rows
                .Select(static row => row.Task)
                .Reverse()
                .Where(task => TextOf(task) is not null)
                .Select(task => Completions.Item(TextOf(task)!, $"{task.State} {task.Route} {Start(task.Prompt)}".Trim()))
                .DistinctBy(static item => item.ListItemText)
                .Where(item => Completions.Matches(item, wordToComplete))
                .Take(Most)];
        }
        catch (WanException)
        {
            // A journal that cannot be read is an error for a command, and silence for the tab key.
            return [];
        }
    }

    private protected abstract string? TextOf(WanTask task);

    private static string Start(string? prompt) => prompt is { Length: > 40 } ? prompt[..40] + "..." : prompt ?? string.Empty;
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
