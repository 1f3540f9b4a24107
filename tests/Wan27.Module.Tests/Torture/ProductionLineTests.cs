using System.Diagnostics;
using Wan27.ModuleTests.Hosting;
using Xunit.Abstractions;

namespace Wan27.ModuleTests.Torture;

/// <summary>examples/production-line.ps1: four steps, each made of the one before, over kills at each of them.</summary>
public sealed class ProductionLineTests(ITestOutputHelper log) : IDisposable
{
    private const int Steps = 4;

    private static readonly string[] Files = ["fox-1-picture.png", "fox-2-clip.mp4", "fox-3-longer.mp4", "fox-4-film.mp4"];

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task A_line_that_is_killed_at_every_step_makes_every_file_once_and_pays_for_each_once()
    {
        using var emulator = await EmulatorProcess.StartAsync("1");
        await _user.SetProfileAsync(emulator.Url);
        for (var step = 1; step <= Steps; step++)
        {
            await KillAtAsync(emulator.Control, step);
        }

        var run = await _user.RunAsync(Line());
        if (run.ExitCode != 0)
        {
            // A kill between two steps can leave a submit that never reached the service, and only its owner can say that it may be sent again.
            log.WriteLine(run.Error);
            run = await _user.RunAsync([.. Line(), "-OnAmbiguous", "Resubmit"]);
        }

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(Stored(), Names());
        Assert.Equal(Steps, Accepted(emulator.Control));
        var bytes = Files.ToDictionary(static name => name, name => File.ReadAllBytes(_user.PathOf("out", name)));
        var downloads = emulator.Control.Log("result.get").Count;

        var again = await _user.RunAsync(Line());

        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Equal(Stored(), Names());
        Assert.All(bytes, file => Assert.Equal(file.Value, File.ReadAllBytes(_user.PathOf("out", file.Key))));
        Assert.Equal((Steps, downloads), (Accepted(emulator.Control), emulator.Control.Log("result.get").Count));
    }

    [Fact]
    public async Task The_emulator_is_enough_to_run_it()
    {
        var run = await _user.RunAsync([.. Line(), "-Emulator"]);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(Stored(), Names());
    }

    private static string[] Line() => [Path.Combine(ModuleAssemblies.Root, "examples", "production-line.ps1"), "-Destination", "out"];

    /// <summary>Kills the line once the service has taken so many of its steps.</summary>
    private async Task KillAtAsync(EmulatorControl emulator, int step)
    {
        using var process = _user.Start(Line());
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var patience = Stopwatch.StartNew();
        while (Accepted(emulator) < step && !process.HasExited && patience.Elapsed < TimeSpan.FromMinutes(2))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        process.Kill();
        await process.WaitForExitAsync();
        log.WriteLine($"Killed at step {step}: {(await output).ReplaceLineEndings("; ")} {await error}");
        Assert.True(Accepted(emulator) >= step, await error);
    }

    private static int Accepted(EmulatorControl emulator)
        => emulator.Log("image.async").Concat(emulator.Log("video.submit")).Count(static entry => entry.GetProperty("accepted").GetBoolean());

    private static IEnumerable<string> Stored() => Files.SelectMany(static name => new[] { name, name + ".wan.json" }).Order(StringComparer.Ordinal);

    private IEnumerable<string> Names() => Directory.EnumerateFileSystemEntries(_user.PathOf("out")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
}
