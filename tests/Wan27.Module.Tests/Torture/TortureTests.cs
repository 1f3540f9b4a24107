using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Wan27.ModuleTests.Hosting;
using Xunit.Abstractions;

namespace Wan27.ModuleTests.Torture;

/// <summary>
/// Kill the machine anywhere, run the same script again, and have every file exactly once, paid exactly once. The number of kills is
/// 40, or what WAN27_TORTURE_KILLS says; WAN27_TORTURE_SEED repeats a run's dice, though not its timing.
/// </summary>
public sealed class TortureTests(ITestOutputHelper log)
{
    /// <summary>A batch is killed so often at most; then it is run to its end and another one begins.</summary>
    private const int KillsPerBatch = 40;

    [Fact]
    public async Task A_batch_that_is_killed_again_and_again_is_stored_once_and_paid_once()
    {
        var seed = Setting("WAN27_TORTURE_SEED", Environment.TickCount);
        var wanted = Setting("WAN27_TORTURE_KILLS", 40);
        log.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        for (var kills = 0; kills < wanted;)
        {
            kills += await TortureAsync(random, Math.Min(KillsPerBatch, wanted - kills));
        }
    }

    private static int Setting(string name, int fallback)
        => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : fallback;

    private async Task<int> TortureAsync(Random random, int wanted)
    {
        using var user = new UserFolder();
        using var emulator = await EmulatorProcess.StartAsync("1");
        var batch = new Batch(user);

        // Slow enough for kills to meet every stage of the batch.
        await user.SetProfileAsync(emulator.Url, "-SubmitRate 6 -QueryRate 100");
        var kills = 0;
        while (kills < wanted)
        {
            emulator.Control.ForgetFaults();
            emulator.Control.Faults(FaultDice.Throw(random));
            var delay = TimeSpan.FromSeconds(random.NextDouble() * 1.1);
            if (await KilledRun.RunAsync(user, Batch.Command(WanOnAmbiguous.Adopt, random.Next()), delay, whileStarting: random.Next(8) == 0) is not { } said)
            {
                break;
            }

            kills++;
            log.WriteLine($"Kill {kills} after {delay.TotalSeconds:0.00} s: {said}");
        }

        emulator.Control.ForgetFaults();
        await user.SetProfileAsync(emulator.Url, "-SubmitRate 100 -QueryRate 200");
        await FinishAsync(user, emulator.Control, batch);
        return kills;
    }

    private async Task FinishAsync(UserFolder user, EmulatorControl emulator, Batch batch)
    {
        var adopting = await user.RunAsync(Batch.Command(WanOnAmbiguous.Adopt, 1));
        log.WriteLine($"To the end: {adopting.Output.ReplaceLineEndings("; ")}");
        var unclear = await KeysAsync(user, "Get-WanTask -State Indeterminate");
        var resubmitting = await user.RunAsync(Batch.Command(WanOnAmbiguous.Resubmit, 2));
        Assert.True(resubmitting.ExitCode == 0, resubmitting.Error);
        var again = await user.RunAsync(Batch.Command(WanOnAmbiguous.Report, 3));
        log.WriteLine($"{resubmitting.Error}\n{again.Error}");
        Assert.Equal((0, string.Empty), (again.ExitCode, again.Error));

        var submits = emulator.Log("video.submit").Where(static entry => entry.GetProperty("accepted").GetBoolean()).ToLookup(PromptOf, TaskIdOf);
        var twice = batch.Jobs.Where(job => submits[job.Prompt].Count() > 1).Select(static job => job.Key).ToArray();
        log.WriteLine($"{unclear.Count} jobs were reported indeterminate and submitted again, {twice.Length} of them had been accepted before.");
        Assert.Empty(twice.Except(unclear));
        Assert.All(batch.Jobs, job => Assert.InRange(submits[job.Prompt].Count(), 1, unclear.Contains(job.Key) ? 2 : 1));

        AssertStored(user, emulator, batch, submits);
    }

    private static void AssertStored(UserFolder user, EmulatorControl emulator, Batch batch, ILookup<string, string> submits)
    {
        var expected = batch.Jobs.SelectMany(static job => new[] { $"{job.Key}.mp4", $"{job.Key}.mp4.wan.json" }).Order(StringComparer.Ordinal);
        Assert.Equal(expected, Directory.GetFiles(user.PathOf("out"), "*", SearchOption.AllDirectories).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.All(batch.Jobs, job =>
        {
            var file = user.PathOf("out", job.Key + ".mp4");
            using var sidecar = JsonDocument.Parse(File.ReadAllBytes(file + ".wan.json"));
            var taskId = sidecar.RootElement.GetProperty("ids").GetProperty("taskId").GetString()!;
            var hash = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));

            // The file is of this job, not of another one whose task was taken for it.
            Assert.Contains(taskId, submits[job.Prompt]);
            Assert.Equal(hash, sidecar.RootElement.GetProperty("file").GetProperty("sha256").GetString(), ignoreCase: true);
            Assert.Equal(hash, Convert.ToHexString(SHA256.HashData(emulator.Download(taskId))));
        });
    }

    private static async Task<HashSet<string>> KeysAsync(UserFolder user, string command)
    {
        var result = await user.RunAsync("-c", $"{command} | ForEach-Object JobKey");
        Assert.Equal((0, string.Empty), (result.ExitCode, result.Error));
        return [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }

    private static string PromptOf(JsonElement entry) => entry.GetProperty("body").GetProperty("input").GetProperty("prompt").GetString()!;

    private static string TaskIdOf(JsonElement entry) => entry.GetProperty("taskId").GetString()!;
}
