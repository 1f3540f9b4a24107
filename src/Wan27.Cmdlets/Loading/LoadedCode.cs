using System.Management.Automation;
using Wan27.Engine.Contract;

namespace Wan27.Cmdlets.Loading;

/// <summary>
/// The code that a session has loaded stays until its end: another version that is imported beside it, or after Remove-Module, shows its own
/// number and runs this code.
/// </summary>
internal static class LoadedCode
{
    private static readonly Version Loaded = typeof(LoadedCode).Assembly.GetName().Version!;

    /// <summary>Ends the cmdlet when it runs under another version's number.</summary>
    public static void Ensure(PSCmdlet cmdlet)
    {
        if (cmdlet.MyInvocation.MyCommand?.Module?.Version is { } imported && Shown(imported) != Shown(Loaded))
        {
            cmdlet.ThrowTerminatingError(Output.ErrorRecords.From(ServiceErrors.NewSessionNeeded(Shown(imported), Shown(Loaded)), null));
        }
    }

    private static string Shown(Version version) => version.ToString(3);
}
