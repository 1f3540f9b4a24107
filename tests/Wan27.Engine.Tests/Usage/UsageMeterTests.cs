using Microsoft.Data.Sqlite;
using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Tests.Tasks;
using Wan27.Engine.Usage;
using Wan27.Engine.Usage.Prices;
using Xunit.Abstractions;

namespace Wan27.Engine.Tests.Usage;

/// <summary>Sums of the ledger become rows of one owner and one unit each.</summary>
public sealed class UsageMeterTests(ITestOutputHelper log)
{
    private static readonly DateOnly Today = new(2026, 11, 26);

    [Fact]
    public void Owners_and_units_are_never_added_up()
    {
        var rows = Meter([]).Rows([Sum("DashScope", "second", 5), Sum("Novita", "second", 7), Sum("DashScope", "picture", 2), Sum("DashScope", "second", 4)]);

        Assert.Equal(
            [("Alibaba Cloud Model Studio", "picture", 2d, 1L), ("Alibaba Cloud Model Studio", "second", 9d, 2L), ("Novita AI", "second", 7d, 1L)],
            rows.Select(static row => (row.Owner, row.Unit, row.Units, row.Jobs)));
    }

    [Fact]
    public void What_is_open_unclear_and_free_is_told_beside_what_is_billed()
    {
        var row = Assert.Single(Meter([]).Rows(
        [
            Sum("Fal", "second", 5) with { Answered = 0 },
            Sum("Fal", "second", 0) with { State = LedgerState.Open, Jobs = 3, High = 30 },
            Sum("Fal", "second", 0) with { State = LedgerState.Unclear, Jobs = 2, High = 9 },
            Sum("Fal", "second", 0) with { State = LedgerState.Unclear, Jobs = 1, High = null },
            Sum("Fal", "second", 0) with { State = LedgerState.Free, Jobs = 4, High = 40 },
        ]));

        Assert.Equal((1L, 5d, 1L, 3L, 30d, 3L, null, 4L), (row.Jobs, row.Units, row.Reckoned, row.InFlight, row.InFlightUnits!.Value, row.Unclear, row.UnclearUnits, row.Free));
    }

    [Theory]
    [InlineData("sale-2026-001", "sale-2026")]
    [InlineData("nightly/2026-11-26/row.5", "nightly/2026-11-26/row")]
    [InlineData("fox", "fox")]
    [InlineData("-fox", "-fox")]
    [InlineData(null, null)]
    public void A_prefix_is_a_job_key_without_its_last_part(string? key, string? prefix) => Assert.Equal(prefix, UsageMeter.PrefixOf(key));

    [Fact]
    public void A_day_is_that_of_the_clock_where_it_is_asked()
    {
        var sum = Sum("DashScope", "second", 5) with { Quarter = new DateTimeOffset(2026, 11, 25, 23, 30, 0, TimeSpan.Zero) };

        Assert.Equal(new DateTime(2026, 11, 25), Assert.Single(Meter([WanUsageGroup.Day]).Rows([sum])).Day);
        Assert.Equal(new DateTime(2026, 11, 26), Assert.Single(Meter([WanUsageGroup.Day], zone: TimeZoneInfo.CreateCustomTimeZone("here", TimeSpan.FromHours(1), "here", "here")).Rows([sum])).Day);
    }

    [Fact]
    public void An_amount_is_of_prices_that_held_on_the_day_of_each_job()
    {
        var book = new PriceBook("p", [Price(0.1m, to: new DateOnly(2026, 10, 31)), Price(0.2m, from: new DateOnly(2026, 11, 1))], Today, 30);
        var meter = Meter([], book);

        var row = Assert.Single(meter.Rows([Priced(10, 10), Priced(5, 11)]));

        Assert.Equal((2.0m, "USD", "https://p.example", 15d), (row.Amount, row.Currency, row.PriceSource, row.Units));
        Assert.Empty(meter.Unpriced);
    }

    [Fact]
    public void One_job_without_a_price_leaves_its_row_without_an_amount_and_says_so()
    {
        var meter = Meter([], new PriceBook("p", [Price(0.2m, from: new DateOnly(2026, 11, 1))], Today, 30));

        Assert.Null(Assert.Single(meter.Rows([Priced(10, 10), Priced(5, 11)])).Amount);
        Assert.Equal(["the list has no price of a second of wan2.7-i2v, 720P, Singapore, DashScope on 2026-10-01."], meter.Unpriced);
    }

