using System.Management.Automation;
using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Cmdlets.Output;
using Wan27.Engine;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;
using Wan27.Engine.Stores;

namespace Wan27.Cmdlets.Commands;

/// <summary>What all cmdlets of a route share, whether they send its jobs or only check them: a record's common options and how they bind.</summary>
public abstract class RouteCmdlet : AsyncCmdlet
{
    private static readonly string[] ClipEndings = [".mp4", ".mov"];

    private RecordReader? _reader;
    private IRecordWork? _work;
    private InputStores? _stores;
    private (PSObject? Input, object? Value) _record;

    /// <summary>The record: a path or URL, a file, a row, or a result of this module whose media is taken over.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>What is wanted. At most 5000 characters (contract sections 2.2, 3.1, 4 and 5).</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Text(IsProse = true)]
    [AllowEmptyString]
    public string? Prompt { get; set; }

    /// <summary>Model id; the profile's model for the route, else the route's main model, when left out (contract section 1.2).</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [Text]
    [AllowEmptyString]
    public string? Model { get; set; }

    /// <summary>Random seed, 0 to 2147483647; the same seed does not promise the same picture.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WholeNumber(Min = "seed.min", Max = "seed.max", IsLong = true)]
    public long? Seed { get; set; }

    /// <summary>Puts the service's mark into the lower right corner; off when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [YesNo]
    public SwitchParameter Watermark { get; set; }

    /// <summary>Name of the profile to work under; the default profile when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [Text]
    [AllowEmptyString]
    public string? Profile { get; set; }

    /// <summary>The route that this cmdlet drives.</summary>
    internal abstract string Route { get; }

    /// <summary>The record without PowerShell's wrapping, a result that has travelled as itself.</summary>
    internal object? Record
    {
        get
        {
            if (!ReferenceEquals(_record.Input, InputObject))
            {
                _record = (InputObject, Travelled.Restore(InputObject) ?? Unwrap.Value(InputObject));
            }

            return _record.Value;
        }
    }

    /// <summary>Which record it is, as errors name it.</summary>
    internal string? Place => _reader?.Place;

    /// <summary>What errors of this record point to.</summary>
    internal object? Target => InputObject ?? (object?)Prompt;

    /// <summary>Pipeline thread: the stores that inputs of this cmdlet lie in.</summary>
    internal InputStores Stores => _stores ??= EngineSource.Engine.Inputs(this.ReadSecret, new StepLog(this));

    /// <summary>Parameters of this record for a call of the same cmdlet.</summary>
    internal IReadOnlyDictionary<string, object?> Values => _reader!.Values;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _reader = RecordReader.Begin(this);
        _work = CreateWork();
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            _reader!.Next(InputObject);
            _work!.Take();
        }
        catch (WanException refused)
        {
            _work!.Refuse(refused);
        }
        finally
        {
            _reader!.Leave();
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

    /// <summary>Pipeline thread: the request of this record; refuses uploads that were not made for it.</summary>
    internal RouteRequest ReadRequest(ContractView contract)
    {
        var request = Build(contract);
        EngineSource.Engine.CheckUploads(request, _reader!.Uploads.Concat(Record is WanPublishedMedia piped ? [piped] : []));
        return request;
    }

    // Palettes and boxes are read here, and their parts may be objects of a script.
    private RouteRequest Build(ContractView contract)
    {
        try
        {
            return (BuildRequest(contract) with { IsModelAsked = AskedText(Model) is not null }).For(contract);
        }
        catch (RuntimeException failed) when (Unreadable.Is(failed))
        {
            throw Unreadable.Of(failed);
        }
    }

    /// <summary>A text that says something.</summary>
    internal static string? AskedText(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;

    /// <summary>A switch that is off is only sent when it was written out.</summary>
    internal bool? AskedSwitch(string parameter, SwitchParameter value)
        => value.IsPresent ? true : _reader!.IsWritten(parameter) ? false : null;

    /// <summary>One media parameter of this record as a source.</summary>
    internal MediaSource? AskedMedia(string parameter, string? value) => this.Resolve(parameter, AskedText(value));

    /// <summary>The media that the record itself stands for, when it is a text, a file or a result.</summary>
    internal IReadOnlyList<string> PipedMedia()
        => Record switch
        {
            string text when !string.IsNullOrWhiteSpace(text) => [text],
            { } input => MediaOf.Object(input) ?? [],
            _ => [],
        };

    /// <summary>Whether a path or URL that was piped in is a clip, by its ending; else it is a picture.</summary>
    internal static bool IsClip(string media)
        => ClipEndings.Any(ending => (StoreReference.Is(media) ? media : media.Split('?')[0]).EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    internal string ModelFor(ContractView contract)
        => AskedText(Model) ?? contract.ModelOf(Route);
}
