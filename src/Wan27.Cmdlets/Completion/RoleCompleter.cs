using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Wan27.Engine.Routes;

namespace Wan27.Cmdlets.Completion;

/// <summary>Media roles of the route that was named, or of all.</summary>
public sealed class RoleCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var named = RouteCatalogue.Find(fakeBoundParameters["Route"]?.ToString());
        return RouteCatalogue.All
            .Where(route => named is null || route == named)
            .SelectMany(static route => route.Roles)
            .Select(static role => Completions.Item(role.Word, $"{role.Kind} of {role.Route}"))
            .Where(item => Completions.Matches(item, wordToComplete));
    }
}
