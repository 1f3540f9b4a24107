namespace Wan27.Console;

/// <summary>The text that explains the command line.</summary>
internal static class Usage
{
    public const string Hint = "'wan27 --help' shows how it is used.";

    public const string Text = """
        wan27 runs PowerShell scripts with the module Wan27 loaded, on machines that have .NET but no PowerShell.

          wan27 <script.ps1> [arguments]                   runs a script; -Name value, -Switch, -Switch:$false and positional arguments
          wan27 -c "<commands>" [arguments]                runs commands; the arguments are in $args
          wan27 emulator --port N [--task-seconds S]       runs the loopback emulator until Ctrl+C; prints its URL
                         [--fault NAME[:COUNT]]...         ... in which something goes wrong, such as Throttle:3 or DropAfterAccept
          wan27 --help | --version

        Exit code: what the script passes to 'exit', otherwise 0 after a run to the end, 1 after a terminating or syntax error,
        2 for a command line that cannot be used, 3 when the module is not found, 130 after Ctrl+C.
        Errors, warnings and progress go to the error stream. Redirected output is plain text; NO_COLOR turns colours off.

        """;
}
