namespace Wan27.Console;

/// <summary>The exit codes of the console, apart from those that a script chooses with <c>exit</c>.</summary>
internal static class ExitCode
{
    /// <summary>The script ran to its end.</summary>
    public const int Success = 0;

    /// <summary>The script did not parse, or ended with a terminating error.</summary>
    public const int ScriptFailed = 1;

    /// <summary>The command line cannot be used, or names a script that does not exist.</summary>
    public const int Usage = 2;

    /// <summary>The module, or a part of it, is not where it belongs.</summary>
    public const int ModuleMissing = 3;

    /// <summary>Stopped by Ctrl+C or a request to end (128 + SIGINT, as shells count).</summary>
    public const int Interrupted = 130;
}
