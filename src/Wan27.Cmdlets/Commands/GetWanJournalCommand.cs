using System.Management.Automation;
using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Output;
using Wan27.Engine;

namespace Wan27.Cmdlets.Commands;

/// <summary>Shows which journal is in use and how it is.</summary>
[Cmdlet(VerbsCommon.Get, "WanJournal")]
[OutputType(typeof(WanJournal))]
public sealed class GetWanJournalCommand : AsyncCmdlet
{
    /// <inheritdoc/>
    protected override void BeginProcessing() => RecordReader.Begin(this);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            var journal = EngineSource.Engine.Journal;
            Show(journal, journal.Describe(this.ReadSecret));
        }
        catch (WanException refused)
        {
            WriteError(ErrorRecords.From(refused, null));
        }
    }

    /// <summary>What is known of it without asking is shown even where it does not answer.</summary>
    private void Show(JournalFace journal, WanJournal described) => Await(async ct =>
    {
        try
        {
            await WriteObjectAsync(await journal.LookAsync(described, ct).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (WanException refused)
        {
            await WriteObjectAsync(described).ConfigureAwait(false);
            await WriteErrorAsync(ErrorRecords.From(refused, described)).ConfigureAwait(false);
        }
    });
}
