using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Wan27.Emulator;

namespace Wan27.Cmdlets.Completion;

/// <summary>Faults of the emulator, each with what it does.</summary>
public sealed class FaultCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => NamedFault.All
            .Select(static fault => Completions.Item(fault.Name, fault.Summary))
            .Where(item => Completions.Matches(item, wordToComplete));
}
