using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Wan27.Cmdlets.Binding;

namespace Wan27.Cmdlets.Completion;

/// <summary>The routes, by name and by short form.</summary>
public sealed class RouteCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => RouteName.All
            .Select(static pair => Completions.Item(pair.Route, $"{pair.Route}, short: {pair.Short}"))
            .Concat(RouteName.All.Select(static pair => Completions.Item(pair.Short, $"short for {pair.Route}")))
            .Where(item => Completions.Matches(item, wordToComplete));
}
