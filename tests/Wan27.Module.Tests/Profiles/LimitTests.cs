using Wan27.ModuleTests.Pipelines;

namespace Wan27.ModuleTests.Profiles;

/// <summary>The limits and models of a profile reach every cmdlet that works under it.</summary>
public sealed class LimitTests : EmulatedTests
{
    private const double Slow = 0.5;

    [Fact]
    public void A_check_judges_with_the_models_of_the_profile_as_the_submit_does()
    {
        Shell.Run("""
            Set-WanProfile emulator -Model @{ image_generation_or_editing = 'wan2.7-image' }
            Set-WanProfile other Singapore -ApiKeyVariable NOT_SET_HERE
            """).MustSucceed();

        Assert.Equal([false, true], Shell.Run("Test-WanImageInput fox -Size 4K -Quiet; Test-WanImageInput fox -Size 4K -Quiet -Profile other").MustSucceed().Output);
        Assert.Equal("wan2.7-image", Shell.Run("Test-WanImageInput fox -Size 4K").Single<WanPreflightReport>().Model);
        Shell.Run("New-WanImage fox -Size 4K").OnlyError("Wan.Route.PreflightFailed");
        Assert.Empty(Emulator.Log("image.sync"));
    }

    [Fact]
    public void A_check_judges_by_the_contract_where_there_is_no_profile()
    {
        var report = Shell.Run("Stop-WanEmulator; Test-WanImageInput fox -Size 4K").Single<WanPreflightReport>();

        Assert.Equal((true, null, "wan2.7-image-pro"), (report.Passed, report.Profile, report.Model));
    }

