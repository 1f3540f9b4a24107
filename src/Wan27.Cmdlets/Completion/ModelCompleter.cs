using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;

namespace Wan27.Cmdlets.Completion;

/// <summary>Model ids of the cmdlet's own route, from the contract data.</summary>
public sealed class ModelCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => ContractData.Current.File.Models
            .Where(model => RouteCatalogue.OfCmdlet(commandName) is not { } route || model.Route == route.Name)
            .Select(static model => Completions.Item(model.Id, $"{model.Route}, released {model.Released}{(model.Note is null ? string.Empty : $"; {model.Note}")}"))
            .Where(item => Completions.Matches(item, wordToComplete));
}
