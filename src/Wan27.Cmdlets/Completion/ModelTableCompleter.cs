using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Wan27.Engine.Contract;

namespace Wan27.Cmdlets.Completion;

/// <summary>Whole tables of one route and its model, since the engine does not ask for the keys within a table.</summary>
public sealed class ModelTableCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => ContractData.Current.File.Models
            .Where(model => model.Route.StartsWith(wordToComplete, StringComparison.OrdinalIgnoreCase) || model.Id.StartsWith(wordToComplete, StringComparison.OrdinalIgnoreCase))
            .Select(static model => new CompletionResult(
                $"@{{ {model.Route} = {Completions.Quoted(model.Id)} }}", $"{model.Route} = {model.Id}", CompletionResultType.ParameterValue, $"{model.Route}, released {model.Released}"));
}
