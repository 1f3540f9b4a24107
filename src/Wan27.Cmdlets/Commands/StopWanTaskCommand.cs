using System.Management.Automation;
using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Cmdlets.Output;
using Wan27.Engine;
using Wan27.Engine.Contract;

namespace Wan27.Cmdlets.Commands;

/// <summary>Cancels pending tasks. A running task cannot be stopped: that is the service's rule (contract section 6.2).</summary>
[Cmdlet(VerbsLifecycle.Stop, "WanTask", SupportsShouldProcess = true, DefaultParameterSetName = ByTask)]
[OutputType(typeof(WanTask))]
public sealed class StopWanTaskCommand : AsyncCmdlet
{
    private const string ByTask = "Task";
    private const string ById = "TaskId";

    private ClientSource? _clients;
    private RecordReader? _reader;

    /// <summary>Tasks from the Start cmdlets or Get-WanTask.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ByTask)]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    public WanTask[] Task { get; set; } = [];

    /// <summary>Task ids.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    [Column(Or = "Id")]
    [AllowEmptyCollection]
    public string[] TaskId { get; set; } = [];

    /// <summary>Name of the profile; the task's own, else the default one, when left out.</summary>
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
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!_reader!.Admits(needed: nameof(TaskId)))
        {
            return;
        }

        if (ParameterSetName == ByTask)
        {
            Each(Task, task => TaskHandle.Of(_clients!, task, Profile));
        }
        else
        {
            Each(TaskId, id => TaskHandle.Of(_clients!, id, Profile));
        }
    }

    private void Each<TInput>(IEnumerable<TInput> inputs, Func<TInput, (WanClient Client, WanTask Task)> find)
    {
        foreach (var input in inputs)
        {
            try
            {
                var (client, task) = find(input);
                RefuseFinished(client, task);
                if (ShouldProcess($"task {task.TaskId}, {client.Bundle.Place}", "Cancel"))
                {
                    Cancel(client, task, input);
                }
            }
            catch (WanException refused)
            {
                WriteError(ErrorRecords.From(refused, input, input is WanTask ? null : _reader!.Place));
            }
        }
    }

    /// <summary>What is known to be finished stays so: nobody is asked about it, neither the user nor the provider.</summary>
    private void RefuseFinished(WanClient client, WanTask task)
    {
        var known = task.IsFinished ? task : Find(client, task) ?? task;
        if (known.IsFinished)
        {
            var refused = known.State == WanTaskState.Completed ? AsyncErrors.UnsupportedOperationOfCompleted(known.State) : AsyncErrors.UnsupportedOperation(known.State);
            throw new WanException(refused.Error) { Bundle = known, TaskId = known.TaskId };
        }
    }

    private WanTask? Find(WanClient client, WanTask task)
    {
        try
        {
            WanTask? known = null;
            Await(async ct => known = await client.KnownAsync(task.TaskId!, ct).ConfigureAwait(false));
            return known;
        }
        catch (WanException unread) when (unread.Error.Boundary == WanBoundary.Storage)
        {
            // A journal that cannot be read must not keep a task from being canceled, which would then be billed; the provider knows its state.
            this.Tell($"The journal was not asked whether task {task.TaskId} is finished: {unread.Message}");
            return null;
        }
    }

    private void Cancel(WanClient client, WanTask task, object? input)
        => AwaitRecord(input, async ct => await WriteObjectAsync(await client.CancelAsync(task, new StepLog(this), ct)));
}
