using System.Diagnostics;
using Wan27.ModuleTests.Console;
using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Torture;

/// <summary>An emulator that outlives every process that is killed.</summary>
internal sealed class EmulatorProcess : IDisposable
{
    private readonly Process _process;

    private EmulatorProcess(Process process, string url)
    {
        _process = process;
        Url = url;
        Control = new EmulatorControl(url);
    }

    public string Url { get; }

    public EmulatorControl Control { get; }

    public static async Task<EmulatorProcess> StartAsync(string taskSeconds, params string[] more)
    {
        var process = ConsoleProcess.Start(
            Path.GetTempPath(), ConsoleProcess.Assembly, ["emulator", "--port", "0", "--no-ffmpeg", "--task-seconds", taskSeconds, .. more]);
        return await process.StandardOutput.ReadLineAsync() is { } url
            ? new EmulatorProcess(process, url)
            : throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
    }

    public void Dispose()
    {
        Control.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
