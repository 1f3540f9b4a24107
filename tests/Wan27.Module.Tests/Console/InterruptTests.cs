using System.Diagnostics;
using System.Globalization;

namespace Wan27.ModuleTests.Console;

/// <summary>Signals can be sent to one process only on Unix; on Windows a Ctrl+C reaches the whole console, the test run included.</summary>
public sealed class InterruptTests
{
    [UnixTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_stops_the_pipeline_runs_its_finally_and_gives_130(string signal)
    {
        using Process process = ConsoleProcess.Start(
            Environment.CurrentDirectory,
            ConsoleProcess.Assembly,
            "-c",
            "try { [Console]::WriteLine('started'); while ($true) { [Threading.Thread]::Sleep(20) } } finally { [Console]::WriteLine('cleaned up') }");
        Assert.Equal("started", await process.StandardOutput.ReadLineAsync());

        using (Process kill = Process.Start("kill", ["-" + signal, process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        var sinceSignal = Stopwatch.StartNew();
        ConsoleResult result = await ConsoleProcess.FinishAsync(process);

        Assert.Equal((130, "cleaned up", ""), (result.ExitCode, result.Output.Trim(), result.Error));

        // The promise is one second; the rest is allowance for a busy build machine, and still far from a run that ignored the signal.
        Assert.InRange(sinceSignal.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }
}
