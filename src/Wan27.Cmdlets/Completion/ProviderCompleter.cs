using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Wan27.Cmdlets.Completion;

/// <summary>Offers who carries the routes.</summary>
public sealed class ProviderCompleter : IArgumentCompleter
{
    private static readonly string[] Known = ["DashScope"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => Known.Select(static name => Completions.Item(name, name)).Where(item => Completions.Matches(item, wordToComplete));
}
