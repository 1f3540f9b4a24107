using Wan27.ModuleTests.Hosting;
using Wan27.ModuleTests.Pipelines;

namespace Wan27.ModuleTests.Budgets;

/// <summary>A batch stops where its budget says so, before anything is sent, and what is under way goes on.</summary>
public sealed class BudgetTests : EmulatedTests
{
    private const string Prices = "provider,model,tier,unit,amount,currency,source,checked\nDashScope,wan2.7-i2v*,720P,second,0.1,USD,https://prices.example/a,{0}\nDashScope,wan2.7-image*,,picture,0.03,USD,https://prices.example/a,{0}\n";

    public BudgetTests() => Shell.Run("$text -f [datetime]::Now.ToString('yyyy-MM-dd') | Set-Content prices.csv; Set-WanProfile emulator -PriceListPath prices.csv -Limit @{ 'submit.parallel.max' = 1; 'rate.running.max' = 1 }", ("text", Prices)).MustSucceed();

    [Fact]
    public void A_batch_ends_where_the_next_job_would_pass_its_budget_and_what_was_sent_is_stored()
    {
        var result = Shell.Run("""
            1..4 | ForEach-Object { [pscustomobject]@{ FirstFrame = "https://cdn.example.com/$_.png"; Duration = 2 } } |
                Start-WanVideoTask turn -Resolution 720P -BudgetLimit @{ Amount = 0.55; Currency = 'USD' } |
                Wait-WanTask -PollIntervalSec 0.05 | Save-WanResult -Destination out
            """);

        var error = result.OnlyError("Wan.Billing.BudgetReached");
        Assert.Equal(2, result.Output.OfType<WanAsset>().Count());
        Assert.Equal(2, Emulator.Log("video.submit").Count);
        Assert.Contains("The budget of this run would be passed: spent", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("asked 0.2 USD at most, limit 0.55 USD per run. Nothing was sent.", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains(result.Warnings, static warning => warning.Contains("1 further job was not submitted", StringComparison.Ordinal));
    }

    [Fact]
    public void With_Skip_the_jobs_that_still_fit_go_on()
    {
        var result = Shell.Run("""
            2, 2, 15, 2 | ForEach-Object { [pscustomobject]@{ FirstFrame = "https://cdn.example.com/$_.png"; Duration = $_ } } |
                Start-WanVideoTask turn -Resolution 720P -BudgetLimit @{ Seconds = 6 } -BudgetPolicy Skip
            """);

        result.OnlyError("Wan.Billing.BudgetReached");
        Assert.Equal(3, result.Output.OfType<WanTask>().Count());
        Assert.Equal(3, Emulator.Log("video.submit").Count);
    }

    [Fact]
    public void A_profile_counts_pictures_made_in_one_call_and_says_when_it_frees()
    {
        Shell.Run("Set-WanProfile emulator -BudgetLimit @{ Amount = 0.1; Currency = 'usd'; Per = 'Day' }").MustSucceed();
        var result = Shell.Run("1..5 | ForEach-Object { \"a fox $_\" } | New-WanImage -Size 1K");

        var error = result.OnlyError("Wan.Billing.BudgetReached");
        Assert.Equal(3, result.Output.OfType<WanImageResult>().Count());
        Assert.Equal(3, Emulator.Log("image.sync").Count);
        Assert.Contains("asked 0.03 USD at most, limit 0.1 USD per day. Nothing was sent. It frees on ", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_sent_under_a_budget_that_cannot_be_judged()
    {
        Shell.Run("Set-WanProfile emulator -BudgetLimit @{ Amount = 100; Currency = 'CNY'; Per = 'Month' }").MustSucceed();
        var other = Shell.Run("New-WanImage 'a fox' -Size 1K").OnlyError("Wan.Billing.BudgetUnjudged");
        Shell.Run("Set-WanProfile emulator -BudgetLimit @{ Amount = 100; Currency = 'USD'; Per = 'Month' }; Set-Content prices.csv 'model,amount','x,y'").MustSucceed();
        var file = Shell.Run("1..3 | ForEach-Object { \"https://cdn.example.com/$_.png\" } | Start-WanVideoTask turn -Resolution 720P -Duration 2");

        Assert.Contains("in USD, and amounts are not converted", other.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be used", file.OnlyError("Wan.Billing.BudgetUnjudged").Exception.Message, StringComparison.Ordinal);
        Assert.Equal((0, 0, 0), (Emulator.Log("image.sync").Count, Emulator.Log("video.submit").Count, Emulator.Log("upload.policy").Count));
    }

    [Fact]
    public void Jobs_that_their_keys_hand_out_cost_nothing_after_the_end_too()
    {
        const string script = "'a', 'b', 'c' | ForEach-Object { [pscustomobject]@{ FirstFrame = \"https://cdn.example.com/$_.png\"; JobKey = $_ } } | Start-WanVideoTask turn -Resolution 720P -Duration 2 -BudgetLimit @{ Seconds = 4; Run = 'night' }";
        Shell.Run("[pscustomobject]@{ FirstFrame = 'https://cdn.example.com/c.png'; JobKey = 'c' } | Start-WanVideoTask turn -Resolution 720P -Duration 2 -BudgetLimit @{ Seconds = 4; Run = 'night' }").MustSucceed();

        var result = Shell.Run(script);

        result.OnlyError("Wan.Billing.BudgetReached");
        Assert.Contains("c", result.Output.OfType<WanTask>().Select(static task => task.JobKey));
        Assert.Equal(2, result.Output.OfType<WanTask>().Count());
        Assert.Equal(2, Emulator.Log("video.submit").Count);
    }

    [Fact]
    public void The_records_of_a_background_job_are_one_run()
    {
        var job = Shell.Run("""
            $job = 1..3 | ForEach-Object { "a fox $_" } | New-WanImage -Size 1K -BudgetLimit @{ Pictures = 2 } -AsJob
            $null = $job | Wait-Job
            for ($i = 0; $i -lt 200 -and $job.Error.Count -eq 0; $i++) { [System.Threading.Thread]::Sleep(50) }
            $job.Error.Count
            """).MustSucceed();

        Assert.Equal(2, Emulator.Log("image.sync").Count);
        Assert.Equal(1, job.Output[0]);
    }

    [Fact]
    public void A_budget_is_set_shown_kept_and_taken_back()
    {
        Shell.Run("[pscustomobject]@{ Name = 'emulator'; BudgetLimit = 'Seconds=600;Per=week' } | Set-WanProfile").MustSucceed();
        Shell.Run("Set-WanProfile emulator -SubmitRate 4").MustSucceed();
        var set = Shell.Run("Get-WanProfile emulator").Single<WanProfile>().BudgetLimit;
        Shell.Run("Set-WanProfile emulator -BudgetLimit @{}").MustSucceed();

        Assert.Equal((600m, WanBudgetPeriod.Week, "600 s per week"), (set!.Seconds!.Value, set.Per!.Value, set.ToString()));
        Assert.Null(Shell.Run("Get-WanProfile emulator").Single<WanProfile>().BudgetLimit);
        Shell.Run("Set-WanProfile emulator -BudgetLimit @{ Amount = 1; Per = 'Day' }").OnlyError("Wan.Billing.BudgetInvalid");
        Assert.Null(Shell.Run("Get-WanProfile emulator").Single<WanProfile>().BudgetLimit);
    }
}
