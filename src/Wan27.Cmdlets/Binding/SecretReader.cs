using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Net;
using System.Security;
using System.Text.RegularExpressions;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Records;

namespace Wan27.Cmdlets.Binding;

/// <summary>Reads a secret through the session's own Get-Secret. Runs on the pipeline thread.</summary>
internal static partial class SecretReader
{
    private const int Tries = 3;
    private const int LongestSentence = 300;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    public static string? ReadSecret(this PSCmdlet cmdlet, KeySource source)
    {
        if (cmdlet.InvokeCommand.GetCommand("Get-Secret", CommandTypes.Cmdlet | CommandTypes.Function) is null)
        {
            throw KeyErrors.SecretModuleMissing(source.ToString());
        }

        // A vault in a file, as SecretStore is one, fails when it is read by several at once.
        using var turn = SecretTurn.Take();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return KeyOf(Unwrap.Value(Ask(cmdlet, source).FirstOrDefault()), source);
            }
            catch (RuntimeException failed) when (failed is not PipelineStoppedException)
            {
                var said = Said(failed);
                if (attempt == Tries || Locked().IsMatch(said))
                {
                    throw Unreadable(source, said, failed);
                }

                Thread.Sleep(Pause * attempt);
            }
        }
    }

    private static Collection<PSObject> Ask(PSCmdlet cmdlet, KeySource source)
        => cmdlet.InvokeCommand.InvokeScript(
            "param($name, $vault) if ($vault) { Get-Secret -Name $name -Vault $vault -ErrorAction Stop } else { Get-Secret -Name $name -ErrorAction Stop }",
            source.Name,
            source.Vault);

    private static string? KeyOf(object? secret, KeySource source) => secret switch
    {
        null => null,
        SecureString secure => new NetworkCredential(string.Empty, secure).Password,
        string text => text,
        PSCredential credential => credential.GetNetworkCredential().Password,
        var other => throw KeyErrors.KeyMissingOfThatType(source.ToString(), other.GetType().Name),
    };

    /// <summary>The vault's own sentence, and what stands behind it: Get-Secret often says only that it could not.</summary>
    private static string Said(RuntimeException failed)
    {
        var sentences = new List<string>();
        for (Exception? cause = failed.ErrorRecord?.Exception ?? failed; cause is not null; cause = cause.InnerException)
        {
            var sentence = RecordGuard.Clean(ServerText.Line(cause.Message)).Trim();
            if (sentence.Length > 0 && !sentences.Exists(known => known.Contains(sentence, StringComparison.Ordinal)))
            {
                sentences.Add(sentence);
            }
        }

        var said = string.Join(' ', sentences);
        return said.Length > LongestSentence ? said[..LongestSentence] + "..." : said;
    }

    private static WanException Unreadable(KeySource source, string said, RuntimeException failed)
        => Locked().IsMatch(said) ? KeyErrors.SecretUnreadableInLockedVault(source.ToString(), said, failed)
            : Absent().IsMatch(said) ? KeyErrors.SecretUnreadableNotThere(source.ToString(), said, source.Vault is null ? string.Empty : $" -Vault {source.Vault}", failed)
            : KeyErrors.SecretUnreadable(source.ToString(), said, failed);

    // A locked vault stays locked however often it is asked, and may ask for its password each time.
    [GeneratedRegex("lock|password|passphrase|unauthorized|access is denied", RegexOptions.IgnoreCase)]
    private static partial Regex Locked();

    [GeneratedRegex("not found|no such|does not exist|unable to find", RegexOptions.IgnoreCase)]
    private static partial Regex Absent();
}
