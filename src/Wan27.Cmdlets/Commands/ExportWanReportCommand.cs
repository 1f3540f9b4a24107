using System.Management.Automation;
using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Cmdlets.Output;
using Wan27.Engine;
using Wan27.Engine.Contract;

namespace Wan27.Cmdlets.Commands;

/// <summary>Writes one HTML page of a batch: what came out beside its prompts, what failed and why, when it ran and what it used. The page needs no network.</summary>
[Cmdlet(VerbsData.Export, "WanReport", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportWanReportCommand : AsyncCmdlet
{
    private readonly List<WanBundle> _given = [];
    private readonly List<string> _ids = [];
    private RecordReader? _reader;

    /// <summary>Tasks, or stored files, that the page is of; those of the journal when nothing is piped in.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The page's file. Folders are made.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Text]
    public string Path { get; set; } = string.Empty;

    /// <summary>Only jobs made at this time or later.</summary>
    [Parameter]
    [Moment]
    public DateTime? Since { get; set; }

    /// <summary>Only jobs made before this time.</summary>
    [Parameter]
    [Moment]
    public DateTime? Until { get; set; }

    /// <summary>Only these tasks.</summary>
    [Parameter]
    [Alias("Id")]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    [Column]
    public string[]? TaskId { get; set; }

    /// <summary>Only jobs in these states.</summary>
    [Parameter]
    [OneOf(typeof(WanTaskState), IsList = true)]
    [AllowEmptyCollection]
    public WanTaskState[]? State { get; set; }

    /// <summary>Only jobs whose key is like this.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(JobKeyCompleter))]
    [Text]
    public string? JobKey { get; set; }

    /// <summary>Only jobs of this profile.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [Text]
    public string? Profile { get; set; }

    /// <summary>What stands above the page.</summary>
    [Parameter]
    [Text(IsProse = true)]
    public string? Title { get; set; }

    /// <summary>What of the media the page holds in itself: None, Thumbnails or All.</summary>
    [Parameter]
    [OneOf(typeof(WanEmbed))]
    public WanEmbed Embed { get; set; } = WanEmbed.Thumbnails;

    /// <summary>Signs links to results that lie in stores, for 7 days at most: whoever has the page can then open them.</summary>
    [Parameter]
    public SwitchParameter StoreLink { get; set; }

    /// <summary>Replaces a file of that name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits the file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _reader = RecordReader.Begin(this);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null || !_reader!.Admits())
        {
            return;
        }

        switch (Travelled.Restore(InputObject) ?? Unwrap.Value(InputObject))
        {
            case WanBundle item and (WanTask or WanAsset):
                _given.Add(item);
                break;
            case string id:
                _ids.Add(id.Trim());
                break;
            default:
                var column = PSObject.AsPSObject(InputObject).Properties["TaskId"]?.Value ?? PSObject.AsPSObject(InputObject).Properties["Id"]?.Value;
                if (column is null)
                {
                    WriteError(ErrorRecords.From(RouteErrors.NoKnownColumnOfThatName("TaskId", RowColumns.Names(PSObject.AsPSObject(InputObject)), " or Id"), InputObject, _reader.Place));
                }
                else
                {
                    _ids.Add(Cell.Text(column).Trim());
                }

                break;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var path = this.ResolvePath(Path);
        if (File.Exists(path) && !Force)
        {
            WriteError(ErrorRecords.From(StorageErrors.ReportExists(path), path));
            return;
        }

        if (!ShouldProcess(path, "Write a report"))
        {
            return;
        }

        this.ReadyJournal();
        var log = new StepLog(this);
        var pattern = string.IsNullOrWhiteSpace(JobKey) ? null : WildcardPattern.Get(JobKey, WildcardOptions.IgnoreCase);
        AwaitRecord(path, async ct =>
        {
            var engine = EngineSource.Engine;
            foreach (var id in _ids)
            {
                _given.Add(await engine.FindAsync(id, ct) ?? throw AsyncErrors.TaskForgotten(id));
            }

            var count = await engine.ReportAsync(
                new ReportQuestion
                {
                    Path = path,
                    Title = Title,
                    Since = Since is { } since ? new DateTimeOffset(since) : null,
                    Until = Until is { } until ? new DateTimeOffset(until) : null,
                    States = State ?? [],
                    TaskIds = TaskId ?? [],
                    JobKey = pattern is null ? null : key => key is not null && pattern.IsMatch(key),
                    Profile = string.IsNullOrWhiteSpace(Profile) ? null : Profile,
                    Given = MyInvocation.ExpectingInput ? _given : null,
                    Embed = Embed,
                    LinksToStores = StoreLink,
                    Progress = (done, all) => log.Progress("Writing the report", $"{done} of {all} jobs", all == 0 ? 100 : done * 100 / all),
                    Warn = log.Warning,
                },
                Force, this.ReadSecret, log, ct);
            await OnPipelineAsync(() =>
            {
                if (count == 0)
                {
                    WriteWarning("No job fits: the report says so and has nothing else.");
                }

                this.Tell($"{count} job{(count == 1 ? string.Empty : "s")} in {path}.");
                if (PassThru)
                {
                    WriteObject(new FileInfo(path));
                }
            });
        });
    }
}
