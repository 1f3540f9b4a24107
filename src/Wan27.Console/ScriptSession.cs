using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;

namespace Wan27.Console;

/// <summary>One engine with the module in it, for one run.</summary>
internal sealed class ScriptSession : IDisposable
{
    private const string OutTerminal = "Out-Terminal";

    private readonly string _manifest;
    private readonly UncutViews _uncutViews = new();
    private readonly Terminal _terminal;
    private readonly UserPrompt _prompt;
    private readonly HostInterface _ui;
    private readonly ScriptHost _host;
    private readonly Runspace _runspace;

    /// <param name="manifest">The module to load first.</param>
    public ScriptSession(string manifest)
    {
        _manifest = manifest;
        _terminal = new Terminal(OutputStreamTarget.StandardOutput(), OutputStreamTarget.StandardError(), HostRawInterface.TerminalWidth, TimeProvider.System);
        _prompt = new UserPrompt(_terminal);
        _ui = new HostInterface(_terminal, _prompt);
        _host = new ScriptHost(_ui);

        // Rendering is settled per stream when text is written, because one of the two may be redirected and the other not.
        PSStyle.Instance.OutputRendering = OutputRendering.Ansi;

        InitialSessionState state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = ExecutionPolicy.Bypass;
        }

        state.Commands.Add(new SessionStateCmdletEntry(OutTerminal, typeof(OutTerminalCommand), helpFileName: null));
        if (!_terminal.Output.IsTerminal)
        {
            // Views known before the module is loaded come before the module's own.
            string views = Path.Combine(Path.GetDirectoryName(manifest)!, "bin", "Wan27.format.ps1xml");
            if (File.Exists(views))
            {
                state.Formats.Add(new SessionStateFormatEntry(_uncutViews.Add(views)));
            }
        }

        _runspace = RunspaceFactory.CreateRunspace(_host, state);
    }

    /// <summary>Loads the module, runs the script or commands, and returns the process's exit code.</summary>
    public int Run(CommandLine command)
    {
        _runspace.Open();
        using PowerShell shell = PowerShell.Create(_runspace);
        using var interrupts = new InterruptWatch(() => Stop(shell));
        try
        {
            if (!ImportModule(shell))
            {
                return ExitCode.ModuleMissing;
            }

            if (FindSyntaxErrors(command) is { } errors)
            {
                _ui.WriteErrorLine(errors);
                return ExitCode.ScriptFailed;
            }

            AddScript(shell, command);
            if (!interrupts.Requested)
            {
                shell.Invoke();
            }

            return interrupts.Requested ? ExitCode.Interrupted : _host.RequestedExitCode ?? ExitCode.Success;
        }
        catch (PipelineStoppedException) when (interrupts.Requested)
        {
            return ExitCode.Interrupted;
        }
        catch (RuntimeException error)
        {
            ShowError(error.ErrorRecord);
            return interrupts.Requested ? ExitCode.Interrupted : ExitCode.ScriptFailed;
        }
    }

    public void Dispose()
    {
        _runspace.Dispose();
        _terminal.Dispose();
        _uncutViews.Dispose();
    }

    private bool ImportModule(PowerShell shell)
    {
        try
        {
            shell.AddCommand("Import-Module").AddParameter("Name", _manifest).AddParameter("ErrorAction", ActionPreference.Stop).Invoke();
            return true;
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            System.Console.Error.WriteLine($"wan27: the module {_manifest} cannot be loaded: {error.Message.ReplaceLineEndings(" ")}");
            return false;
        }
    }

    private static void AddScript(PowerShell shell, CommandLine command)
    {
        shell.Commands.Clear();
        if (command.Mode == ConsoleMode.Text)
        {
            // As pwsh -Command does: a last command that failed is a failure of the whole.
            shell.AddScript($"{command.Script}{Environment.NewLine}if (-not $?) {{ exit {ExitCode.ScriptFailed} }}");
            foreach (string argument in command.Arguments)
            {
                shell.AddArgument(argument);
            }
        }
        else
        {
            shell.AddScript(ScriptCall.Of(command.Script, command.Arguments));
        }

        // Errors take the same way as output, so that both appear in the order in which they arose.
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand(OutTerminal);
    }

    private static string? FindSyntaxErrors(CommandLine command)
    {
        ParseError[] errors;
        if (command.Mode == ConsoleMode.Text)
        {
            Parser.ParseInput(command.Script, out _, out errors);
        }
        else
        {
            Parser.ParseFile(command.Script, out _, out errors);
        }

        return errors.Length == 0 ? null : SyntaxErrorText.Of(errors);
    }

    private void ShowError(ErrorRecord error)
    {
        _ui.IsShowingFinalError = true;
        using PowerShell shell = PowerShell.Create(_runspace);
        shell.AddCommand("Out-Default").Invoke(new[] { error });
        _ui.IsShowingFinalError = false;
    }

    private void Stop(PowerShell shell)
    {
        // Nothing can interrupt a read from the terminal, and nobody waits for an answer to a question that was just refused.
        if (_prompt.IsOpen)
        {
            Environment.Exit(ExitCode.Interrupted);
        }

        shell.BeginStop(callback: null, state: null);
    }
}
