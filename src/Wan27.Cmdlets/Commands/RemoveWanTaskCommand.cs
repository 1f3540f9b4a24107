using System.Management.Automation;
using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Cmdlets.Output;
using Wan27.Engine;
using Wan27.Engine.Contract;
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
    [Column(Or = "Id", IsOptional = true)]
    [AllowEmptyCollection]
    public string[]? TaskId { get; set; }

    /// <summary>Only tasks made before this time.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Moment]
    public DateTime? Before { get; set; }

    /// <summary>Only tasks in these states.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OneOf(typeof(WanTaskState), IsList = true)]
    [AllowEmptyCollection]
    public WanTaskState[]? State { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _reader = RecordReader.Begin(this);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // With an empty id, a condition of the command line alone would forget more than the row ever meant.
        if (!_reader!.Admits(needed: _reader.IsFromRecord(nameof(Before)) || _reader.IsFromRecord(nameof(State)) ? null : nameof(TaskId)))
        {
            return;
        }

        try
        {
            Forget();
        }
        catch (WanException refused)
        {
            WriteError(ErrorRecords.From(refused, TaskId, _reader.Place));
        }
    }

    /// <summary>A task that is piped in is forgotten whatever has become of it since; its own state is no condition.</summary>
    private WanTaskState[]? AskedStates => _reader!.IsFromRecord(nameof(State)) && _reader.OriginOf(nameof(TaskId)) is WanBundle ? null : State;

    private void Forget()
    {
        var filter = new JournalFilter
        {
            TaskIds = TaskId ?? [],
            States = AskedStates ?? [],
            Before = Before is { } before ? new DateTimeOffset(before) : null,
        };
        if (filter.IsEmpty)
        {
            throw ErrorFactory.Local(WanBoundary.Storage, "NothingChosen", "Remove-WanTask without a condition would forget every task.", "Give -TaskId, -State or -Before.");
        }

        IReadOnlyList<JournalEntry> rows = [];
        AwaitRecord(TaskId, async ct => rows = await EngineHost.Current.Journal.QueryAsync(filter, ct));
        var chosen = rows.Where(row => ShouldProcess($"{row.Task.TaskId ?? "(no id)"} {row.Task.JobKey} {row.Task.State}".Replace("  ", " ", StringComparison.Ordinal), "Forget task")).Select(static row => row.LocalId).ToArray();
        if (chosen.Length > 0)
        {
            AwaitRecord(TaskId, async ct => await EngineHost.Current.Journal.ForgetAsync(new JournalFilter { LocalIds = chosen }, ct));
        }
        else if (rows.Count == 0 && TaskId is { Length: > 0 })
        {
            throw ErrorFactory.Local(WanBoundary.Async, "TaskNotInJournal", $"The journal knows no task {string.Join(", ", TaskId)}.", "See Get-WanTask.");
        }
    }
}
