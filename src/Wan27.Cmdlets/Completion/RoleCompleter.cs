using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Wan27.Cmdlets.Binding;
using Wan27.Engine.Media;

namespace Wan27.Cmdlets.Completion;

/// <summary>Media roles of the route that was named, or of all.</summary>
public sealed class RoleCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var route = RouteName.Find(fakeBoundParameters["Route"]?.ToString());
        return MediaRole.All
            .Where(role => route is null || role.Route == route)
            .Select(static role => Completions.Item(role.Word, $"{role.Kind} of {role.Route}"))
            .Where(item => Completions.Matches(item, wordToComplete));
    }
}
