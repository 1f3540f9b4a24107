using System.Collections;
using System.Management.Automation;
using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Cmdlets.Output;
using Wan27.Engine.Usage.Bills;

namespace Wan27.Cmdlets.Commands;

/// <summary>
/// Compares a bill as the provider exports it with the ledger: by task or request id where it has them, else by model, day and unit
/// (contract section 10).
/// </summary>
[Cmdlet(VerbsData.Compare, "WanBill")]
[OutputType(typeof(WanBillRow), typeof(WanBillSummary))]
public sealed class CompareWanBillCommand : AsyncCmdlet
{
    private static readonly string[] ShownTags = ["PSHOST"];

    private RecordReader? _reader;

    /// <summary>The bill, a CSV file.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "LiteralPath")]
    [Text(WhenEmpty = "")]
    [AllowEmptyString]
    public string Path { get; set; } = string.Empty;

    /// <summary>
    /// Columns by field, such as @{ TaskId = 'Task ID'; Units = 'Usage' }. The fields are TaskId, RequestId, Time, Model, Units, Unit, Amount and
    /// Currency; '=USD' in place of a column stands for the same value in every line.
    /// </summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Pairs]
    [AllowNull]
    public Hashtable? Map { get; set; }

    /// <summary>Model ids by the bill's words for them, which may be patterns, such as @{ 'Wan 2.7 image to video*' = 'wan2.7-i2v' }.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Pairs]
    [AllowNull]
    public Hashtable? ModelMap { get; set; }

    /// <summary>Whose bill it is; the provider of the profile, else the official one, when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [Text]
    [AllowEmptyString]
    public string? Provider { get; set; }

    /// <summary>Only jobs of this profile; those of all of the provider's when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [Text]
    [AllowEmptyString]
    public string? Profile { get; set; }

    /// <summary>Only jobs submitted at this time or later; from the bill's first day when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Moment]
    public DateTime? Since { get; set; }

    /// <summary>Only jobs submitted before this time; to the end of the bill's last day when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Moment]
    public DateTime? Until { get; set; }

    /// <summary>Where the bill's days begin, and what its times without a zone mean: UTC, +08:00 or a name; that of the form, else this machine's, when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    [AllowEmptyString]
    public string? TimeZone { get; set; }

    /// <summary>How the bill's numbers and dates are written, such as de-DE; found by themselves when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    [AllowEmptyString]
    public string? Culture { get; set; }

    /// <summary>A price list for the amounts; that of each profile when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("PriceList")]
    [Text]
    [AllowEmptyString]
    public string? PriceListPath { get; set; }

    /// <summary>By how much amounts may differ, in the bill's currency; 0.01 when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Number]
    public double? Tolerance { get; set; }

    /// <summary>Emits the summary alone.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _reader = RecordReader.Begin(this);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            _reader!.Next();
            Compare();
        }
        catch (WanException refused)
        {
            WriteError(ErrorRecords.From(refused, Path, _reader!.Place));
        }
    }

    private void Compare()
    {
        var question = new BillQuestion
        {
            FilePath = this.ResolvePath(Path),
            Map = Map is null ? new Dictionary<string, string?>() : TableCells.Texts(Map),
            Models = ModelMap is null ? new Dictionary<string, string?>() : TableCells.Texts(ModelMap),
            Provider = Provider,
            Profile = Profile,
            Since = Since is { } since ? new DateTimeOffset(since) : null,
            Until = Until is { } until ? new DateTimeOffset(until) : null,
            Zone = TimeZone,
            Culture = Culture,
            PriceList = PriceListPath is null ? null : this.ResolvePath(PriceListPath),
            Tolerance = Tolerance is { } tolerance ? (decimal)Math.Abs(tolerance) : 0.01m,
        };
        AwaitRecord(Path, async ct =>
        {
            var warnings = new List<string>();
            var (summary, rows) = await EngineSource.Engine.CompareAsync(question, warnings.Add, ct);
            await OnPipelineAsync(() =>
            {
                warnings.ForEach(WriteWarning);
                if (Summary)
                {
                    WriteObject(summary);
                }
                else
                {
                    // Before the rows, which stay of one kind for whoever exports them.
                    WriteInformation(new HostInformationMessage { Message = summary.ToString() }, ShownTags);
                }
            });
            foreach (var row in Summary ? [] : rows)
            {
                await WriteObjectAsync(row);
            }
        });
    }
}
