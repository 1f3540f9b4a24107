using System.Globalization;
using Wan27.ModuleTests.Hosting;
using Wan27.ModuleTests.Pipelines;

namespace Wan27.ModuleTests.Usage;

/// <summary>Amounts where people decide, from a price list of their own.</summary>
public sealed class CostTests : EmulatedTests
{
    private const string Head = "provider,route,model,region,tier,unit,amount,currency,source,checked\n";

    private static readonly string Today = DateTime.Now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Fact]
    public void A_list_of_the_profile_gives_reports_their_cost()
    {
        Set($"DashScope,i2v,wan2.7-i2v*,,720P,second,0.10,USD,https://prices.example/i2v,{Today}\n");

        var cost = Shell.Run("Test-WanVideoInput turn https://cdn.example.com/1.png -Resolution 720P -Duration 5").Single<WanPreflightReport>().Cost!;

        Assert.Equal(("DashScope", "Alibaba Cloud Model Studio", "second", 5d, 5d, 0.50m, 0.50m, "USD", 0.10m, "https://prices.example/i2v", null), (cost.Provider, cost.Owner, cost.Unit, cost.UnitsLow, cost.UnitsHigh, cost.AmountLow, cost.AmountHigh, cost.Currency, cost.Price, cost.Source, cost.Reason));
        Assert.Equal($"0.50 USD to Alibaba Cloud Model Studio (0.10 USD a second, https://prices.example/i2v, checked {Today})", cost.ToString());
    }

    [Fact]
    public void Where_the_amount_depends_on_the_result_there_is_a_least_and_a_most()
    {
        Set($"DashScope,,wan2.7-image*,,,picture,0.03,USD,https://prices.example/i,{Today}\n");

        Assert.Equal("0.03 to 0.12 USD", Shell.Run("Test-WanImageInput fox -Sequential -Count 4").Single<WanPreflightReport>().Cost!.Amount);
    }

    [Fact]
    public void Without_a_list_there_is_no_cost_and_no_word_of_one()
    {
        var report = Shell.Run("Test-WanTextVideoInput fox -Resolution 720P -Duration 5").Single<WanPreflightReport>();

        Assert.Null(report.Cost);
        Assert.Empty(report.Warnings);
        Assert.Equal((5d, 5d), (report.BilledUnitsLow, report.BilledUnitsHigh));
    }

    [Theory]
    [InlineData("DashScope,i2v,wan2.7-i2v*,,720P,second,0.10,USD,https://p.example,{0}", "the list has no price of a second of wan2.7-t2v, 720P, Singapore, DashScope on ")]
    [InlineData("DashScope,,wan2.7-t2v*,,720P,second,0.10,USD,https://p.example,2020-01-01", "line 2 of the list was last checked on 2020-01-01, more than 30 days ago")]
    [InlineData("DashScope,,wan2.7-t2v*,,720P,second,-1,USD,https://p.example,{0}", "cannot be used: line 2: the amount is -1")]
    public void A_list_that_has_no_price_shows_units_a_warning_and_no_amount(string row, string reason)
    {
        Set(string.Format(CultureInfo.InvariantCulture, row, Today) + "\n");

        var report = Shell.Run("Test-WanTextVideoInput fox -Resolution 720P -Duration 5").Single<WanPreflightReport>();
        var dry = Shell.Run("Start-WanTextVideoTask fox -Resolution 720P -Duration 5 -WhatIf").MustSucceed();
        var sent = Shell.Run("Start-WanTextVideoTask fox -Resolution 720P -Duration 5").MustSucceed();

        Assert.Equal((5d, null, true), (report.BilledUnits, report.Cost!.Amount, report.CanSubmit));
        Assert.Contains(reason, report.Cost.Reason, StringComparison.Ordinal);
        Assert.Contains(reason, Assert.Single(report.Warnings, static check => check.Rule == "billing.price").Message, StringComparison.Ordinal);
        Assert.Contains(reason, Assert.Single(dry.Warnings, static warning => warning.Contains("No amount", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.DoesNotContain(sent.Warnings, static warning => warning.Contains("No amount", StringComparison.Ordinal));
        Assert.Empty(sent.Single<WanTask>().Warnings);
    }

    [Fact]
    public void A_submit_says_the_amount_with_verbose()
    {
        Set($"DashScope,,wan2.7-t2v*,,720P,second,0.10,USD,https://p.example,{Today}\n");

        var sent = Shell.Run("Start-WanTextVideoTask fox -Resolution 720P -Duration 5 -Verbose").MustSucceed();

        Assert.Single(sent.Verbose, static line => line.Contains("text_to_video, wan2.7-t2v, 720P, 5 s, 0.50 USD to Alibaba Cloud Model Studio (0.10 USD a second, https://p.example, checked ", StringComparison.Ordinal));
    }

    [Fact]
    public void How_long_a_price_may_be_trusted_is_a_limit_of_the_profile()
    {
        Set("DashScope,,wan2.7-t2v*,,720P,second,0.10,USD,https://p.example,2020-01-01\n");

        Assert.Equal("0.50 USD", Shell.Run("Set-WanProfile emulator -Limit @{ 'price.checked.days.max' = 3660 }; Test-WanTextVideoInput fox -Resolution 720P -Duration 5").Single<WanPreflightReport>().Cost!.Amount);
    }

    [Fact]
    public void A_list_is_named_warned_of_and_taken_back()
    {
        Assert.Contains("No amounts will be shown: The price list '", Assert.Single(Shell.Run("Set-WanProfile emulator -PriceList none.json").MustSucceed().Warnings), StringComparison.Ordinal);
        Assert.Equal(Shell.PathOf("none.json"), Shell.Run("Get-WanProfile emulator").Single<WanProfile>().PriceListPath);
        Assert.Null(Shell.Run("Set-WanProfile emulator -PriceListPath '' -PassThru").Single<WanProfile>().PriceListPath);
    }

    [Fact]
    public void What_was_billed_is_measured_with_its_amount_and_travels_as_CSV_and_JSON()
    {
        Set($"DashScope,,wan2.7-t2v*,,720P,second,0.10,USD,https://p.example,{Today}\nDashScope,,wan2.7-image*,,,picture,0.03,USD,https://p.example/i,{Today}\n");
        Shell.Run("""
            1..2 | ForEach-Object { Start-WanTextVideoTask fox -Resolution 720P -Duration 5 -JobKey "sale-$_" } | Wait-WanTask
            New-WanImage fox -Count 2
            """).MustSucceed();

        var rows = Shell.Run("Measure-WanUsage -GroupBy Route, JobKeyPrefix").MustSucceed().Of<WanUsageRow>();

        Assert.Equal(
            [("picture", WanRoutes.Image, null, 1L, 2d, 0.06m, "USD"), ("second", WanRoutes.TextToVideo, "sale", 2L, 10d, 1.00m, "USD")],
            rows.Select(static row => (row.Unit, row.Route!, row.JobKeyPrefix, row.Jobs, row.Units, row.Amount!.Value, row.Currency!)));
        Assert.Equal(rows[1].Units.ToString(CultureInfo.InvariantCulture), Shell.Run("(Measure-WanUsage -GroupBy Route | ConvertTo-Csv | ConvertFrom-Csv)[1].Units").Single<string>());
        Assert.Equal(2L, Shell.Run("(Measure-WanUsage -GroupBy Route | ConvertTo-Json | ConvertFrom-Json)[1].Jobs").Single<long>());
        Assert.Empty(Shell.Run("Measure-WanUsage -Until 2020-01-01; Measure-WanUsage -Profile none").MustSucceed().Output);
    }

    [Fact]
    public void A_list_can_be_named_for_one_measure_and_must_then_be_good()
    {
        File.WriteAllText(Shell.PathOf("other.csv"), Head + $"DashScope,,wan2.7-t2v*,,720P,second,0.20,EUR,https://p.example,{Today}\n");
        Shell.Run("Start-WanTextVideoTask fox -Resolution 720P -Duration 5 | Wait-WanTask").MustSucceed();

        Assert.Equal((1.00m, "EUR"), Shell.Run("Measure-WanUsage -PriceListPath other.csv").Single<WanUsageRow>() is var row ? (row.Amount!.Value, row.Currency) : default);
        Shell.Run("Measure-WanUsage -PriceListPath none.csv").OnlyError("Wan.Billing.PriceListUnreadable");
    }

    [Fact]
    public void The_table_has_the_totals_of_each_owner_and_unit_above_its_rows()
    {
        Set($"DashScope,,wan2.7-t2v*,,720P,second,0.10,USD,https://p.example,{Today}\n");
        Shell.Run("""
            Start-WanTextVideoTask fox -Resolution 720P -Duration 5 -JobKey a-1 | Wait-WanTask
            Start-WanTextVideoTask fox -Resolution 720P -Duration 3 -JobKey b-1 | Wait-WanTask
            """).MustSucceed();

        var table = Shell.Run("Measure-WanUsage -GroupBy JobKeyPrefix | Format-Table | Out-String -Width 200").Single<string>();

        Assert.Contains("Usage: Alibaba Cloud Model Studio, by the second: 8 s, 2 jobs billed, 0.80 USD", table, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^a +1 +5 s +0\.50 USD", table);
        Assert.Matches(@"(?m)^b +1 +3 s +0\.30 USD", table);
    }

    [Fact]
    public void A_dry_run_of_a_batch_ends_with_what_all_of_it_would_be_billed()
    {
        using var child = new ChildShell($$"""
            Start-WanEmulator -TaskSeconds 0 -Default
            $list = [IO.Path]::GetTempFileName()
            '{{Head.TrimEnd()}}', 'DashScope,,wan2.7-t2v*,,720P,second,0.10,USD,https://p.example,{{Today}}' | Set-Content $list
            Set-WanProfile emulator -PriceList $list
            5, 6, 7 | ForEach-Object { [pscustomobject]@{ Prompt = 'fox'; Duration = $_; Resolution = '720P' } } | Start-WanTextVideoTask -WhatIf
            (Get-WanTask).Count
            [IO.File]::Delete($list)
            """);
        var lines = child.Output.Where(static line => line.StartsWith("What if", StringComparison.Ordinal)).ToArray();
        Assert.Equal(4, lines.Length);
        Assert.Contains("billed: 6 s, 0.60 USD to Alibaba Cloud Model Studio (0.10 USD a second", lines[1], StringComparison.Ordinal);
        Assert.Equal("What if: In all, 3 jobs would be billed: Alibaba Cloud Model Studio 18 s, 1.80 USD.", lines[3]);
        Assert.Equal("0", child.Output[^1]);
    }

    private void Set(string rows)
    {
        File.WriteAllText(Shell.PathOf("prices.csv"), Head + rows);
        Shell.Run("Set-WanProfile emulator -PriceListPath prices.csv");
    }
}
