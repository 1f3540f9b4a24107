using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Wan27.Cmdlets.Binding;

namespace Wan27.Cmdlets.Completion;

/// <summary>Names of the user's stores.</summary>
public sealed class StoreCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            return [.. EngineSource.Engine.Stores.List()
                .Select(static entry => Completions.Item(entry.Name, $"bucket {entry.Bucket}, {entry.Preset}, keys from {entry.KeySourceText}"))
                .Where(item => Completions.Matches(item, wordToComplete))];
        }
        catch (WanException)
        {
            // A store file that cannot be read is an error for a command, and silence for the tab key.
            return [];
        }
    }
}
