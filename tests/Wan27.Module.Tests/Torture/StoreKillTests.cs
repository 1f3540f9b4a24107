using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;
using Wan27.Engine.Tests.Stores;
using Wan27.ModuleTests.Hosting;
using Xunit.Abstractions;

namespace Wan27.ModuleTests.Torture;

/// <summary>
/// A script that stores results in a bucket is killed (SIGKILL) in the middle of its writes, each time at a point that dice choose, and run again: every
/// object is there exactly once and whole, and no upload in parts is left open. WAN27_STORE_KILLS, _RESULTS, _RUNS and _SEED repeat the figures of
/// docs/testing.md; the seed repeats the points.
/// </summary>
[Collection(SwiftTests.Name)]
public sealed class StoreKillTests(SwiftServer server, ITestOutputHelper log)
{
    // Above what travels at once, so that a large result takes three parts.
    private const string LargePadding = "17000000";

    // A large result takes six writes: begin, three parts, the completion, and the sidecar.
    private const int FurthestWrite = 6;

    private const string Making = """
        Import-Csv jobs.csv | ForEach-Object { Start-WanTextVideoTask $_.Prompt -JobKey $_.JobKey -Profile $_.Profile -Resolution 720P -Duration 2 } | Wait-WanTask | Out-Null
        """;

    private const string Saving = """
        Get-WanTask | Sort-Object JobKey | Save-WanResult -Store media -NameTemplate '{JobKey}{Ext}' -ThrottleLimit 2 | ForEach-Object { "stored: $($_.JobKey)" }
        """;

    [SwiftFact]
    public async Task Every_result_is_in_the_bucket_once_and_whole_however_often_the_script_is_killed()
    {
        var (wanted, results, runs) = (Setting("KILLS", 3), Setting("RESULTS", 4), Setting("RUNS", 1));
        var seed = Setting("SEED", Environment.TickCount);
        var total = default(StoreToll);
        for (var run = 0; run < runs; run++)
        {
            var dice = new Random(seed + run);
            for (var kills = 0; kills < wanted;)
            {
                var toll = await TortureAsync(dice, results, wanted - kills);
                Say($"seed {seed + run}: {toll}");
                kills += toll.Kills;
                total += toll;
            }
        }

        Say($"| {runs} | {total.Kills} | {total.Objects} | {total.Missing} | {total.Halves} | {total.Doubles} | {total.Open} | {total.Spooled} |");
        Assert.Equal(runs * wanted, total.Kills);
        Assert.Equal((0, 0, 0, 0, 0), (total.Missing, total.Halves, total.Doubles, total.Open, total.Spooled));
    }

