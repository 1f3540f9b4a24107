using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Wan27.Cmdlets.Commands;

namespace Wan27.Cmdlets.Completion;

/// <summary>Offers the wrapper providers that the emulator plays.</summary>
public sealed class PlayedProviderCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => WrapperProfiles.Playable.Select(static provider => Completions.Item(provider.Name, $"the profile {WrapperProfiles.NameOf(provider.Name)}")).Where(item => Completions.Matches(item, wordToComplete));
}
