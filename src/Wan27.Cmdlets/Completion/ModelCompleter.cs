using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Wan27.Cmdlets.Binding;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;

namespace Wan27.Cmdlets.Completion;

/// <summary>Model ids of the cmdlet's own route, from the contract data of the profile's provider; beside them the official names that they stand for.</summary>
public sealed class ModelCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var models = ContractOf(fakeBoundParameters["Profile"]?.ToString()).File.Models.Where(model => RouteCatalogue.OfCmdlet(commandName) is not { } route || model.Route == route.Name).ToArray();
        return models.SelectMany(static model => model.Officials ?? []).Distinct().Select(name => Completions.Item(name, string.Join(" or ", models.Where(model => model.StandsFor(name)).Select(static model => model.Id))))
            .Concat(models.Select(static model => Completions.Item(model.Id, $"{model.Route}, released {model.Released}{(model.Note is null ? string.Empty : $"; {model.Note}")}")))
            .Where(item => Completions.Matches(item, wordToComplete));
    }

    private static ContractData ContractOf(string? profile)
    {
        try
        {
            var used = EngineSource.Engine.Profiles.List().Where(entry => profile is { Length: > 0 } ? entry.Profile.Name.Equals(profile, StringComparison.OrdinalIgnoreCase) : entry.IsDefault).Select(static entry => entry.Profile);
            return used.FirstOrDefault() is { } found ? ContractData.Current.Of(found.Provider) : ContractData.Current;
        }
        catch (WanException)
        {
            // A profile file that cannot be read is an error for a command, and silence for the tab key.
            return ContractData.Current;
        }
    }
}
