namespace Wan27.ModuleTests.Console;

/// <summary>What a run of the console left behind.</summary>
internal sealed record ConsoleResult(int ExitCode, string Output, string Error)
{
    public string[] OutputLines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
