using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Wan27.Engine.Tests.Postgres;
using Wan27.ModuleTests.Console;
using Wan27.ModuleTests.Hosting;
using Xunit.Abstractions;

namespace Wan27.ModuleTests.Torture;

/// <summary>
/// Runners with homes and, where the test runs as root on Linux, host names of their own work on one list of jobs with one shared journal. Each job is paid
/// once and stored once, and the account's rates are kept, also when runners and the database are killed. WAN27_FLEET_RUNNERS, _JOBS, _KILLS, _CRASHES
/// and _TABLE make the long runs of docs/performance.md.
/// </summary>
[Collection(PostgresTests.Name)]
public sealed class FleetRunTests(PostgresServer server, ITestOutputHelper log)
{
    private const double TaskSeconds = 3;

    private const string Script = """
        param([string] $Share)
        Import-Csv jobs.csv | Start-WanTextVideoTask -Resolution 720P -Duration 2 | Wait-WanTask | Save-WanResult $Share -NameTemplate '{JobKey}{Ext}' | ForEach-Object { "stored: $($_.JobKey)" }
        """;

    [PostgresFact]
    public async Task Each_job_is_paid_once_and_stored_once_within_the_rates()
    {
        var (runners, jobs) = (Number("RUNNERS", 3), Number("JOBS", 15));
        var (kills, crashes) = (Number("KILLS", 1), Number("CRASHES", 1));
        Environment.SetEnvironmentVariable("WAN27_TEST_FLEET", await server.MakeDatabaseAsync());
        Environment.SetEnvironmentVariable("WAN27_JOURNAL", "WAN27_TEST_FLEET");
        using var emulator = await EmulatorProcess.StartAsync(TaskSeconds.ToString(CultureInfo.InvariantCulture));
        var users = Enumerable.Range(0, runners).Select(_ => new UserFolder()).ToArray();
        var share = Directory.CreateTempSubdirectory("wan27-share-").FullName;
        try
        {
            var list = "JobKey,Prompt\n" + string.Concat(Enumerable.Range(0, jobs).Select(static job => $"job-{job},a fox number {job}\n"));
            foreach (var user in users)
            {
                await File.WriteAllTextAsync(user.PathOf("batch.ps1"), Script);
                await File.WriteAllTextAsync(user.PathOf("jobs.csv"), list, Encoding.UTF8);
                var set = await user.RunAsync("-c", $"Set-WanProfile main Singapore -Endpoint {emulator.Url} -ApiKeyFile key -Default");
                Assert.True(set.ExitCode == 0, set.Error);
            }

            var processor = server.ProcessorSeconds();
            var clock = Stopwatch.StartNew();
            var dice = new Random(Number("SEED", 1));
            var span = TimeSpan.FromSeconds((jobs / 5.0) + 5);
            var ends = await Task.WhenAll([
                .. users.Select((user, runner) => RunAsync(user, runner, share, kills > runner ? span * dice.NextDouble() : null)),
                CrashAsync(crashes, span / (crashes + 1))]);
            var wall = clock.Elapsed;
            var used = server.ProcessorSeconds() - processor;
            if (ends.Any(static end => end is { Length: > 0 }))
            {
                // What a killed runner had in hand is finished by whoever runs the script again.
                log.WriteLine(string.Join('\n', ends));
                await RunAsync(users[0], 0, share, null);
            }

            Judge(emulator.Control, share, jobs);
            var first = emulator.Control.Log("video.submit").Min(static entry => entry.GetProperty("startedAt").GetDateTimeOffset());
            var started = DateTimeOffset.UtcNow - clock.Elapsed;
            var ideal = ((jobs - 1) / 5.0) + TaskSeconds;
            Say(string.Create(CultureInfo.InvariantCulture,
                $"| {runners} | {jobs} | {kills} | {crashes} | {wall.TotalSeconds:0.0} s | {(wall - (first - started)).TotalSeconds:0.0} s | {ideal:0.0} s | {emulator.Control.Log("task.query").Count} | {used / wall.TotalSeconds:P1} |"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("WAN27_JOURNAL", null);
            Environment.SetEnvironmentVariable("WAN27_TEST_FLEET", null);
            Array.ForEach(users, static user => user.Dispose());
            Directory.Delete(share, recursive: true);
        }
    }

    private static void Judge(EmulatorControl emulator, string share, int jobs)
    {
        var accepted = emulator.Log("video.submit").Where(static entry => entry.GetProperty("accepted").GetBoolean()).Select(static entry => entry.GetProperty("body").GetProperty("input").GetProperty("prompt").GetString()!).ToArray();
        Assert.Equal(jobs, accepted.Length);
        Assert.Equal(jobs, accepted.Distinct().Count());
        Assert.Equal(jobs, Directory.GetFiles(share, "*.mp4").Length);
        Assert.Equal(jobs, Directory.GetFiles(share, "*.wan.json").Length);
        Assert.Equal(2 * jobs, Directory.GetFiles(share).Length);
        var entries = emulator.Log();
        AssertKept("submits", entries, static operation => operation == "video.submit", 5);
        AssertKept("queries", entries, static operation => operation is "task.query" or "task.list" or "task.cancel", 20);
    }

    private static void AssertKept(string what, IReadOnlyList<JsonElement> entries, Func<string, bool> counts, int perSecond)
    {
        var times = entries.Where(entry => counts(entry.GetProperty("operation").GetString()!)).Select(static entry => entry.GetProperty("startedAt").GetDateTimeOffset()).Order().ToArray();
        Assert.All(times.Zip(times.Skip(perSecond), static (first, last) => last - first), span => Assert.True(span >= TimeSpan.FromSeconds(1), $"{perSecond + 1} {what} within {span.TotalMilliseconds:0} ms"));
    }

    /// <summary>Runs the script to its end; gives what it complained of. It is killed once on the way, if asked, and begun again.</summary>
    private static async Task<string?> RunAsync(UserFolder user, int runner, string share, TimeSpan? killAfter)
    {
        if (killAfter is { } delay)
        {
            using var killed = Start(user, runner, share);
            var (said, errors) = (killed.StandardOutput.ReadToEndAsync(), killed.StandardError.ReadToEndAsync());
            using var limit = new CancellationTokenSource(delay);
            try
            {
                await killed.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                killed.Kill();
                await killed.WaitForExitAsync(CancellationToken.None);
            }

            await Task.WhenAll(said, errors);
        }

        using var process = Start(user, runner, share);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(9));
        try
        {
            await process.WaitForExitAsync(late.Token);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }

        await output;
        return process.ExitCode == 0 ? await error : $"exit code {process.ExitCode}: {await error}";
    }

    /// <summary>A runner's process; with a host name of its own where that can be had.</summary>
    private static Process Start(UserFolder user, int runner, string share)
    {
        if (Environment.UserName != "root" || !OperatingSystem.IsLinux())
        {
            return user.Start("batch.ps1", share);
        }

        var start = new ProcessStartInfo("unshare", ["--uts", "sh", "-c", $"hostname runner-{runner}; exec dotnet exec \"$0\" batch.ps1 \"$1\"", ConsoleProcess.Assembly, share])
        {
            WorkingDirectory = user.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["WAN27_HOME"] = user.Home;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    private async Task<string?> CrashAsync(int crashes, TimeSpan between)
    {
        for (var crash = 0; crash < crashes; crash++)
        {
            await Task.Delay(between);
            await server.KillAsync();
            await Task.Delay(TimeSpan.FromSeconds(2));
            await server.StartAsync();
        }

        return null;
    }

    private static int Number(string name, int otherwise)
        => Environment.GetEnvironmentVariable("WAN27_FLEET_" + name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private void Say(string line)
    {
        log.WriteLine(line);
        if (Environment.GetEnvironmentVariable("WAN27_FLEET_TABLE") is { Length: > 0 } path)
        {
            File.AppendAllText(path, line + Environment.NewLine);
        }
    }
}
