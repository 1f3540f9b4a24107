using Wan27.ModuleTests.Hosting;
using Wan27.ModuleTests.Pipelines;

namespace Wan27.ModuleTests.Snapshots;

/// <summary>The first failing call explains itself: what a user reads after each of the usual mix-ups.</summary>
public sealed class MisconfigurationTests : EmulatedTests
{
    private const string Video = "Start-WanVideoTask turn https://cdn.example.com/1.png -Resolution 720P";

    [Fact]
    public void Wrong_region()
    {
        Environment.SetEnvironmentVariable("WAN27_TEST_KEY", "sk-emulator-beijing");
        Shell.Run("Set-WanProfile emulator -ApiKeyVariable WAN27_TEST_KEY").MustSucceed();

        Shows("wrong-region", "New-WanImage fox");
    }

    [Fact]
    public void Wrong_host()
    {
        Shell.Run("Set-WanProfile emulator -Endpoint \"$((Get-WanProfile emulator).Endpoint)/gateway\"").MustSucceed();

        Shows("wrong-host", "New-WanImage fox");
    }

    [Fact]
    public void Missing_async_header()
    {
        var (status, code, message) = Emulator.RefuseWithoutAsyncHeader();

        Shows("missing-async", Video, status, code, message);
    }

    [Fact]
    public void Expired_policy()
    {
        File.Copy(Path.Combine(ModuleAssemblies.Root, "examples", "media", "street.mp4"), Shell.PathOf("in.mp4"));
        Emulator.Fault(new { kind = "Status", operation = "upload.post", status = 403, code = "AccessDenied", message = "Invalid according to Policy: Policy expired." });

        Shows("expired-policy", "Publish-WanMedia in.mp4 wan2.7-videoedit");
    }

    [Fact]
    public void Unpurchased() => Shows("unpurchased", Video, 403, "AccessDenied.Unpurchased", "Access to model denied. Please make sure you are eligible for using the model.");

    [Fact]
    public void Throttled()
    {
        Shell.Run("Set-WanProfile emulator -Limit @{ 'retry.throttle.attempts.max' = 2; 'retry.delay.first.seconds' = 0.1 }").MustSucceed();

        Shows("throttled", Video, 429, "Throttling.RateQuota", "Requests rate limit exceeded, please try again later.");
    }

    [Fact]
    public void Arrears() => Shows("arrears", Video, 400, "Arrearage", "Access denied, please make sure your account is in good standing.");

    [Fact]
    public void Clock_off_by_an_hour()
    {
        Emulator.Fault(new { kind = "ShiftedDate", shift = -3600 });
        var check = Assert.Single(Shell.Run("Test-WanProfile").MustSucceed().Of<WanProfileCheck>(), static row => row.Passed == false);

        Snapshot.Match("clock-off", $"""
            Test-WanProfile

            {check.Check} {check.Status} ({check.Boundary})
            {check.Detail}
            {check.Fix}
            """);
    }

    [Fact]
    public void Cut_off_submit()
    {
        Emulator.Faults([new { kind = "DropAfterBody", operation = "video.submit" }]);

        Shows("cut-off-submit", $"{Video} -JobKey fox -OnAmbiguous Report");
    }

    private void Shows(string name, string script, int status, string code, string message)
    {
        Emulator.Fault(new { kind = "Status", operation = "video.submit", status, code, message });
        Shows(name, script);
    }

    /// <summary>The error as it stands on the screen, what is advised, and what Resolve-WanError makes of it.</summary>
    private void Shows(string name, string script)
    {
        var error = Assert.Single(Shell.Run(script).Errors);
        var explained = Shell.Run("$failed | Resolve-WanError", ("failed", error)).Single<WanErrorExplanation>();
        Snapshot.Match(name, $"""
            {script}

            {error.FullyQualifiedErrorId} ({error.CategoryInfo.Category})
            {error.ErrorDetails.Message}
            {error.ErrorDetails.RecommendedAction}

            Resolve-WanError
            Cause: {explained.LikelyCause}
            First: {explained.FirstFix}
            Retry: {explained.Retry}: {explained.RetryAdvice}
            {string.Join('\n', explained.CheckOrder)}
            """);
    }
}