    private static int Setting(string name, int fallback)
        => int.TryParse(Environment.GetEnvironmentVariable("WAN27_STORE_" + name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : fallback;

    private void Say(string line)
    {
        log.WriteLine(line);
        if (Environment.GetEnvironmentVariable("WAN27_STORE_TABLE") is { Length: > 0 } path)
        {
            // A run of many minutes shall be seen while it goes on.
            File.AppendAllText(path, line + Environment.NewLine);
        }
    }

    private async Task<StoreToll> TortureAsync(Random dice, int results, int wanted)
    {
        using var user = new UserFolder();
        using var large = await EmulatorProcess.StartAsync("0", "--result-padding", LargePadding);
        using var small = await EmulatorProcess.StartAsync("0");
        await using var relay = new HoldingRelay(server.Url);
        var bucket = $"killed-{Guid.NewGuid():N}"[..20];
        await server.MakeBucketAsync(bucket);
        var jobs = await MakeAsync(user, small, large, results);
        await SetStoreAsync(user, relay.Url, bucket);

        var kills = 0;
        for (; kills < wanted && await KillAsync(user, relay, dice); kills++)
        {
        }

        var last = await user.RunAsync("save.ps1");
        Assert.True(last is { ExitCode: 0, Error.Length: 0 }, last.Error);
        return await CountAsync(user, relay, bucket, jobs, kills);
    }

    private static async Task<Job[]> MakeAsync(UserFolder user, EmulatorProcess small, EmulatorProcess large, int results)
    {
        // Those in one piece first: they take too few writes to be met by every throw of the dice, the large ones do not.
        var jobs = Enumerable.Range(0, results).Select(number => new Job($"job-{number:00}", $"a fox, number {number}", number < results * 2 / 5 ? small : large, number < results * 2 / 5 ? "small" : "main")).ToArray();
        await user.SetProfileAsync(large.Url, "-SubmitRate 100 -QueryRate 200");
        await File.WriteAllTextAsync(user.PathOf("make.ps1"), $"Set-WanProfile small Singapore -Endpoint {small.Url} -ApiKeyFile key -SubmitRate 100 -QueryRate 200 -Force\n{Making}");
        await File.WriteAllTextAsync(user.PathOf("save.ps1"), Saving);
        await File.WriteAllTextAsync(user.PathOf("jobs.csv"), "JobKey,Prompt,Profile\n" + string.Concat(jobs.Select(static job => $"{job.Key},\"{job.Prompt}\",{job.Profile}\n")), Encoding.UTF8);
        var made = await user.RunAsync("make.ps1");
        Assert.True(made is { ExitCode: 0, Error.Length: 0 }, made.Error);
        return jobs;
    }

    private async Task SetStoreAsync(UserFolder user, string url, string bucket)
    {
        await File.WriteAllTextAsync(user.PathOf("access"), server.AccessKey);
        await File.WriteAllTextAsync(user.PathOf("secret"), server.SecretKey);
        var set = await user.RunAsync("-c", $"Set-WanStore media {bucket} -Endpoint {url} -AccessKeyFile access -SecretKeyFile secret");
        Assert.True(set.ExitCode == 0, set.Error);
    }

    /// <summary>Runs the script until it is in the middle of the write that the dice choose, and kills it there; false when it came to its end first.</summary>
    private async Task<bool> KillAsync(UserFolder user, HoldingRelay relay, Random dice)
    {
        var point = new HoldPoint(dice.Next(FurthestWrite), dice.Next(4) switch { 0 => 0, 1 => 1, _ => dice.NextDouble() });
        var held = relay.HoldAt(point);
        using var process = user.Start("save.ps1");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var ended = process.WaitForExitAsync();
        var isHeld = await Task.WhenAny(held, ended) == held;
        if (isHeld)
        {
            process.Kill();
        }

        await ended;
        Say($"{point}: {(isHeld ? $"killed in {await held}" : "came to its end")}; {(await output).ReplaceLineEndings("; ")}{await error}");
        await relay.SettleAsync();
        return isHeld;
    }

    private async Task<StoreToll> CountAsync(UserFolder user, HoldingRelay relay, string bucket, Job[] jobs, int kills)
    {
        using var client = server.Client();
        var found = (await server.KeysAsync(bucket)).ToHashSet(StringComparer.Ordinal);
        var states = (await user.RunAsync("-c", "Get-WanTask | ForEach-Object { \"$($_.JobKey) $($_.TaskId) $($_.State) $($_.Files)\" }")).Output.Split('\n', StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal);
        var tasks = states.Where(static line => line.Length > 0).Select(static line => line.Split(' ')).ToDictionary(static parts => parts[0], static parts => parts[1]);
        var (missing, halves) = (0, 0);
        foreach (var job in jobs)
        {
            var key = job.Key + ".mp4";
            if (!found.Remove(key) || !found.Remove(key + ".wan.json") || !states.Contains($"{job.Key} {tasks[job.Key]} Stored s3://{bucket}/{key}"))
            {
                missing++;
                continue;
            }

            using var answer = await client.GetObjectAsync(bucket, key);
            var hash = Convert.ToHexString(await SHA256.HashDataAsync(answer.ResponseStream));
            var isWhole = hash == Convert.ToHexString(SHA256.HashData(job.At.Control.Download(tasks[job.Key])))
                && hash.Equals(answer.Metadata["wan27-sha256"], StringComparison.OrdinalIgnoreCase) && answer.Metadata["wan27-task"] == tasks[job.Key];
            halves += isWhole ? 0 : 1;
        }

        var open = (await client.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = bucket })).MultipartUploads?.Count ?? 0;
        return new StoreToll(
            kills, jobs.Length, missing, halves,

            // Objects under other names, and objects that were made more than once.
            found.Count + jobs.Sum(job => Math.Max(0, relay.Made($"/{bucket}/{job.Key}.mp4") - 1)),
            open,
            Directory.GetFiles(user.PathOf("home"), "*", SearchOption.AllDirectories).Count(static path => path.EndsWith(".part", StringComparison.Ordinal) || path.EndsWith(".upload.json", StringComparison.Ordinal)));
    }

    private sealed record Job(string Key, string Prompt, EmulatorProcess At, string Profile);

    /// <summary>What became of the results of a batch, or of all.</summary>
    private readonly record struct StoreToll(int Kills, int Objects, int Missing, int Halves, int Doubles, int Open, int Spooled)
    {
        public static StoreToll operator +(StoreToll one, StoreToll other) => new(
            one.Kills + other.Kills, one.Objects + other.Objects, one.Missing + other.Missing, one.Halves + other.Halves, one.Doubles + other.Doubles, one.Open + other.Open, one.Spooled + other.Spooled);
    }
}
