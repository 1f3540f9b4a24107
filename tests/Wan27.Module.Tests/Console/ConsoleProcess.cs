using System.Diagnostics;
using System.Text;

namespace Wan27.ModuleTests.Console;

/// <summary>Runs the built console as a child process, with every stream redirected.</summary>
internal static class ConsoleProcess
{
    /// <summary>The built console in its own output folder.</summary>
    public static string Assembly { get; } = FindAssembly();

    public static Task<ConsoleResult> RunAsync(params string[] arguments) => RunInAsync(Environment.CurrentDirectory, Assembly, arguments);

    public static async Task<ConsoleResult> RunInAsync(string workingDirectory, string assembly, params string[] arguments)
    {
        using Process process = Start(workingDirectory, assembly, arguments);
        return await FinishAsync(process);
    }

    public static Process Start(string workingDirectory, string assembly, params string[] arguments) => Start(workingDirectory, assembly, null, arguments);

    /// <param name="workingDirectory">Where it runs.</param>
    /// <param name="assembly">The console.</param>
    /// <param name="home">The user's state folder; this process's own when null.</param>
    /// <param name="arguments">What to run.</param>
    public static Process Start(string workingDirectory, string assembly, string? home, string[] arguments)
    {
        // A test run in the background of a shell ignores Ctrl+C and hands that on to its children, who would then never see a signal.
        string[] prefix = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT"] : [];
        string dotnet = Environment.ProcessPath is { } host && IsDotnet(host) ? host : "dotnet";
        string[] command = [.. prefix, dotnet, "exec", assembly, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        if (home is not null)
        {
            start.Environment["WAN27_HOME"] = home;
        }

        Process process = Process.Start(start) ?? throw new InvalidOperationException("The console did not start.");
        process.StandardInput.Close();
        return process;
    }

    public static async Task<ConsoleResult> FinishAsync(Process process)
    {
        // Far above what any of these runs needs: only there so that a hanging console fails its test instead of the whole run.
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new ConsoleResult(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static bool IsDotnet(string path) => Path.GetFileNameWithoutExtension(path).Equals("dotnet", StringComparison.OrdinalIgnoreCase);

    private static string FindAssembly()
    {
        // tests/Wan27.Module.Tests/bin/<configuration>/<framework>/
        var output = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        string root = output.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(root, "src", "Wan27.Console", "bin", output.Parent.Name, output.Name, "Wan27.Console.dll");
    }
}
