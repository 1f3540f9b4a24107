using System.Globalization;
using Wan27.Engine.Usage.Budgets;

namespace Wan27.Engine.Tests.Usage;

/// <summary>A budget is what was written, or it is none.</summary>
public sealed class BudgetFormTests
{
    [Theory]
    [InlineData("Amount=12.50;Currency=usd;Per=day", "12.5 USD per day")]
    [InlineData("seconds=600;per=Week", "600 s per week")]
    [InlineData("Pictures=1;Per=Month", "1 picture per month")]
    [InlineData("Amount=0;Currency=CNY;Per=Total", "0 CNY in total")]
    [InlineData("Seconds=1e2;Per=Day;From=2026-11-30 14:00 +00:00", "100 s per day from 2026-11-30 14:00 +00:00")]
    public void Budgets_of_profiles(string text, string shown) => Assert.Equal(shown, BudgetForm.OfProfile(Table(text)).ToString());

    [Theory]
    [InlineData("", "it has none of Amount, Seconds and Pictures")]
    [InlineData("Amount=10;Per=Day", "its Amount has no Currency")]
    [InlineData("Amount=10;Currency=XYZ;Per=Day", "its Currency is 'XYZ'")]
    [InlineData("Seconds=10;Currency=USD;Per=Day", "it has a Currency, but no Amount")]
    [InlineData("Seconds=10;Pictures=2;Per=Day", "it has Seconds and Pictures")]
    [InlineData("Amount=-1;Currency=USD;Per=Day", "its Amount is -1")]
    [InlineData("Amount=1,5;Currency=USD;Per=Day", "its Amount is '1,5'")]
    [InlineData("Pictures=1.5;Per=Day", "its Pictures are 1.5")]
    [InlineData("Seconds=10", "it has no Per")]
    [InlineData("Seconds=10;Per=Year", "its Per is 'Year'")]
    [InlineData("Seconds=10;Per=3", "its Per is '3'")]
    [InlineData("Seconds=10;Per=Day;From=soon", "its From is 'soon'")]
    [InlineData("Seconds=10;Per=Day;Limit=3", "there is no 'Limit'")]
    [InlineData("Seconds=10;Per=Day;Run=x", "it has a Run")]
    public void What_is_no_budget_of_a_profile(string text, string why)
    {
        var refused = Assert.Throws<WanException>(() => BudgetForm.OfProfile(Table(text)));

        Assert.Equal("Wan.Billing.BudgetInvalid", refused.Error.ErrorId);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Seconds=10;Per=Day", "it has a Per")]
    [InlineData("Seconds=10;Run=run-7", "names of runs do not begin with 'run-'")]
    public void What_is_no_budget_of_a_run(string text, string why)
        => Assert.Contains(why, Assert.Throws<WanException>(() => BudgetForm.OfRun(Table(text))).Message, StringComparison.Ordinal);

    [Fact]
    public void Each_run_without_a_name_is_one_of_its_own()
    {
        var (one, other) = (BudgetForm.OfRun(Table("Seconds=10")), BudgetForm.OfRun(Table("Seconds=10")));

        Assert.NotEqual(one.Run, other.Run);
        Assert.True(BudgetForm.IsOwnRun(one));
        Assert.False(BudgetForm.IsOwnRun(BudgetForm.OfRun(Table("Seconds=10;Run=campaign"))));
        Assert.Equal(one, BudgetForm.OfRun(Table($"Seconds=10;Run={one.Run}")));
    }

    [Theory]
    [InlineData(WanBudgetPeriod.Day, "2026-11-26 00:00", "2026-11-27 00:00")]
    [InlineData(WanBudgetPeriod.Week, "2026-11-23 00:00", "2026-11-30 00:00")]
    [InlineData(WanBudgetPeriod.Month, "2026-11-01 00:00", "2026-12-01 00:00")]
    [InlineData(WanBudgetPeriod.Total, null, null)]
    public void Periods_begin_at_midnights_of_the_zone(WanBudgetPeriod per, string? since, string? until)
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("t", TimeSpan.FromHours(8), "t", "t");
        var window = BudgetWindow.Of(new WanBudget { Seconds = 1, Per = per }, new DateTimeOffset(2026, 11, 25, 17, 0, 0, TimeSpan.Zero), zone);

        Assert.Equal((since, until), (Text(window.Since), Text(window.Until)));

        static string? Text(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    [Fact]
    public void What_counts_from_a_time_within_the_period_counts_from_there()
    {
        var from = new DateTimeOffset(2026, 11, 26, 9, 0, 0, TimeSpan.Zero);
        var limit = new WanBudget { Seconds = 1, Per = WanBudgetPeriod.Day, From = from };

        Assert.Equal(from, BudgetWindow.Of(limit, from.AddHours(1), TimeZoneInfo.Utc).Since);
        Assert.Equal(from.Date.AddDays(1), BudgetWindow.Of(limit, from.AddDays(1), TimeZoneInfo.Utc).Since!.Value.UtcDateTime);
    }

    private static Dictionary<string, string?> Table(string text)
        => text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(static pair => pair.Split('=', 2)).ToDictionary(static pair => pair[0], static pair => (string?)pair[1]);
}