    [Fact]
    public void Two_currencies_are_not_added_up()
    {
        var meter = Meter([], new PriceBook("p", [Price(0.2m) with { Region = "Singapore" }, Price(1m) with { Region = "Beijing", Currency = "CNY" }], Today, 30));

        Assert.Null(Assert.Single(meter.Rows([Priced(5, 11), Priced(5, 11) with { Region = "Beijing" }])).Amount);
        Assert.Equal(["the prices of DashScope are in CNY and USD, which are not added up: group by Region, or by Model."], meter.Unpriced);
        Assert.Equal([1m, 5m], Meter([WanUsageGroup.Region], new PriceBook("p", [Price(0.2m) with { Region = "Singapore" }, Price(1m) with { Region = "Beijing", Currency = "CNY" }], Today, 30))
            .Rows([Priced(5, 11), Priced(5, 11) with { Region = "Beijing" }]).Select(static row => row.Amount!.Value).Order());
    }

    [Fact]
    public void A_bucket_goes_by_the_name_of_its_store()
        => Assert.Equal("media", Assert.Single(Meter([WanUsageGroup.Store]).Rows([Sum("DashScope", "second", 5) with { Store = "s3://films" }])).Store);

    [Fact]
    public async Task A_hundred_thousand_jobs_are_counted_in_less_than_two_seconds()
    {
        using var rig = new JournalRig();
        await rig.Journal.LedgerAsync(new LedgerFilter());
        using (var connection = new SqliteConnection($"Data Source={rig.FilePath};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = """
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
                INSERT INTO ledger (local_id, is_call, job_key, profile, provider, route, model, region, endpoint, tier, task_id, state, unit, low, high, units, is_answered, created_at, updated_at)
                SELECT 'l' || i, 0, 'batch-' || (i % 50) || '-' || i, 'p' || (i % 3), CASE i % 5 WHEN 0 THEN 'Fal' ELSE 'DashScope' END, 'image_to_video', 'wan2.7-i2v', 'Singapore', 'https://e.example',
                    CASE i % 2 WHEN 0 THEN '720P' ELSE '1080P' END, 't' || i, CASE i % 10 WHEN 9 THEN 'Free' ELSE 'Billed' END, 'second', 5, 5, CASE i % 10 WHEN 9 THEN 0 ELSE 5 END, 1, 1790000000000 + i * 25000, 0 FROM n
                """;
            command.ExecuteNonQuery();
        }

        var book = new PriceBook("p", [Price(0.1m) with { Model = "*", Region = null, Tier = null }, Price(0.1m) with { Model = "*", Provider = "Fal", Region = null, Tier = null }], Today, 30);
        var best = TimeSpan.MaxValue;
        IReadOnlyList<WanUsageRow> rows = [];
        for (var run = 0; run < 3 && best >= TimeSpan.FromSeconds(1); run++)
        {
            var start = ThreadTime.Now;
            var question = new UsageQuestion { Groups = [WanUsageGroup.Route, WanUsageGroup.Model, WanUsageGroup.Provider, WanUsageGroup.Region, WanUsageGroup.Resolution, WanUsageGroup.Profile, WanUsageGroup.Day, WanUsageGroup.JobKeyPrefix, WanUsageGroup.Store], Zone = TimeZoneInfo.Utc };
            rows = new UsageMeter(question, _ => book, static bucket => bucket).Rows(await rig.Journal.SumAsync(question.Filter, UsageMeter.ColumnsOf(question, hasPrices: true)));
            best = ThreadTime.Now - start is var took && took < best ? took : best;
        }

        log.WriteLine($"100,000 jobs by all groups, with prices: {best.TotalSeconds:0.00} s of one core, {rows.Count} rows");
        Assert.Equal((100_000L, 450_000d, 45_000m), (rows.Sum(static row => row.Jobs + row.Free), rows.Sum(static row => row.Units), rows.Sum(static row => row.Amount ?? 0)));
        Assert.True(best < TimeSpan.FromSeconds(2), $"{best}");
    }

    private static UsageMeter Meter(IReadOnlyList<WanUsageGroup> groups, PriceBook? book = null, TimeZoneInfo? zone = null)
        => new(new UsageQuestion { Groups = groups, Zone = zone ?? TimeZoneInfo.Utc }, _ => book, static bucket => bucket == "s3://films" ? "media" : bucket);

    private static LedgerSum Sum(string provider, string unit, double units) => new() { Provider = provider, Unit = unit, State = LedgerState.Billed, Jobs = 1, Answered = 1, Units = units, High = units };

    private static LedgerSum Priced(double units, int month) => Sum("DashScope", "second", units) with
    {
        Profile = "main", Route = WanRoutes.ImageToVideo, Model = "wan2.7-i2v", Region = "Singapore", Tier = "720P", Quarter = new DateTimeOffset(2026, month, 1, 12, 0, 0, TimeSpan.Zero),
    };

    private static PriceRow Price(decimal amount, DateOnly? from = null, DateOnly? to = null) => new()
    {
        Place = "row", Provider = "DashScope", Owner = "o", Model = "wan2.7-i2v", Unit = "second", Amount = amount, Currency = "USD", From = from, To = to, Source = "https://p.example", Checked = Today,
    };
}
