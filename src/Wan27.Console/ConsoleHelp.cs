namespace Wan27.Console;

/// <summary>The text that explains the command line.</summary>
internal static class ConsoleHelp
{
    public const string Text = """
        wan27 is PowerShell's own console with the module Wan27 loaded, for machines that have .NET but no PowerShell.

          wan27                                            a prompt
          wan27 <script.ps1> [arguments]                   runs a script; also -File <script.ps1>
          wan27 -c "<commands>"                            runs commands; also -Command
          wan27 emulator --port N [--task-seconds S]       runs the loopback emulator until Ctrl+C; prints its URL
                         [--fault NAME[:COUNT]]...         ... in which something goes wrong, such as Throttle:3 or DropAfterAccept
          wan27 --help | --version

        All other options (-NoProfile, -NonInteractive, -WorkingDirectory, ...), exit codes and streams are those of pwsh.
        Exit code 3: the module was not found.
        """;
}
