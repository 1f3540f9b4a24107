using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Wan27.Console;

/// <summary>Writes what the engine has to say, each stream in its colour, and passes questions on to <see cref="UserPrompt"/>.</summary>
internal sealed class HostInterface(Terminal terminal, UserPrompt prompt) : PSHostUserInterface
{
    // The engine formats as if it could always use colours; each stream drops what it cannot show.
    public override bool SupportsVirtualTerminal => true;

    public override PSHostRawUserInterface RawUI { get; } = new HostRawInterface(terminal);

    /// <summary>
    /// While set, ordinary output goes to the error stream: the engine's formatting writes an error that ended the script as if it were output.
    /// </summary>
    public bool IsShowingFinalError { get; set; }

    public void ClearProgress() => terminal.ClearProgress();

    public override void Write(string value) => terminal.Write(IsShowingFinalError ? terminal.Error : terminal.Output, value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(Paint(foregroundColor, value));

    public override void WriteLine(string value) => Write(value + Environment.NewLine);

    public override void WriteErrorLine(string value) => WriteMessage(PSStyle.Instance.Formatting.Error, value);

    public override void WriteWarningLine(string message) => WriteMessage(PSStyle.Instance.Formatting.Warning, "WARNING: " + message);

    public override void WriteVerboseLine(string message) => WriteMessage(PSStyle.Instance.Formatting.Verbose, "VERBOSE: " + message);

    public override void WriteDebugLine(string message) => WriteMessage(PSStyle.Instance.Formatting.Debug, "DEBUG: " + message);

    public override void WriteProgress(long sourceId, ProgressRecord record) => terminal.Report(ProgressEntry.From(sourceId, record));

    public override string ReadLine() => prompt.ReadLine("a line of text");

    public override SecureString ReadLineAsSecureString() => prompt.ReadSecret("a secret");

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
        => prompt.AskForFields(caption, message, descriptions);

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
        => prompt.AskForChoice(caption, message, choices, defaultChoice);

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName)
        => prompt.AskForCredential(caption, message, userName);

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options)
        => prompt.AskForCredential(caption, message, userName);

    private void WriteMessage(string style, string value)
    {
        string line = value.Contains('\u001b', StringComparison.Ordinal) ? value : style + value + PSStyle.Instance.Reset;
        terminal.Write(terminal.Error, line + Environment.NewLine);
    }

    private static string Paint(ConsoleColor colour, string value)
        => PSStyle.MapForegroundColorToEscapeSequence(colour) + value + PSStyle.Instance.Reset;
}
