using System.Management.Automation;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Cmdlets.Output;

namespace Wan27.Cmdlets.Commands;

/// <summary>Says what is wrong with a price list: rows that cannot be read or overlap, gaps, unknown models, mixed currencies, ages, models without a price.</summary>
[Cmdlet(VerbsDiagnostic.Test, "WanPriceList", DefaultParameterSetName = ByPattern)]
[OutputType(typeof(WanPriceCheck))]
public sealed class TestWanPriceListCommand : PSCmdlet
{
    private const string ByPattern = "Path";
    private const string ByName = "LiteralPath";

    private RecordReader? _reader;

    /// <summary>Price lists, with wildcards; that of the profile when left out.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByPattern)]
    [Files]
    [AllowEmptyCollection]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Price lists, taken as they are written: brackets, stars and semicolons are part of the name.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByName)]
    [Alias("PSPath", "FullName")]
    [Files(IsLiteral = true)]
    [AllowEmptyCollection]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Name of the profile whose list and limits are meant; the default profile's list when no path is given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [Text]
    [AllowEmptyString]
    public string? Profile { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _reader = RecordReader.Begin(this);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            _reader!.Next();
            var named = ParameterSetName == ByName ? LiteralPath.Select(this.ResolvePath) : Path.SelectMany(this.Expand);
            foreach (var path in named.Cast<string?>().DefaultIfEmpty(null))
            {
                Check(path);
            }
        }
        catch (WanException refused)
        {
            WriteError(ErrorRecords.From(refused, Path, _reader!.Place));
        }
    }

    private void Check(string? path)
    {
        try
        {
            foreach (var check in EngineSource.Engine.TestPrices(path, RouteCmdlet.AskedText(Profile)))
            {
                WriteObject(check);
            }
        }
        catch (WanException refused)
        {
            WriteError(ErrorRecords.From(refused, path, _reader!.Place));
        }
    }
}
