using System.Diagnostics;
using System.Globalization;

namespace Wan27.Benchmarks;

/// <summary>What scenarios run with: a PowerShell, the packed module, a folder that is thrown away.</summary>
internal sealed record Bench(string Pwsh, string Manifest, string Folder)
{
    /// <summary>Runs one of the scripts in a fresh process with a home of its own; gives the numbers that its lines name.</summary>
    public async Task<IReadOnlyDictionary<string, double>> ScriptAsync(string name, params string[] arguments)
    {
        var output = await RunAsync(Pwsh, ["-NoProfile", "-NonInteractive", "-File", Path.Combine(AppContext.BaseDirectory, "Scripts", name + ".ps1"), .. arguments]);

        // -WhatIf and the host write lines of their own.
        return output.Split('\n').Where(static line => line.StartsWith("bench ", StringComparison.Ordinal)).Select(static line => line.Trim().Split(' '))
            .ToDictionary(static words => words[1], static words => double.Parse(words[2], CultureInfo.InvariantCulture));
    }

    /// <summary>Runs a program to its end; gives what it wrote.</summary>
    public async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        start.Environment["WAN27_HOME"] = Path.Combine(Folder, "home");
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {output}");
    }

    /// <summary>Whether a peer is on the PATH.</summary>
    public static bool Has(string program)
        => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program)));
}
