using System.Management.Automation;
using System.Net;
using System.Security;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;

namespace Wan27.Cmdlets.Binding;

/// <summary>Reads a secret through the session's own Get-Secret. Runs on the pipeline thread.</summary>
internal static class SecretReader
{
    public static string? ReadSecret(this PSCmdlet cmdlet, KeySource source)
    {
        if (cmdlet.InvokeCommand.GetCommand("Get-Secret", CommandTypes.Cmdlet | CommandTypes.Function) is null)
        {
            throw ErrorFactory.Local(WanBoundary.Key, "SecretModuleMissing", $"The key is {source}, but this session has no Get-Secret.", "Install and import Microsoft.PowerShell.SecretManagement, or name another key source.");
        }

        try
        {
            var result = cmdlet.InvokeCommand.InvokeScript(
                "param($name, $vault) if ($vault) { Get-Secret -Name $name -Vault $vault -ErrorAction Stop } else { Get-Secret -Name $name -ErrorAction Stop }",
                source.Name,
                source.Vault);
            return Unwrap.Value(result.FirstOrDefault()) switch
            {
                SecureString secure => new NetworkCredential(string.Empty, secure).Password,
                string text => text,
                PSCredential credential => credential.GetNetworkCredential().Password,
                _ => null,
            };
        }
        catch (RuntimeException failed)
        {
            throw ErrorFactory.Local(WanBoundary.Key, "SecretUnreadable", $"The key is {source}, which Get-Secret could not read.", "Unlock the vault, or check the name.", inner: failed);
        }
    }
}
