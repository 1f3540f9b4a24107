using System.Globalization;
using System.Text;
using System.Text.Json;
using Wan27.ModuleTests.Hosting;
using Xunit.Abstractions;

namespace Wan27.ModuleTests.Torture;

/// <summary>
/// Forty jobs in four processes that are killed forty times, at a service that loses every fifth answer of a submit after it has taken
/// the job in: nothing is lost, nothing is paid for twice. WAN27_TORTURE_RUNS, _SEED, _MODE (-OnAmbiguous) and _SHARED (how many of the jobs
/// share prompts) repeat the table of docs/testing.md; the seed repeats the dice, though not the timing.
/// </summary>
public sealed class LostAnswerTests(ITestOutputHelper log)
{
    private const int Jobs = 40;
    private const int Processes = 4;
    private const int KillsOfAProcess = 10;
    private const double LostAnswers = 0.2;
    private const int LastPasses = 4;

    private const string Script = """
        param([string] $Slot, [string] $OnAmbiguous)
        Import-Csv jobs.csv | Where-Object Slot -EQ $Slot | Start-WanTextVideoTask -Resolution 720P -Duration 2 -OnAmbiguous $OnAmbiguous |
            Wait-WanTask | Save-WanResult out -NameTemplate '{JobKey}{Ext}' | ForEach-Object { "stored: $($_.JobKey)" }
        """;

