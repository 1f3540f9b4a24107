using Wan27.Engine.Contract;
using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Usage.Bills;
using Wan27.Engine.Usage.Prices;

namespace Wan27.Engine.Tests.Usage;

/// <summary>A bill and the ledger agree, or the row says what differs.</summary>
public sealed class BillMatcherTests
{
    private static readonly TimeZoneInfo Beijing = TimeZoneInfo.CreateCustomTimeZone("UTC+08:00", TimeSpan.FromHours(8), "UTC+08:00", "UTC+08:00");
    private static readonly DateOnly Day = new(2026, 11, 26);

    [Fact]
    public void By_id_each_of_the_four_verdicts()
    {
        var (rows, _) = Match(
            [Line("t1", 5), Line("T2", 6), Line("other", 5)],
            [Job("t1", 5), Job("t2", 5), Job("t3", 5), Job("t4", 0, LedgerState.Free), Job("t5", null, LedgerState.Open)]);

        Assert.Equal(
            [(WanBillVerdict.Different, "t2"), (WanBillVerdict.MissingInLedger, "other"), (WanBillVerdict.MissingInBill, "t3"), (WanBillVerdict.Matched, "t1")],
            rows.Select(static row => (row.Verdict, row.TaskId)));
        Assert.Equal("the bill counts 6, the ledger 5", rows[0].Note);
    }

    [Fact]
    public void A_request_id_serves_as_well_and_lines_of_one_job_are_added_up()
    {
        var (rows, _) = Match([new BillLine(2) { RequestId = "r-t1", Units = 2, Day = Day }, new BillLine(3) { TaskId = "r-t1", Units = 3, Day = Day }], [Job("t1", 5)]);

        Assert.Equal((WanBillVerdict.Matched, 2, "RequestId", 5d), Assert.Single(rows) is var row ? (row.Verdict, row.Lines, row.By, row.BilledUnits!.Value) : default);
    }

