using System.Management.Automation;
using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Cmdlets.Output;
using Wan27.Engine;
using Wan27.Engine.Contract;
using Wan27.Engine.Tasks.Evidence;

namespace Wan27.Cmdlets.Commands;

/// <summary>
/// Settles submits whose answer was lost, without waiting: by evidence, all of a profile at once, or one by the word of its user
/// (contract section 6.3). Each is shown with what speaks for and against its candidates.
/// </summary>
[Cmdlet(VerbsDiagnostic.Resolve, "WanTask", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(WanTask))]
public sealed class ResolveWanTaskCommand : AsyncCmdlet
{
    /// <summary>The name of the view that shows evidence; the object is a task all the same.</summary>
    private const string EvidenceView = "Wan27.WanTask#Evidence";

    private ClientSource? _clients;
    private RecordReader? _reader;
    private StepLog? _log;

    /// <summary>The job that is settled; all that are open when left out.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(JobKeyCompleter))]
    [Text]
    [AllowEmptyString]
    public string? JobKey { get; set; }

    /// <summary>The submit that is settled, by its name in the journal: for jobs without a key.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    [AllowEmptyString]
    public string? SubmitId { get; set; }

    /// <summary>The task that the job made, by its user's word. Against evidence only with Force.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    public string? TaskId { get; set; }

    /// <summary>The job made no task, by its user's word: its key is free, and the next run submits and pays it anew.</summary>
    [Parameter]
    public SwitchParameter NeverSent { get; set; }

    /// <summary>Takes the task of TaskId although the evidence speaks against it.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Name of the profile; the default one when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [Text]
    [AllowEmptyString]
    public string? Profile { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _reader = RecordReader.Begin(this);
        _clients = new ClientSource(this);
        _log = new StepLog(this);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            _reader!.Next();
            Settle(RouteCmdlet.AskedText(JobKey), RouteCmdlet.AskedText(SubmitId), RouteCmdlet.AskedText(TaskId));
        }
        catch (WanException refused)
        {
            WriteError(ErrorRecords.From(refused, JobKey ?? SubmitId, _reader!.Place));
        }
    }

    private void Settle(string? jobKey, string? submitId, string? taskId)
    {
        if (taskId is not null && NeverSent)
        {
            throw AsyncErrors.SubmitNotOpenAndAskedBoth();
        }

        if (jobKey is null && submitId is null && (taskId is not null || NeverSent || MyInvocation.ExpectingInput))
        {
            throw AsyncErrors.SubmitNotOpenAndNotNamed();
        }

        var client = _clients!.Get(Profile);
        IReadOnlyList<LostSubmit> open = [];
        AwaitRecord(jobKey ?? submitId, async ct => open = await client.LostAsync(jobKey, submitId, ct));
        foreach (var lost in open)
        {
            AwaitRecord(lost.Task, async _ => await SettleAsync(client, lost, taskId).ConfigureAwait(false));
        }
    }

    private async Task SettleAsync(WanClient client, LostSubmit lost, string? taskId)
    {
        var task = lost.Task;
        if (taskId is not null)
        {
            task = await AskAsync(lost, $"Take over task {taskId}").ConfigureAwait(false) ? await client.BindAsync(lost, taskId, Force).ConfigureAwait(false) : task;
        }
        else if (NeverSent)
        {
            task = await AskAsync(lost, "Free, to be submitted and billed anew").ConfigureAwait(false) ? await client.FreeAsync(lost).ConfigureAwait(false) : task;
        }
        else if (lost.ProvenTask is { } proven)
        {
            task = await AskAsync(lost, $"Take over task {proven}, which is proven to be its own").ConfigureAwait(false) ? await client.SettleAsync(lost, _log!).ConfigureAwait(false) : task;
        }
        else if (lost.WasNeverAccepted)
        {
            task = await AskAsync(lost, "Free, as it was never accepted and nothing was billed").ConfigureAwait(false) ? await client.SettleAsync(lost, _log!).ConfigureAwait(false) : task;
        }
        else if (lost.Unproven is { } unproven)
        {
            await WriteErrorAsync(ErrorRecords.From(new WanException(unproven.Error) { Bundle = task }, task, _reader!.Place)).ConfigureAwait(false);
        }
        else
        {
            _log!.Warning(lost.Awaited);
        }

        await WriteObjectAsync(Shown(task)).ConfigureAwait(false);
    }

    private Task<bool> AskAsync(LostSubmit lost, string action) => ShouldProcessAsync(lost.Task.JobKey is { } key ? $"job '{key}'" : $"submit {lost.Task.SubmitId}", action);

    /// <summary>A task like any other, which a table shows with its evidence.</summary>
    private static PSObject Shown(WanTask task)
    {
        var shown = new PSObject(task);
        shown.TypeNames.Insert(0, EvidenceView);
        return shown;
    }
}