    [Theory]
    [InlineData(0)]
    [InlineData(Jobs / 2)]
    public async Task Nothing_is_lost_and_nothing_is_paid_for_twice(int sharing)
    {
        if (Setting("SHARED") is { } only && only != sharing.ToString(CultureInfo.InvariantCulture))
        {
            return;
        }

        var seed = int.Parse(Setting("SEED") ?? Environment.TickCount.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var runs = int.Parse(Setting("RUNS") ?? "1", CultureInfo.InvariantCulture);
        // Without a word, what the cmdlets do without one.
        var mode = Setting("MODE") is { } asked ? Enum.Parse<WanOnAmbiguous>(asked, ignoreCase: true) : default;
        var (total, kills) = (default(Toll), 0);
        for (var run = 0; run < runs; run++)
        {
            var (toll, killed) = await RunAsync(new Random(seed + run), sharing, mode);
            total += toll;
            kills += killed;
            Say($"seed {seed + run}: {killed} kills, {toll}");
        }

        Say($"| {mode} | {(sharing == 0 ? "none" : sharing)} | {runs} | {runs * Jobs} | {kills} | {total.Lost} | {total.Twice} | {total.Open} |");
        Assert.Equal((0, 0), (total.Lost, total.Stray));
        Assert.True(total.Twice == 0 || mode == WanOnAmbiguous.Resubmit, total.ToString());
    }

    private static string? Setting(string name) => Environment.GetEnvironmentVariable("WAN27_TORTURE_" + name);

    private void Say(string line)
    {
        log.WriteLine(line);
        if (Setting("TABLE") is { } path)
        {
            // A run of an hour shall be seen while it goes on.
            File.AppendAllText(path, line + Environment.NewLine);
        }
    }

    private static async Task<(Toll Toll, int Kills)> RunAsync(Random random, int sharing, WanOnAmbiguous mode)
    {
        using var user = new UserFolder();
        using var emulator = await EmulatorProcess.StartAsync("1");
        await File.WriteAllTextAsync(user.PathOf("batch.ps1"), Script);
        var jobs = Enumerable.Range(1, Jobs)
            .Select(number => (Key: $"job-{number}", Prompt: number <= sharing ? $"a fox of kind {number % 4}" : $"a fox, number {number}", Slot: number % Processes))
            .ToArray();
        await File.WriteAllTextAsync(user.PathOf("jobs.csv"), "JobKey,Prompt,Slot\n" + string.Concat(jobs.Select(static job => $"{job.Key},\"{job.Prompt}\",{job.Slot}\n")), Encoding.UTF8);
        await user.SetProfileAsync(emulator.Url, "-SubmitRate 20 -QueryRate 200");
        emulator.Control.Faults([new { kind = "DropAfterAccept", operation = "video.submit", probability = LostAnswers, seed = random.Next() }]);

        var dice = Enumerable.Range(0, Processes).Select(_ => new Random(random.Next())).ToArray();
        var kills = await Task.WhenAll(Enumerable.Range(0, Processes).Select(slot => KillAsync(user, slot, mode, dice[slot])));
        var clean = false;
        for (var pass = 1; pass <= LastPasses && !clean; pass++)
        {
            if (pass == LastPasses)
            {
                emulator.Control.ForgetFaults();
            }

            var ends = await Task.WhenAll(Enumerable.Range(0, Processes).Select(slot => user.RunAsync(Command(slot, mode))));
            clean = ends.All(static end => end.ExitCode == 0 && end.Error.Length == 0);
        }

        return (await CountAsync(user, emulator.Control, jobs), kills.Sum());
    }

    private static string[] Command(int slot, WanOnAmbiguous mode) => ["batch.ps1", slot.ToString(CultureInfo.InvariantCulture), mode.ToString()];

    private static async Task<int> KillAsync(UserFolder user, int slot, WanOnAmbiguous mode, Random dice)
    {
        var kills = 0;
        while (kills < KillsOfAProcess && await KilledRun.RunAsync(user, Command(slot, mode), TimeSpan.FromSeconds(0.4 + (dice.NextDouble() * 2.2)), whileStarting: true) is not null)
        {
            kills++;
        }

        return kills;
    }

    private static async Task<Toll> CountAsync(UserFolder user, EmulatorControl emulator, (string Key, string Prompt, int Slot)[] jobs)
    {
        var accepted = emulator.Log("video.submit").Where(static entry => entry.GetProperty("accepted").GetBoolean())
            .ToLookup(static entry => entry.GetProperty("body").GetProperty("input").GetProperty("prompt").GetString()!, static entry => entry.GetProperty("taskId").GetString()!);
        var states = await user.RunAsync("-c", "Get-WanTask | Where-Object JobKey | ForEach-Object { \"$($_.JobKey) $($_.State)\" }");
        var open = states.Output.Split('\n', StringSplitOptions.TrimEntries).Where(static line => line.EndsWith(nameof(WanTaskState.Indeterminate), StringComparison.Ordinal)).Select(static line => line.Split(' ')[0]).ToHashSet();
        var stored = jobs.ToDictionary(static job => job.Key, job => TaskOf(user.PathOf("out", job.Key + ".mp4.wan.json")));
        return new Toll(
            Lost: jobs.Count(job => stored[job.Key] is null && !open.Contains(job.Key)),
            Twice: jobs.Select(static job => job.Prompt).Distinct().Sum(prompt => Math.Max(0, accepted[prompt].Count() - jobs.Count(job => job.Prompt == prompt))),
            Open: open.Count(key => stored[key] is null),

            // A file of another job's task, or of a task that another file has too.
            Stray: jobs.Count(job => stored[job.Key] is { } task && !accepted[job.Prompt].Contains(task)) + stored.Values.OfType<string>().GroupBy(static task => task).Sum(static group => group.Count() - 1));
    }

    private static string? TaskOf(string sidecar)
    {
        if (!File.Exists(sidecar))
        {
            return null;
        }

        using var json = JsonDocument.Parse(File.ReadAllBytes(sidecar));
        return json.RootElement.GetProperty("ids").GetProperty("taskId").GetString();
    }

    /// <summary>What became of the jobs of a run.</summary>
    private readonly record struct Toll(int Lost, int Twice, int Open, int Stray)
    {
        public static Toll operator +(Toll one, Toll other) => new(one.Lost + other.Lost, one.Twice + other.Twice, one.Open + other.Open, one.Stray + other.Stray);
    }
}
