using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Wan27.Cmdlets.Binding;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;

namespace Wan27.Cmdlets.Completion;

/// <summary>Names of the user's profiles.</summary>
public sealed class ProfileCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            return [.. EngineSource.Engine.Profiles.List()
                .Select(static entry => Completions.Item(entry.Profile.Name, $"{(entry.Profile.Region is { } region ? $"{region}, " : string.Empty)}{EndpointRules.Show(entry.Profile, ContractData.Current)}, key from {entry.Profile.Key}"))
                .Where(item => Completions.Matches(item, wordToComplete))];
        }
        catch (WanException)
        {
            // A profile file that cannot be read is an error for a command, and silence for the tab key.
            return [];
        }
    }
}
