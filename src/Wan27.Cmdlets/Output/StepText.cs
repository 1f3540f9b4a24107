using System.Management.Automation;

namespace Wan27.Cmdlets.Output;

/// <summary>
/// Verbose text that never asks. With -Debug and without -Verbose, PowerShell would stop at each verbose line and wait for an answer, which
/// an unattended run never gets; the line is debug text then.
/// </summary>
internal static class StepText
{
    public static void Tell(this PSCmdlet cmdlet, string text)
    {
        var bound = cmdlet.MyInvocation.BoundParameters;
        if (bound.TryGetValue("Debug", out var debug) && debug is SwitchParameter { IsPresent: true } && !bound.ContainsKey("Verbose"))
        {
            cmdlet.WriteDebug(text);
        }
        else
        {
            cmdlet.WriteVerbose(text);
        }
    }
}
