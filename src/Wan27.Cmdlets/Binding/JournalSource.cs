using System.Management.Automation;
using Wan27.Cmdlets.Output;

namespace Wan27.Cmdlets.Binding;

/// <summary>Readies the journal for commands that use it without a profile.</summary>
internal static class JournalSource
{
    /// <summary>Pipeline thread: reads where the journal is, asking a vault if need be; a journal that cannot be used ends the command.</summary>
    public static void ReadyJournal(this PSCmdlet cmdlet)
    {
        try
        {
            EngineSource.Engine.PrepareJournal(cmdlet.ReadSecret);
        }
        catch (WanException refused)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.From(refused, null));
        }
    }
}
