using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Wan27.Engine.Contract;

namespace Wan27.Cmdlets.Completion;

/// <summary>Regions of the provider that was named, or of the main one; none for a provider without.</summary>
public sealed class RegionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var contract = ContractData.Current;
        var provider = fakeBoundParameters["Provider"]?.ToString() is { Length: > 0 } named ? contract.FindProvider(named) : contract.MainProvider;
        return (provider?.Regions ?? [])
            .Select(name => Completions.Item(name, $"{name}, {contract.File.Regions.First(region => region.Name == name).Id}"))
            .Where(item => Completions.Matches(item, wordToComplete));
    }
}
