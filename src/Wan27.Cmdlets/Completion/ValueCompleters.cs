using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;

namespace Wan27.Cmdlets.Completion;

/// <summary>Offers a list of the contract data: that of the cmdlet's own route, else those of all routes that have one of the name.</summary>
public abstract class ContractValueCompleter : IArgumentCompleter
{
    private readonly string _option;

    private protected ContractValueCompleter(string option) => _option = option;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => (RouteCatalogue.OfCmdlet(commandName) is { } route ? [route] : RouteCatalogue.All)
            .Select(route => route.FindValues(_option))
            .OfType<ValuesEntry>()
            .SelectMany(static list => list.Values.Select(value => Completions.Item(value, list.Default == value ? $"{value}, the service's default" : value)))
            .DistinctBy(static item => item.ListItemText)
            .Where(item => Completions.Matches(item, wordToComplete));
}

/// <summary>Output tiers of a video route.</summary>
public sealed class ResolutionCompleter : ContractValueCompleter
{
    /// <summary>Creates the completer.</summary>
    public ResolutionCompleter()
        : base("resolution")
    {
    }
}

/// <summary>Aspect ratios of a video route.</summary>
public sealed class RatioCompleter : ContractValueCompleter
{
    /// <summary>Creates the completer.</summary>
    public RatioCompleter()
        : base("ratio")
    {
    }
}

/// <summary>Size tiers of the image route.</summary>
public sealed class SizeCompleter : ContractValueCompleter
{
    /// <summary>Creates the completer.</summary>
    public SizeCompleter()
        : base("size.tiers")
    {
    }
}

/// <summary>Audio settings of the video-edit route.</summary>
public sealed class AudioSettingCompleter : ContractValueCompleter
{
    /// <summary>Creates the completer.</summary>
    public AudioSettingCompleter()
        : base("audio")
    {
    }
}
