using System.Management.Automation;
using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Cmdlets.Output;
using Wan27.Engine.Contract;
using Wan27.Engine.Records;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Cmdlets.Commands;

/// <summary>
/// Forgets tasks of the journal. Nothing happens at the provider, and stored files stay. A job key that is forgotten would be submitted,
/// and paid, anew.
/// </summary>
[Cmdlet(VerbsCommon.Remove, "WanTask", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
public sealed class RemoveWanTaskCommand : AsyncCmdlet
{

    private RecordReader? _reader;

    /// <summary>Task ids, or tasks from Get-WanTask.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    [Column(Or = "Id")]
    [AllowEmptyCollection]
    public string[]? TaskId { get; set; }

    /// <summary>Only tasks made before this time.</summary>
    [Parameter]
    [Moment]
    public DateTime? Before { get; set; }

    /// <summary>Only tasks in these states.</summary>
    [Parameter]
    [OneOf(typeof(WanTaskState), IsList = true)]
    [AllowEmptyCollection]
    public WanTaskState[]? State { get; set; }

    /// <summary>Only the tasks of this job.</summary>
    [Parameter]
    [Text]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(JobKeyCompleter))]
    public string? JobKey { get; set; }

    /// <summary>Forgets tasks that are still open as well; they stay paid for.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _reader = RecordReader.Begin(this);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            _reader!.Next();
            if (IsWithoutTask)
            {
                throw Unnamed();
            }

            Forget();
        }
        catch (WanException refused)
        {
            WriteError(ErrorRecords.From(refused, TaskId, _reader!.Place));
        }
    }

    /// <summary>
    /// True when it is not said which task a record is, or an empty id was written: the conditions of the command line alone would forget
    /// more than was ever meant.
    /// </summary>
    private bool IsWithoutTask
        => Cell.IsBlank(TaskId) && (MyInvocation.ExpectingInput || _reader!.IsWritten(nameof(TaskId)));

    /// <summary>A submit that was cut off has no id; its row has nothing else that names it and no other.</summary>
    private WanException Unnamed()
    {
        if (_reader!.Note(nameof(TaskId)) is not { Record: { } record } note)
        {
            return RouteErrors.ValueUnusableOfNothing(nameof(TaskId));
        }

        var row = PSObject.AsPSObject(record);
        var about = new[] { nameof(WanTask.JobKey), nameof(WanTask.State) }
            .Select(name => (Name: name, row.Properties[name]?.Value))
            .Where(static column => !Cell.IsBlank(column.Value))
            .Select(static column => $"{column.Name} {Cell.Shown(column.Value)}")
            .ToArray();
        return about.Length == 0
            ? note.Missing ?? RouteErrors.ValueUnusableOfNothing(nameof(TaskId))
            : RouteErrors.ValueUnusableOfNoTaskId(string.Join(", ", about));
    }

    private void Forget()
    {
        var filter = new JournalFilter
        {
            TaskIds = TaskId ?? [],
            States = State ?? [],
            JobKey = JobKey,
            Before = Before is { } before ? new DateTimeOffset(before) : null,
        };
        if (filter.IsEmpty)
        {
            throw StorageErrors.NothingChosen();
        }

        this.ReadyJournal();
        IReadOnlyList<JournalEntry> rows = [];
        AwaitRecord(TaskId, async ct => rows = await EngineSource.Engine.RowsAsync(filter, ct));
        var kept = rows.Where(row => !MayForget(row.Task)).ToArray();
        Spare(kept);
        var chosen = rows.Except(kept).Where(row => ShouldProcess($"{row.Task.TaskId ?? "(no id)"} {row.Task.JobKey} {row.Task.State}".Replace("  ", " ", StringComparison.Ordinal), "Forget task")).ToArray();
        if (chosen.Length > 0)
        {
            AwaitRecord(TaskId, async ct => await EngineSource.Engine.ForgetAsync(chosen, ct));
        }
        else if (rows.Count == 0 && TaskId is { Length: > 0 })
        {
            throw AsyncErrors.TaskNotInJournal(string.Join(", ", TaskId));
        }
    }

    /// <summary>What is open is paid for; it is forgotten only by somebody who says that it is open.</summary>
    private bool MayForget(WanTask task)
        => Force || State?.Contains(task.State) == true
            || task.State is not (WanTaskState.Submitting or WanTaskState.Submitted or WanTaskState.Polling or WanTaskState.Indeterminate);

    private void Spare(JournalEntry[] kept)
    {
        if (TaskId is { Length: > 0 })
        {
            foreach (var row in kept)
            {
                WriteError(ErrorRecords.From(AsyncErrors.TaskStillOpen(row.Task.TaskId, row.Task.State), row.Task, _reader!.Place));
            }
        }
        else if (kept.Length > 0)
        {
            WriteWarning($"Kept, as open and maybe paid for: {Counted.Of(kept.Length, "task")} ({string.Join(", ", kept.Select(static row => row.Task.State).Distinct())}). Name their -State, or add -Force.");
        }
    }
}
