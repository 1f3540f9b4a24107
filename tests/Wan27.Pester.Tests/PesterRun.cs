using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace Wan27.PesterTests;

/// <summary>Runs a file of the suite in the official PowerShell, in a process of its own.</summary>
internal static class PesterRun
{
    /// <summary>Far above what a file needs: only there so that one that hangs fails instead of stopping the whole run.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);

    private static readonly Lazy<Task<string>> PackedManifest = new(PackAsync);

    /// <summary>A PowerShell of the caller's choice, such as an older one; else the one of the tool manifest.</summary>
    private static string PowerShell
        => Environment.GetEnvironmentVariable("WAN27_PWSH") is { Length: > 0 } chosen ? chosen
            : OperatingSystem.IsWindows() ? Path.ChangeExtension(Built("PowerShell")!, ".exe")
            : Path.Combine(AppContext.BaseDirectory, "pwsh", "pwsh");

    private static string Pester
    {
        get
        {
            string version = Environment.GetEnvironmentVariable("WAN27_PESTER") is { Length: > 0 } chosen ? chosen : "6";
            return Built("Pester" + version) ?? throw new InvalidOperationException($"WAN27_PESTER is '{version}': it takes 5 or 6.");
        }
    }

    /// <summary>Every test of a file; where the run itself went wrong, a failed one that tells so.</summary>
    public static async Task<IReadOnlyList<PesterResult>> RunAsync(ModuleUnderTest module, string file, CancellationToken ct)
    {
        string report = Path.GetTempFileName();
        try
        {
            string manifest = module == ModuleUnderTest.Packed ? await PackedManifest.Value : Path.Combine(PesterFiles.Root, "Wan27.psd1");
            (int exitCode, string output) = await StartAsync(
                manifest, ["-File", Path.Combine(PesterFiles.Folder, "Invoke-Suite.ps1"), Pester, Path.Combine(PesterFiles.Folder, file), report], ct);
            string[] lines = await File.ReadAllLinesAsync(report, ct);
            PesterResult[] results = [.. lines.Select(line => JsonSerializer.Deserialize<PesterResult>(line)!)];
            return exitCode == 0 && results.Length > 0
                ? results
                : [.. results, Broken($"{file} did not come to its end: exit code {exitCode}, {results.Length} results.", output)];
        }
        catch (Exception error) when (error is InvalidOperationException or TimeoutException or IOException or JsonException)
        {
            return [Broken(error.Message, error.ToString())];
        }
        finally
        {
            File.Delete(report);
        }
    }

    /// <summary>A path that only the build knew.</summary>
    private static string? Built(string name)
        => typeof(PesterRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(entry => entry.Key == name)?.Value;

    private static PesterResult Broken(string message, string trace) => new("the run", "Failed", 0, message, trace);

    private static async Task<string> PackAsync()
    {
        string destination = Path.Combine(PesterFiles.Root, "out", "pester");
        (int exitCode, string output) = await StartAsync(
            "", ["-File", Path.Combine(PesterFiles.Root, "tools", "Export-ModulePackage.ps1"), "-Destination", destination], CancellationToken.None);
        return exitCode == 0
            ? Directory.EnumerateFiles(Path.Combine(destination, "Wan27"), "Wan27.psd1", SearchOption.AllDirectories).MaxBy(File.GetLastWriteTimeUtc)!
            : throw new InvalidOperationException($"Packing ended with {exitCode}: {output}");
    }

    private static async Task<(int ExitCode, string Output)> StartAsync(string manifest, string[] arguments, CancellationToken ct)
    {
        var start = new ProcessStartInfo(PowerShell, ["-NoProfile", "-NonInteractive", .. arguments])
        {
            WorkingDirectory = PesterFiles.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["WAN27_MODULE"] = manifest;
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";

        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{PowerShell} did not start.");
        process.StandardInput.Close();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Limit);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + await error);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"{string.Join(' ', arguments)} took longer than {Limit.TotalMinutes} minutes.");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
