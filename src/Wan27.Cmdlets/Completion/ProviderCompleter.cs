using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Wan27.Engine.Contract;

namespace Wan27.Cmdlets.Completion;

/// <summary>Offers who carries the routes.</summary>
public sealed class ProviderCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => ContractData.Current.Providers.Select(static provider => Completions.Item(provider.Name, $"{provider.Owner}, {provider.Contract} contract")).Where(item => Completions.Matches(item, wordToComplete));
}
