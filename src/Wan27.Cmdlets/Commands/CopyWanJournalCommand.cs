using System.Management.Automation;
using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Output;

namespace Wan27.Cmdlets.Commands;

/// <summary>Puts the rows of the local journal into the shared one, each once.</summary>
[Cmdlet(VerbsCommon.Copy, "WanJournal", SupportsShouldProcess = true)]
[OutputType(typeof(WanJournalCopy))]
public sealed class CopyWanJournalCommand : AsyncCmdlet
{
    private const string Activity = "Copying the journal";

    // Progress costs more than a row.
    private const int RowsPerProgress = 50;

    /// <inheritdoc/>
    protected override void BeginProcessing() => RecordReader.Begin(this);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            var journal = EngineSource.Engine.Journal;
            var target = journal.Describe(this.ReadSecret);
            if (target.Kind == "Local" || ShouldProcess(target.ToString(), "Copy the rows of the local journal"))
            {
                AwaitRecord(null, async ct => await WriteObjectAsync(await journal.CopyAsync(Show, ct).ConfigureAwait(false)).ConfigureAwait(false));
            }
        }
        catch (WanException refused)
        {
            WriteError(ErrorRecords.From(refused, null));
        }
    }

    private void Show(int row, int rows)
    {
        if (row % RowsPerProgress == 0)
        {
            Post(() => WriteProgress(new ProgressRecord(27, Activity, $"{row} of {rows}") { PercentComplete = row * 100 / rows }));
        }
    }
}
