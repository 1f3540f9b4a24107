using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Wan27.Engine.Routes;

namespace Wan27.Cmdlets.Completion;

/// <summary>The routes, by name and by short form.</summary>
public sealed class RouteCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => RouteCatalogue.All
            .Select(static route => Completions.Item(route.Name, $"{route.Name}, short: {route.ShortName}"))
            .Concat(RouteCatalogue.All.Select(static route => Completions.Item(route.ShortName, $"short for {route.Name}")))
            .Where(item => Completions.Matches(item, wordToComplete));
}
