using System.Management.Automation;
using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Output;
using Wan27.Engine;
using Wan27.Engine.Contract;
using Wan27.Engine.Results;

namespace Wan27.Cmdlets.Commands;

/// <summary>
/// Downloads results into your own storage, several at a time: verified, under the final name only when whole, each with a sidecar.
/// </summary>
[Cmdlet(VerbsData.Save, "WanResult", SupportsShouldProcess = true)]
[OutputType(typeof(WanAsset))]
public sealed class SaveWanResultCommand : AsyncCmdlet
{
    private readonly SaveProgress _progress = new();
    private readonly List<Task> _downloads = [];
    private ClientSource? _clients;
    private SemaphoreSlim? _workers;
    private ResultStore? _store;
    private ResultPlanner? _planner;

    /// <summary>Finished tasks, or pictures of New-WanImage.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Folder for the files; made when it does not exist. The session's location when left out.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = ".";

    /// <summary>
    /// File name with {TaskId} {JobKey} {Route} {Model} {Profile} {Index} {Count} {Date} {Time} {Prompt} {RequestId} {Ext}; {Ext} includes
    /// the dot. A file never leaves Destination.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NameTemplate { get; set; }

    /// <summary>Downloads at a time, 1 to 32; 4 when left out.</summary>
    [Parameter]
    [ValidateRange(1, 32)]
    public int? ThrottleLimit { get; set; }

    /// <summary>Replaces a different file of the same name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        var host = EngineHost.Current;
        _clients = new ClientSource(this);
        _store = new ResultStore(host.Http, new ContractView(ContractData.Current), host.Time);
        _planner = new ResultPlanner(host.Time);
        _workers = new SemaphoreSlim(ThrottleLimit ?? ContractData.Current.Limit("download.parallel.default").AsInteger);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            var input = Unwrap.Value(InputObject);
            var plans = Plan(input, new SaveOptions(this.ResolvePath(Destination), NameTemplate, Force));
            if (plans.Count > 0 && ShouldProcess($"{plans.Count} of {input} to {plans[0].Target.Directory}", "Save result"))
            {
                foreach (var plan in plans)
                {
                    _progress.Added();
                    _downloads.Add(Background(ct => SaveAsync(plan, input!, ct)));
                }
            }
        }
        catch (WanException refused)
        {
            WriteError(ErrorRecords.From(refused, InputObject));
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
        _workers?.Dispose();
    }

    private IReadOnlyList<ResultPlan> Plan(object? input, SaveOptions options) => input switch
    {
        WanImageResult picture => [_planner!.For(picture, options)],
        WanTask { State: WanTaskState.Completed or WanTaskState.Stored, ResultUrls.Count: > 0 } task => _planner!.For(task, options, RefreshOf(task)),
        WanTask task => PassOver(task),
        _ => throw ErrorFactory.Local(WanBoundary.Storage, "NothingToSave", $"'{input}' is neither a task nor a picture of this module.", "Pipe in what Wait-WanTask, Get-WanTask or New-WanImage gave."),
    };

    private ResultPlan[] PassOver(WanTask task)
    {
        if (task.State is WanTaskState.Failed or WanTaskState.Canceled or WanTaskState.Expired)
        {
            // Wait-WanTask has already reported it; one lost job is one error.
            WriteVerbose($"Task {task.TaskId} is {task.State} and is passed over.");
            return [];
        }

        throw task.IsFinished
            ? ErrorFactory.Local(WanBoundary.Storage, "NoResult", $"Task {task.TaskId} is {task.State}, but the provider named no result.", "Look again with Get-WanTask; if it stays so, give the provider the request id.")
            : ErrorFactory.Local(WanBoundary.Async, "TaskNotFinished", $"Task {task.TaskId} is {task.State}; it has no result yet.", "Pipe it through Wait-WanTask first.");
    }

    /// <summary>A download needs no key; only a fresh look at an expired URL does.</summary>
    private Func<CancellationToken, Task<IReadOnlyList<string>?>>? RefreshOf(WanTask task)
    {
        try
        {
            var client = _clients!.Get(task.Profile);
            return async ct => (await client.RefreshAsync(task, ct)).ResultUrls;
        }
        catch (WanException unavailable)
        {
            WriteVerbose($"An expired URL of task {task.TaskId} could not be renewed: {unavailable.Message}");
            return null;
        }
    }

    private async Task SaveAsync(ResultPlan plan, object input, CancellationToken ct)
    {
        await _workers!.WaitAsync(ct).ConfigureAwait(false);
        StoredFile stored;
        try
        {
            stored = await _store!.SaveAsync(plan.Source, plan.Target, _progress.OneFile(record => Post(() => WriteProgress(record))), ct).ConfigureAwait(false);
        }
        catch (WanException refused)
        {
            var bundle = input as WanBundle;
            var error = new WanException(refused.Error, refused.InnerException) { Bundle = bundle, TaskId = (input as WanTask)?.TaskId };
            await WriteErrorAsync(ErrorRecords.From(error, input)).ConfigureAwait(false);
            return;
        }
        finally
        {
            _workers.Release();
        }

        _progress.Done();
        await OnPipelineAsync(() =>
        {
            WriteVerbose($"{(stored.AlreadyStored ? "Already stored" : "Stored")}: {stored.Path} ({stored.Length} bytes, SHA-256 {stored.Sha256}).");
            WriteObject(plan.ToAsset(stored));
        }).ConfigureAwait(false);
    }
}
