using System.Diagnostics;
using System.Globalization;

namespace Wan27.Benchmarks;

/// <summary>Imports the packed module and an empty binary module in turns, each in a fresh process, and sets their medians beside each other.</summary>
internal static class ImportBenchmark
{
    private const int Runs = 21;

    /// <summary>Prints how long an import took, and how long the first call after it; the clock runs inside, without the start of the process.</summary>
    private const string Script = """
        param($Manifest, $Cmdlet)
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        Import-Module $Manifest -ErrorAction Stop
        $import = $watch.Elapsed.TotalMilliseconds
        $watch.Restart()
        $null = & $Cmdlet
        [string]::Format([cultureinfo]::InvariantCulture, '{0} {1}', $import, $watch.Elapsed.TotalMilliseconds)
        """;

    /// <summary>Compiled by the very PowerShell that imports it.</summary>
    private const string MakeEmpty = """
        param($Source, $Folder)
        Add-Type -Path $Source -OutputAssembly (Join-Path $Folder 'EmptyModule.dll') -ErrorAction Stop
        New-ModuleManifest (Join-Path $Folder 'EmptyModule.psd1') -RootModule EmptyModule.dll -CmdletsToExport Get-Nothing -FunctionsToExport @() -AliasesToExport @() -VariablesToExport @()
        """;

    public static async Task RunAsync(string pwsh, string manifest, TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("wan27-import-").FullName;
        try
        {
            var make = await WriteAsync(folder, "make.ps1", MakeEmpty);
            var time = await WriteAsync(folder, "time.ps1", Script);
            await RunAsync(pwsh, folder, make, Path.Combine(AppContext.BaseDirectory, "EmptyModule.cs"), folder);

            (string Manifest, string Cmdlet, List<double[]> Times)[] modules =
            [
                (Path.Combine(folder, "EmptyModule.psd1"), "Get-Nothing", []),
                (manifest, "Get-WanTask", []),
            ];

            // The first round fills the caches of the system and makes the journal; it does not count.
            for (var run = 0; run <= Runs; run++)
            {
                foreach (var (path, cmdlet, times) in modules)
                {
                    var line = await RunAsync(pwsh, folder, time, path, cmdlet);
                    if (run > 0)
                    {
                        times.Add([.. line.Split(' ').Select(static number => double.Parse(number, CultureInfo.InvariantCulture))]);
                    }
                }
            }

            var (empty, own) = (Median(modules[0].Times, 0), Median(modules[1].Times, 0));
            var (nothing, first) = (Median(modules[0].Times, 1), Median(modules[1].Times, 1));
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Import, median of {Runs} fresh processes each, in turns: empty module {empty:0.0} ms, Wan27 {own:0.0} ms, ratio {own / empty:0.00}"));
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"First cmdlet after it: Get-Nothing {nothing:0.0} ms, Get-WanTask on an empty journal {first:0.0} ms"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Median(List<double[]> times, int column)
        => times.Select(time => time[column]).Order().ElementAt(times.Count / 2);

    private static async Task<string> WriteAsync(string folder, string name, string script)
    {
        var path = Path.Combine(folder, name);
        await File.WriteAllTextAsync(path, script);
        return path;
    }

    private static async Task<string> RunAsync(string pwsh, string folder, params string[] script)
    {
        var start = new ProcessStartInfo(pwsh, ["-NoProfile", "-NonInteractive", "-File", .. script]) { RedirectStandardOutput = true };
        start.Environment["WAN27_HOME"] = Path.Combine(folder, "home");
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"{script[0]} ended with {process.ExitCode}: {output}");
    }
}