    [Theory]
    [InlineData(LedgerState.Free, 0d, 5d, WanBillVerdict.Different, "it is free by the ledger")]
    [InlineData(LedgerState.Free, 0d, 0d, WanBillVerdict.Matched, "it is free by the ledger")]
    [InlineData(LedgerState.Unclear, null, 9d, WanBillVerdict.Matched, "the ledger knew it only as 0 to 9")]
    [InlineData(LedgerState.Unclear, null, 10d, WanBillVerdict.Different, "the bill counts 10, the ledger 0 to 9")]
    [InlineData(LedgerState.Open, null, 5d, WanBillVerdict.Matched, "the ledger knew it only as 0 to 9")]
    public void What_the_ledger_does_not_count_is_explained(object state, double? units, double billed, WanBillVerdict verdict, string note)
    {
        var row = Assert.Single(Match([Line("t1", billed)], [Job("t1", units, (LedgerState)state) with { High = 9 }]).Rows);

        Assert.Equal(verdict, row.Verdict);
        Assert.Contains(note, row.Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.50", "USD", WanBillVerdict.Matched, null)]
    [InlineData("0.509", "USD", WanBillVerdict.Matched, null)]
    [InlineData("0.52", "USD", WanBillVerdict.Different, "the bill asks 0.52, by the price list it is 0.5")]
    [InlineData("0.50", "CNY", WanBillVerdict.Different, "the bill is in CNY, the price list in USD")]
    public void Amounts_are_those_of_the_price_list(string amount, string currency, WanBillVerdict verdict, string? note)
    {
        var line = Line("t1", 5) with { Amount = decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), Currency = currency };
        var row = Assert.Single(Match([line], [Job("t1", 5)], Prices()).Rows);

        Assert.Equal((verdict, note), (row.Verdict, row.Note));
    }

    [Fact]
    public void Without_a_price_units_alone_are_compared_and_without_both_it_is_said()
    {
        var unpriced = Assert.Single(Match([Line("t1", 5) with { Amount = 7, Currency = "USD" }], [Job("t1", 5)]).Rows);
        var bare = Assert.Single(Match([Line("t1", null) with { Amount = 7, Currency = "USD" }], [Job("t1", 5)]).Rows);

        Assert.Equal((WanBillVerdict.Matched, null), (unpriced.Verdict, unpriced.Note));
        Assert.Equal((WanBillVerdict.Matched, "only that both have it could be compared"), (bare.Verdict, bare.Note));
    }

    [Fact]
    public void By_day_units_are_added_up_in_the_bills_zone()
    {
        // Half past four in the afternoon UTC is the next day in Beijing.
        var late = Job("t2", 5) with { CreatedAt = new DateTimeOffset(2026, 11, 25, 16, 30, 0, TimeSpan.Zero) };
        var before = Job("t3", 4) with { CreatedAt = new DateTimeOffset(2026, 11, 25, 15, 30, 0, TimeSpan.Zero) };
        var (rows, matcher) = Match(
            [DayLine(Day, "wan2.7-i2v", 10), DayLine(Day.AddDays(-1), "WAN2.7-i2v", 5), DayLine(Day, "qwen-max", 900)],
            [Job("t1", 5), late, before, Job("t4", 2) with { Unit = "picture", Model = "wan2.7-image" }]);

        Assert.Equal(
            [(WanBillVerdict.Different, 25, 5d, 4d), (WanBillVerdict.MissingInBill, 26, null, 2d), (WanBillVerdict.Matched, 26, 10d, (double?)10d)],
            rows.Select(static row => (row.Verdict, row.Day!.Value.Day, row.BilledUnits, row.LedgerUnits)));
        Assert.Equal(1, matcher.Others);
    }

    [Fact]
    public void By_day_what_is_under_way_leaves_room()
    {
        var open = Job("t2", null, LedgerState.Unclear) with { High = 5 };
        var row = Assert.Single(Match([DayLine(Day, "wan2.7-i2v", 8)], [Job("t1", 5), open]).Rows);
        var more = Assert.Single(Match([DayLine(Day, "wan2.7-i2v", 11)], [Job("t1", 5), open]).Rows);

        Assert.Equal((WanBillVerdict.Matched, WanBillVerdict.Different), (row.Verdict, more.Verdict));
        Assert.Contains("1 of the jobs are under way or unclear, 10 at most", row.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_that_the_ledger_does_not_know_at_all_are_passed_over_where_there_are_days()
    {
        var (rows, matcher) = Match([DayLine(Day, "wan2.7-i2v", 5) with { TaskId = "instance-7" }], [Job("t1", 5)]);

        Assert.Equal((WanBillVerdict.Matched, "Day"), Assert.Single(rows) is var row ? (row.Verdict, row.By) : default);
        Assert.Contains(matcher.Warnings, static warning => warning.StartsWith("None of the bill's ids is known", StringComparison.Ordinal));
    }

    [Fact]
    public void Another_unit_is_another_bill()
        => Assert.Contains("the bill counts in 'picture', the ledger by the second", Assert.Single(Match([Line("t1", 5) with { Unit = "picture" }], [Job("t1", 5)]).Rows).Note, StringComparison.Ordinal);

    [Fact]
    public void Jobs_out_of_the_period_are_not_missing()
    {
        var earlier = Job("t0", 5) with { CreatedAt = new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero) };

        Assert.Equal(["t0", "t1"], Match([Line("t0", 5), Line("t1", 5)], [earlier, Job("t1", 5)]).Rows.Select(static row => row.TaskId));
        Assert.Single(Match([Line("t1", 5)], [earlier, Job("t1", 5)]).Rows);
    }

    [Fact]
    public void A_hundred_thousand_lines_take_no_time()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var (rows, _) = Match([.. Enumerable.Range(0, 100_000).Select(static number => Line($"t{number}", 5))], [.. Enumerable.Range(0, 100_000).Select(static number => Job($"t{number}", 5))], Prices());

        Assert.Equal(100_000, rows.Count(static row => row.Verdict == WanBillVerdict.Matched));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"{watch.Elapsed}");
    }

    private static BillLine Line(string? task, double? units) => new(2) { TaskId = task, Units = units, Day = Day };

    private static BillLine DayLine(DateOnly day, string model, double units) => new(2) { Model = model, Day = day, Units = units };

    private static LedgerRow Job(string task, double? units, LedgerState state = LedgerState.Billed) => new()
    {
        LocalId = task,
        TaskId = task,
        RequestId = $"r-{task}",
        Provider = "DashScope",
        Profile = "main",
        Model = "wan2.7-i2v",
        Route = WanRoutes.ImageToVideo,
        Tier = "720P",
        Unit = "second",
        State = state,
        Units = units,
        CreatedAt = new DateTimeOffset(2026, 11, 26, 2, 0, 0, TimeSpan.Zero),
    };

    private static PriceBook Prices()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "provider,model,tier,unit,amount,currency,source,checked\nDashScope,wan2.7-i2v,720P,second,0.1,USD,https://prices.example/a,2026-11-26\n");
        try
        {
            return PriceList.Read(path).Open(new DateOnly(2026, 11, 26), 30);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static (IReadOnlyList<WanBillRow> Rows, BillMatcher Matcher) Match(BillLine[] lines, LedgerRow[] ledger, PriceBook? prices = null)
    {
        var first = lines.Select(static line => line.Day).OfType<DateOnly>().Min().ToDateTime(TimeOnly.MinValue);
        var last = lines.Select(static line => line.Day).OfType<DateOnly>().Max().AddDays(1).ToDateTime(TimeOnly.MinValue);
        var matcher = new BillMatcher(
            new Bill(lines, 0, 0, null, Beijing), ledger, ContractData.Current.MainProvider, new DateTimeOffset(first, Beijing.BaseUtcOffset), new DateTimeOffset(last, Beijing.BaseUtcOffset), 0.01m, _ => prices);
        return (matcher.Rows(), matcher);
    }
}
