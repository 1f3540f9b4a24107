using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Wan27.Engine.Stores;

namespace Wan27.Cmdlets.Completion;

/// <summary>Offers kinds of servers.</summary>
public sealed class StorePresetCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => StoreData.Current.Presets.Select(static preset => Completions.Item(preset.Name, preset.Owner)).Where(item => Completions.Matches(item, wordToComplete));
}
