using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Wan27.Engine.Contract;

namespace Wan27.Cmdlets.Completion;

/// <summary>Offers a list of the contract data.</summary>
public abstract class ContractValueCompleter : IArgumentCompleter
{
    private readonly string[] _lists;

    private protected ContractValueCompleter(params string[] lists) => _lists = lists;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => _lists
            .SelectMany(static list => ContractData.Current.Values(list).Values.Select(value => Completions.Item(value, ContractData.Current.Values(list).Default == value ? $"{value}, the service's default" : value)))
            .DistinctBy(static item => item.ListItemText)
            .Where(item => Completions.Matches(item, wordToComplete));
}

/// <summary>Output tiers of the video routes.</summary>
public sealed class ResolutionCompleter : ContractValueCompleter
{
    /// <summary>Creates the completer.</summary>
    public ResolutionCompleter()
        : base("i2v.resolution", "videoedit.resolution")
    {
    }
}

/// <summary>Aspect ratios of the video-edit route.</summary>
public sealed class RatioCompleter : ContractValueCompleter
{
    /// <summary>Creates the completer.</summary>
    public RatioCompleter()
        : base("videoedit.ratio")
    {
    }
}

/// <summary>Size tiers of the image route.</summary>
public sealed class SizeCompleter : ContractValueCompleter
{
    /// <summary>Creates the completer.</summary>
    public SizeCompleter()
        : base("image.size.tiers")
    {
    }
}

/// <summary>Audio settings of the video-edit route.</summary>
public sealed class AudioSettingCompleter : ContractValueCompleter
{
    /// <summary>Creates the completer.</summary>
    public AudioSettingCompleter()
        : base("videoedit.audio")
    {
    }
}
