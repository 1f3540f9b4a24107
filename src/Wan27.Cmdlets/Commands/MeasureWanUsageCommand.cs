using System.Management.Automation;
using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Cmdlets.Output;
using Wan27.Cmdlets.Views;
using Wan27.Engine.Usage;

namespace Wan27.Cmdlets.Commands;

/// <summary>
/// Counts what jobs were billed for, by the official rules or by what a wrapper provider states of its bill, as the answers report it
/// (contract section 10). Owners and units are never added up.
/// </summary>
[Cmdlet(VerbsDiagnostic.Measure, "WanUsage")]
[OutputType(typeof(WanUsageRow))]
public sealed class MeasureWanUsageCommand : AsyncCmdlet
{
    private static readonly WanUsageGroup[] Usual = [WanUsageGroup.Route, WanUsageGroup.Model, WanUsageGroup.Resolution];

    private RecordReader? _reader;

    /// <summary>Only jobs submitted at this time or later.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Moment]
    public DateTime? Since { get; set; }

    /// <summary>Only jobs submitted before this time.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Moment]
    public DateTime? Until { get; set; }

    /// <summary>What the rows are kept apart by, beside owner and unit; Route, Model and Resolution when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OneOf(typeof(WanUsageGroup), IsList = true)]
    [AllowEmptyCollection]
    public WanUsageGroup[]? GroupBy { get; set; }

    /// <summary>Only jobs of this profile; those of all when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [Text]
    [AllowEmptyString]
    public string? Profile { get; set; }

    /// <summary>A price list for the amounts; that of each profile when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("PriceList")]
    [Text]
    [AllowEmptyString]
    public string? PriceListPath { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _reader = RecordReader.Begin(this);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            _reader!.Next();
            Measure();
        }
        catch (WanException refused)
        {
            WriteError(ErrorRecords.From(refused, Profile, _reader!.Place));
        }
    }

    private void Measure()
    {
        var question = new UsageQuestion
        {
            Since = Since is { } since ? new DateTimeOffset(since) : null,
            Until = Until is { } until ? new DateTimeOffset(until) : null,
            Profile = string.IsNullOrWhiteSpace(Profile) ? null : Profile,
            Groups = GroupBy is { Length: > 0 } groups ? groups : Usual,
        };
        var prices = PriceListPath is null ? null : this.ResolvePath(PriceListPath);
        AwaitRecord(Profile, async ct =>
        {
            var warnings = new List<string>();
            var rows = await EngineSource.Engine.MeasureAsync(question, prices, warnings.Add, ct);
            await OnPipelineAsync(() => warnings.ForEach(WriteWarning));
            UsageRowView.Total(rows);
            foreach (var row in rows)
            {
                await WriteObjectAsync(row);
            }
        });
    }
}
