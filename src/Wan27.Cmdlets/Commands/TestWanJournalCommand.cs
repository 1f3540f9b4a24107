using System.Management.Automation;
using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Output;

namespace Wan27.Cmdlets.Commands;

/// <summary>Tries what the journal in use needs: the way to it, its layout, rights, and one change that is taken back.</summary>
[Cmdlet(VerbsDiagnostic.Test, "WanJournal")]
[OutputType(typeof(WanJournalCheck))]
public sealed class TestWanJournalCommand : AsyncCmdlet
{
    /// <inheritdoc/>
    protected override void BeginProcessing() => RecordReader.Begin(this);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var journal = EngineSource.Engine.Journal;
        WanJournal described;
        try
        {
            described = journal.Describe(this.ReadSecret);
        }
        catch (WanException refused)
        {
            WriteError(ErrorRecords.From(refused, null));
            return;
        }

        WriteObject(new WanJournalCheck { Journal = described.ToString(), Check = "Source", Status = WanCheckStatus.Passed, Detail = $"The choice comes from: {described.Source}." });
        Await(async ct =>
        {
            await foreach (var check in journal.TestAsync().WithCancellation(ct).ConfigureAwait(false))
            {
                await WriteObjectAsync(check).ConfigureAwait(false);
            }
        });
    }
}