    [Fact]
    public void A_wait_ends_when_the_profile_says()
    {
        Shell.Run("Stop-WanEmulator; Start-WanEmulator -TaskSeconds 600 -Default; Set-WanProfile emulator -Limit @{ 'wait.timeout.seconds' = 1 }").MustSucceed();

        var ended = Shell.Run("Start-WanVideoTask turn https://cdn.example.com/1.png -Resolution 720P | Wait-WanTask").OnlyError("Wan.Async.WaitTimedOut");

        Assert.Contains("1 task was not finished after 1 s:", ended.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_line_goes_before_the_wait_of_the_profile()
    {
        Shell.Run("Set-WanProfile emulator -Limit @{ 'wait.timeout.seconds' = 1; 'poll.i2v.first.seconds' = 2 }").MustSucceed();

        Assert.Equal(WanTaskState.Completed, Shell.Run("Start-WanVideoTask turn https://cdn.example.com/1.png -Resolution 720P | Wait-WanTask -TimeoutSec 60").Single<WanTask>().State);
    }

    [Theory]
    [InlineData("submit.parallel.max", "video.submit", "1..3 | ForEach-Object { \"https://cdn.example.com/$_.png\" } | Start-WanVideoTask turn -Resolution 720P")]
    [InlineData("rate.running.max", "image.sync", "'a', 'b', 'c' | ForEach-Object { [pscustomobject]@{ Prompt = $_ } } | New-WanImage -Size 1K")]
    [InlineData("download.parallel.default", "result.get", "1..3 | ForEach-Object { Start-WanVideoTask turn \"https://cdn.example.com/$_.png\" -Resolution 720P } | Wait-WanTask | Save-WanResult -Destination out")]
    public void Where_the_profile_allows_one_at_once_the_next_begins_when_the_last_has_ended(string limit, string operation, string script)
    {
        Shell.Run($"Set-WanProfile emulator -Limit @{{ '{limit}' = 1; 'poll.i2v.first.seconds' = 0.1; 'poll.i2v.seconds' = 0.1 }}").MustSucceed();
        Emulator.Fault(new { kind = "Slow", operation, delay = Slow });

        Assert.Equal(3, Shell.Run(script).MustSucceed().Output.Count);

        var began = Emulator.Log(operation).Select(static entry => entry.GetProperty("startedAt").GetDateTimeOffset()).Order().ToArray();
        Assert.Equal(3, began.Length);
        Assert.All(began.Zip(began.Skip(1)), static pair => Assert.True(pair.Second - pair.First > TimeSpan.FromSeconds(Slow * 0.9), $"{pair.Second - pair.First}"));
    }

    [Theory]
    [InlineData(24, true)]
    [InlineData(0, false)]
    public void Results_are_warned_of_when_the_profile_says(double hours, bool warned)
    {
        Shell.Run("Set-WanProfile emulator -Limit @{ 'result.expiry.warning.hours' = $hours }", ("hours", hours)).MustSucceed();

        var result = Shell.Run("New-WanImage fox -Size 1K | Save-WanResult -Destination out").MustSucceed();

        Assert.Equal(warned, result.Warnings.Any(static warning => warning.Contains("dies in", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_download_is_repeated_as_often_as_the_profile_says(int attempts)
    {
        Shell.Run("Set-WanProfile emulator -Limit @{ 'retry.get.attempts.max' = $attempts; 'retry.delay.first.seconds' = 0.01; 'retry.delay.max.seconds' = 0.01 }", ("attempts", attempts)).MustSucceed();
        var picture = Shell.Run("$picture = New-WanImage fox -Size 1K; $picture").Single<WanImageResult>();
        Emulator.Fault(new { kind = "Status", operation = "result.get", status = 503 });

        Assert.Single(Shell.Run("$picture | Save-WanResult -Destination out", ("picture", picture)).Errors);
        Assert.Equal(attempts, Emulator.Log("result.get").Count);
    }

    [Fact]
    public void A_limit_that_was_written_wrongly_by_hand_stops_what_would_bill_and_not_what_is_paid_for()
    {
        var picture = Shell.Run("New-WanImage fox -Size 1K").Single<WanImageResult>();
        var file = Directory.GetFiles(Shell.Folder, "profiles.json", SearchOption.AllDirectories).Single();
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"poll.image.seconds\": 0.1", "\"poll.image.seconds\": 0", StringComparison.Ordinal));

        const string Refused = "Profile 'emulator' cannot be used: The limit 'poll.image.seconds' is 0; allowed is 0.01 to 3600 seconds. Left out, it is 5, this module's own policy.";
        Assert.StartsWith(Refused, Shell.Run("New-WanImage fox -Size 1K").OnlyError("Wan.Route.LimitRefused").ToString(), StringComparison.Ordinal);
        Assert.StartsWith(Refused, Shell.Run("Test-WanProfile emulator").OnlyError("Wan.Route.LimitRefused").ToString(), StringComparison.Ordinal);
        var saved = Shell.Run("$picture | Save-WanResult -Destination out", ("picture", picture)).MustSucceed();
        Assert.Single(saved.Output);
        Assert.StartsWith("Results are fetched under the contract's own limits. " + Refused, Assert.Single(saved.Warnings), StringComparison.Ordinal);
        Assert.Single(Emulator.Log("image.sync"));
    }

    [Theory]
    [InlineData("-Limit @{ 'wait.timeout.seconds' = 0 }", "Wan.Route.LimitRefused", "The limit 'wait.timeout.seconds' is 0; allowed is 1 to 604800 seconds. Left out, it is 14400, this module's own policy.")]
    [InlineData("-Limit @{ 'retry.delay.first.seconds' = 1e12 }", "Wan.Route.LimitRefused", "The limit 'retry.delay.first.seconds' is 1000000000000; allowed is 0.001 to 3600 seconds. Left out, it is 0.5, this module's own policy.")]
    [InlineData("-Limit @{ 'upload.policy.perSecond' = 10 }", "Wan.Route.LimitRefused", "The limit 'upload.policy.perSecond' cannot be set: the service counts it, and uploads are far from it.")]
    [InlineData("-SubmitRate 0", "Wan.Quota.RateOutOfRange", "SubmitRate is 0; allowed is 0.01 to 10000 requests per second.")]
    public void What_nothing_could_work_with_is_refused_where_it_is_set(string parameters, string id, string message)
    {
        var error = Shell.Run($"Set-WanProfile emulator {parameters}").OnlyError(id);

        Assert.StartsWith(message, error.ToString(), StringComparison.Ordinal);
    }
}
