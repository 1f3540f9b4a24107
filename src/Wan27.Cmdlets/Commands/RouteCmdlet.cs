using System.Management.Automation;
using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;

namespace Wan27.Cmdlets.Commands;

/// <summary>What all cmdlets of a route share, whether they send its jobs or only check them: a record's common options and how they bind.</summary>
public abstract class RouteCmdlet : AsyncCmdlet
{
    private HashSet<string> _explicit = [];
    private IRecordWork? _work;

    /// <summary>The record: a path or URL, a file, a row, or a result of this module whose media is taken over.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>What is wanted. At most 5000 characters (contract sections 2.2, 3.1 and 4).</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? Prompt { get; set; }

    /// <summary>Model id; the profile's model for the route, else the route's main model, when left out (contract section 1.2).</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [AllowEmptyString]
    public string? Model { get; set; }

    /// <summary>Random seed, 0 to 2147483647; the same seed does not promise the same picture.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WholeNumber]
    public long? Seed { get; set; }

    /// <summary>Puts the service's mark into the lower right corner; off when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [YesNo]
    public SwitchParameter Watermark { get; set; }

    /// <summary>Name of the profile to work under; the default profile when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [AllowEmptyString]
    public string? Profile { get; set; }

    /// <summary>The route that this cmdlet drives.</summary>
    internal abstract string Route { get; }

    /// <summary>True when the record is a result of this module: then only its media and its profile are taken over.</summary>
    private bool IsOwnResult => Unwrap.Value(InputObject) is WanBundle;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _explicit = [.. MyInvocation.BoundParameters.Keys];
        _work = CreateWork();
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            _work!.Take();
        }
        catch (WanException refused)
        {
            _work!.Refuse(refused);
        }
        catch (ArgumentTransformationMetadataException refused)
        {
            _work!.Refuse(ErrorFactory.Local(WanBoundary.Async, "NoMedia", refused.Message));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _work!.Finish();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _work?.Dispose();
    }

    /// <summary>Pipeline thread, once: what is done with the records.</summary>
    internal abstract IRecordWork CreateWork();

    /// <summary>Pipeline thread: reads the parameters of one record.</summary>
    internal abstract RouteRequest BuildRequest(ContractView contract);

    /// <summary>What errors of this record point to.</summary>
    internal object? Target => InputObject ?? (object?)Prompt;

    /// <summary>
    /// The value of a parameter for this record. A result of this module piped in has a prompt, a model and a job key of its own; those
    /// belong to the job that made it and must not leak into the next one.
    /// </summary>
    internal TValue? Asked<TValue>(string parameter, TValue? value)
        => IsOwnResult && !_explicit.Contains(parameter) ? default : value;

    internal string? AskedText(string parameter, string? value)
        => Asked(parameter, value) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    /// <summary>A switch that is off is only sent when it was written out.</summary>
    internal bool? AskedSwitch(string parameter, SwitchParameter value)
        => value.IsPresent ? Asked(parameter, (bool?)true) : _explicit.Contains(parameter) ? false : null;

    /// <summary>The media that the record itself stands for, when it is a text, a file or a result.</summary>
    internal IReadOnlyList<string> PipedMedia()
        => Unwrap.Value(InputObject) switch
        {
            string text when !string.IsNullOrWhiteSpace(text) => [text],
            { } input => MediaOf.Object(input) ?? [],
            _ => [],
        };

    internal string ModelFor(ContractView contract)
        => AskedText(nameof(Model), Model) ?? contract.ModelOf(Route);
}
