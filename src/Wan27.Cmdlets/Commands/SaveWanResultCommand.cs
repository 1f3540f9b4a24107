using System.Management.Automation;
using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Cmdlets.Output;
using Wan27.Engine;
using Wan27.Engine.Contract;
using Wan27.Engine.Results;

namespace Wan27.Cmdlets.Commands;

/// <summary>
/// Downloads results into your own storage, several at a time: verified, under the final name only when whole, each with a sidecar. What
/// is stored already is not downloaded again.
/// </summary>
[Cmdlet(VerbsData.Save, "WanResult", SupportsShouldProcess = true)]
[OutputType(typeof(WanAsset))]
public sealed class SaveWanResultCommand : AsyncCmdlet
{
    private readonly SaveProgress _progress = new();
    private readonly List<Task> _downloads = [];
    private ClientSource? _clients;
    private RecordReader? _reader;
    private SaveSession? _session;

    /// <summary>Finished tasks, or pictures of New-WanImage.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Folder for the files; made when it does not exist. When left out, the session's location, or no folder where a store is named.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Text]
    [AllowEmptyString]
    public string? Destination { get; set; }

    /// <summary>Name of a store that they go to; with Destination they go to both.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(StoreCompleter))]
    [Text]
    [AllowEmptyString]
    public string? Store { get; set; }

    /// <summary>
    /// File name with {TaskId} {JobKey} {Route} {Model} {Profile} {Index} {Count} {Date} {Time} {Prompt} {RequestId} {Ext}; {Ext} includes
    /// the dot. A file never leaves Destination.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    [AllowEmptyString]
    public string? NameTemplate { get; set; }

    /// <summary>Downloads at a time, 1 to 32; the profile's, 4 unless set, when left out.</summary>
    [Parameter]
    [ValidateRange(1, 32)]
    public int? ThrottleLimit { get; set; }

    /// <summary>Downloads again what is stored, and replaces a different file of the same name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _reader = RecordReader.Begin(this);
        _clients = new ClientSource(this);
        _session = EngineSource.Engine.Save(ThrottleLimit, this.ReadSecret, new StepLog(this), WriteWarning, this.Tell);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            _reader!.Next();
            var options = OptionsOfRecord();
            if (IdsOf(InputObject) is { } ids)
            {
                foreach (var id in ids)
                {
                    Take(Find(id), options);
                }
            }
            else
            {
                Take(Travelled.Restore(InputObject) ?? Unwrap.Value(InputObject), options);
            }
        }
        catch (WanException refused)
        {
            WriteError(ErrorRecords.From(refused, InputObject, IsOwn(InputObject) ? null : _reader!.Place));
        }

        WriteReady();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Await(_ => Task.WhenAll([.. _downloads]));
        WriteProgress(SaveProgress.End);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _session?.Dispose();
    }

    private void Take(object? input, SaveOptions options)
    {
        switch (input)
        {
            case null:
                break;
            case WanImageResult picture when Ask(picture.ImageUrl.Split('?')[0], options):
                Start(picture, _session!.Of(picture, options, new SaveSink(this, picture, _progress)));
                break;
            case WanTask { State: WanTaskState.Failed or WanTaskState.Canceled or WanTaskState.Expired } ended:
                // Wait-WanTask has already reported it; one lost job is one error.
                this.Tell($"Task {ended.TaskId} is {ended.State} and is passed over.");
                break;
            case WanTask { IsFinished: false } open:
                throw AsyncErrors.TaskNotFinished(open.ToString(), open.State);
            case WanTask task when Ask($"task {task.TaskId}", options):
                Start(task, _session!.Of(ClientOf(task), task, options, new SaveSink(this, task, _progress)));
                break;
            case not (WanTask or WanImageResult):
                throw StorageErrors.NothingToSave(input);
        }
    }

    private static bool IsOwn(PSObject? input) => Unwrap.Value(input) is WanBundle;

    /// <summary>
    /// The ids in what is no task and no picture itself: texts, rows, stored files, and tasks that came from another process, which are
    /// copies without their type. The journal has the tasks. Null for what has no id.
    /// </summary>
    private static string[]? IdsOf(PSObject? input) => Unwrap.Value(input) switch
    {
        string text => [.. Cell.Many(text).Select(Cell.Text)],
        WanAsset { TaskId: { } id } => [id],
        WanTask or WanImageResult or ValueType => null,
        _ => (input?.Properties[nameof(WanTask.TaskId)] ?? input?.Properties["Id"])?.Value is { } ids && !Cell.IsBlank(ids) ? [.. Cell.Many(ids).Select(Cell.Text)] : null,
    };

    /// <summary>The task of an id, as the journal knows it.</summary>
    private WanTask? Find(string taskId)
    {
        WanTask? task = null;
        this.ReadyJournal();
        AwaitRecord(InputObject, async ct => task = await EngineSource.Engine.FindAsync(taskId, ct)
            ?? throw AsyncErrors.TaskNotInJournalToSave(taskId));
        return task;
    }

    private bool Ask(string what, SaveOptions options) => ShouldProcess($"{what} to {string.Join(" and ", new[] { options.Directory, options.Store is null ? null : $"store {options.Store}" }.OfType<string>())}", "Save result");

    /// <summary>A folder is written to where it is named, or where nothing else is.</summary>
    private SaveOptions OptionsOfRecord()
    {
        var store = string.IsNullOrWhiteSpace(Store) ? null : Store.Trim();
        return new SaveOptions(Destination is null && store is not null ? null : this.ResolvePath(Destination ?? "."), NameTemplate, Force) { Store = store };
    }

    private void Start(WanBundle input, Func<CancellationToken, Task> save)
        => _downloads.Add(RunBeside(async ct =>
        {
            try
            {
                await save(ct).ConfigureAwait(false);
            }
            catch (WanException refused)
            {
                await new SaveSink(this, input, _progress).FailedAsync(refused).ConfigureAwait(false);
            }
        }));

    /// <summary>A download needs no key; only a fresh look and the journal do.</summary>
    private WanClient? ClientOf(WanTask task)
    {
        try
        {
            return _clients!.Get(task.Profile);
        }
        catch (WanException unavailable) when (task.ResultUrls.Count > 0)
        {
            this.Tell($"Task {task.TaskId} is saved without its profile: {unavailable.Message}");
            return null;
        }
    }
}
