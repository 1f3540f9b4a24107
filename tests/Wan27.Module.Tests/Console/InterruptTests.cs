using System.Diagnostics;
using System.Globalization;

namespace Wan27.ModuleTests.Console;

/// <summary>Signals can be sent to one process only on Unix; on Windows a Ctrl+C reaches the whole console, the test run included.</summary>
public sealed class InterruptTests
{
    [UnixFact]
    public async Task Ctrl_C_stops_the_pipeline_runs_its_finally_and_gives_1()
    {
        using Process process = ConsoleProcess.Start(
            Environment.CurrentDirectory,
            ConsoleProcess.Assembly,
            "-c",
            "try { [Console]::WriteLine('started'); while ($true) { [Threading.Thread]::Sleep(20) } } finally { [Console]::WriteLine('cleaned up') }");
        Assert.Equal("started", await process.StandardOutput.ReadLineAsync());

        using (Process kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        var sinceSignal = Stopwatch.StartNew();
        ConsoleResult result = await ConsoleProcess.FinishAsync(process);

        Assert.Equal((1, "cleaned up", ""), (result.ExitCode, result.Output.Trim(), result.Error));

        // The promise is one second; the rest is allowance for a busy build machine, and still far from a run that ignored the signal.
        Assert.InRange(sinceSignal.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [UnixFact]
    public async Task Ctrl_C_is_the_normal_end_of_the_emulator()
    {
        using Process process = ConsoleProcess.Start(Environment.CurrentDirectory, ConsoleProcess.Assembly, "emulator", "--port", "0");
        Assert.Contains("http://127.0.0.1", await process.StandardOutput.ReadLineAsync(), StringComparison.Ordinal);

        using (Process kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        ConsoleResult result = await ConsoleProcess.FinishAsync(process);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
    }
}
