using System.Globalization;
using Wan27.Engine.Routes;
using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Tests.Postgres;
using Wan27.Engine.Tests.Tasks;
using Wan27.Engine.Usage.Budgets;
using Wan27.Engine.Usage.Prices;

namespace Wan27.Engine.Tests.Usage;

/// <summary>A job that a budget has no room for leaves no row, and nothing that may yet be billed is forgotten.</summary>
[Collection(PostgresTests.Name)]
public sealed class BudgetTests(PostgresServer server)
{
    private static readonly BilledForecast Five = new("5 s", "second", 5, 5, "720P");
    private static readonly BilledForecast FiveToNine = new("5 to 9 s", "second", 5, 9, "720P");
    private static readonly BilledForecast Unknown = new("5 s", "unknown", null, null, null);
    private static readonly WanBudget TenSeconds = new() { Seconds = 10, Per = WanBudgetPeriod.Total };
    private static readonly WanBudget OneDollar = new() { Amount = 1, Currency = "USD", Per = WanBudgetPeriod.Total };

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task What_fits_to_the_last_unit_is_noted_and_what_does_not_leaves_no_row(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        await rig.Journal.ReserveAsync(Job("a", Five, TenSeconds));
        await rig.Journal.ReserveAsync(Job("b", Five, TenSeconds));
        var refused = await RefusedAsync(rig.Journal, Job("c", new BilledForecast("1 s", "second", 1, 1, null), TenSeconds));

        Assert.Equal("Wan.Billing.BudgetReached", refused.ErrorId);
        Assert.Contains("spent 0 s, in flight 10 s at most, asked 1 s at most, limit 10 s in total", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["a", "b"], (await rig.Journal.LedgerAsync(new LedgerFilter())).Select(static row => row.JobKey));
        Assert.Equal(2, (await rig.Journal.QueryAsync(new JournalFilter { Profile = "main" })).Count);
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task What_is_under_way_counts_with_the_most_that_it_can_be_billed_until_the_bill_is_known(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var first = (await rig.Journal.ReserveAsync(Job("a", FiveToNine, TenSeconds))).Entry;
        await RefusedAsync(rig.Journal, Job("b", Five, TenSeconds));
        await rig.Journal.MarkSubmittedAsync(first.LocalId, "t1", null);
        await RefusedAsync(rig.Journal, Job("b", Five, TenSeconds));

        await rig.Journal.UpdateAsync(first.LocalId, new JournalUpdate { State = WanTaskState.Completed, Usage = new WanUsage { Unit = "second", BilledUnits = 5, Duration = 5 } });
        var fits = await rig.Journal.ReserveAsync(Job("b", Five, TenSeconds));
        var refused = await RefusedAsync(rig.Journal, Job("c", Five, TenSeconds));

        Assert.Equal(ReservationKind.New, fits.Kind);
        Assert.Contains("spent 5 s, in flight 5 s at most", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task A_failure_that_is_free_gives_back_and_an_expired_task_does_not(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var failed = (await rig.Journal.ReserveAsync(Job("a", Five, TenSeconds))).Entry;
        var expired = (await rig.Journal.ReserveAsync(Job("b", Five, TenSeconds))).Entry;
        await rig.Journal.MarkSubmittedAsync(failed.LocalId, "t1", null);
        await rig.Journal.MarkSubmittedAsync(expired.LocalId, "t2", null);
        await rig.Journal.UpdateAsync(failed.LocalId, new JournalUpdate { State = WanTaskState.Failed });
        await rig.Journal.UpdateAsync(expired.LocalId, new JournalUpdate { State = WanTaskState.Expired });

        Assert.Equal(ReservationKind.New, (await rig.Journal.ReserveAsync(Job("c", Five, TenSeconds))).Kind);
        Assert.Contains("spent 5 s, in flight 5 s", (await RefusedAsync(rig.Journal, Job("d", Five, TenSeconds))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task Forgetting_a_task_gives_nothing_back(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var job = (await rig.Journal.ReserveAsync(Job("a", FiveToNine, TenSeconds))).Entry;
        await rig.Journal.MarkSubmittedAsync(job.LocalId, "t1", null);
        await rig.Journal.ForgetAsync(new JournalFilter { TaskIds = ["t1"] });

        Assert.Contains("spent 9 s", (await RefusedAsync(rig.Journal, Job("b", Five, TenSeconds))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task A_job_that_its_key_hands_out_again_costs_nothing(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        await rig.Journal.ReserveAsync(Job("a", Five, TenSeconds));
        await rig.Journal.ReserveAsync(Job("b", Five, TenSeconds));

        Assert.Equal(ReservationKind.Existing, (await rig.Journal.ReserveAsync(Job("a", Five, TenSeconds))).Kind);
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task Calls_for_pictures_count_and_are_refused_alike(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var limit = new WanBudget { Pictures = 5, Per = WanBudgetPeriod.Total };
        var call = await rig.Journal.NoteCallAsync(Job(null, Pictures(3), limit));
        var refused = await Assert.ThrowsAsync<WanException>(async () => await rig.Journal.NoteCallAsync(Job(null, Pictures(3), limit)));
        await rig.Journal.EndCallAsync(call, new CallEnd(LedgerState.Billed, 2, "r"));
        await rig.Journal.NoteCallAsync(Job(null, Pictures(3), limit));

        Assert.Equal("Wan.Billing.BudgetReached", refused.Error.ErrorId);
        Assert.Equal(2, (await rig.Journal.LedgerAsync(new LedgerFilter())).Count);

        // Clips are none of its business.
        await rig.Journal.ReserveAsync(Job("clip", Five, limit));
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task A_call_whose_end_nobody_knows_counts_with_all_that_it_asked_for(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var limit = new WanBudget { Pictures = 5, Per = WanBudgetPeriod.Total };
        await rig.Journal.NoteCallAsync(Job(null, Pictures(4), limit));
        await rig.PassAsync(TimeSpan.FromHours(2));

        var refused = await Assert.ThrowsAsync<WanException>(async () => await rig.Journal.NoteCallAsync(Job(null, Pictures(2), limit)));

        Assert.Contains("spent 4 pictures, in flight 0 pictures", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task The_submit_in_place_of_one_that_was_never_accepted_takes_its_room(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var limit = new WanBudget { Seconds = 5, Per = WanBudgetPeriod.Total };
        var lost = (await rig.Journal.ReserveAsync(Job("fox", Five, limit))).Entry;
        await rig.Journal.MarkIndeterminateAsync(lost.LocalId, [], JournalRig.Error);
        var dearer = await Assert.ThrowsAsync<WanException>(async () => await rig.Journal.GiveUpAsync(lost.LocalId, JournalRig.Error, Job("fox", FiveToNine, limit)));

        Assert.Equal(("Wan.Billing.BudgetReached", WanTaskState.Indeterminate), (dearer.Error.ErrorId, (await rig.Journal.FindAsync(lost.LocalId))!.Task.State));
        Assert.Equal(ReservationKind.New, (await rig.Journal.GiveUpAsync(lost.LocalId, JournalRig.Error, Job("fox", Five, limit))).Kind);
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task A_run_counts_its_own_jobs_and_a_profile_all_of_its_own(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        await rig.Journal.ReserveAsync(Job("a", Five, TenSeconds, run: "one"));
        await rig.Journal.ReserveAsync(Job("b", Five, TenSeconds, run: "one"));

        Assert.Contains("run 'one'", (await RefusedAsync(rig.Journal, Job("c", Five, TenSeconds, run: "one"))).Message, StringComparison.Ordinal);
        await rig.Journal.ReserveAsync(Job("d", Five, TenSeconds, run: "two"));
        Assert.Contains("in flight 15 s", (await RefusedAsync(rig.Journal, Job("e", Five, TenSeconds))).Message, StringComparison.Ordinal);
        await rig.Journal.ReserveAsync(Job("f", Five, TenSeconds, profile: "other"));
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task A_day_begins_anew_and_what_counts_from_a_time_counts_from_there(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var day = new WanBudget { Seconds = 5, Per = WanBudgetPeriod.Day };
        await rig.Journal.ReserveAsync(Job("a", Five, day));
        var refused = await RefusedAsync(rig.Journal, Job("b", Five, day));
        await rig.PassAsync(TimeSpan.FromDays(1));
        await rig.Journal.ReserveAsync(Job("b", Five, day));
        await RefusedAsync(rig.Journal, Job("c", Five, day));

        Assert.Contains("It frees on 20", refused.Message, StringComparison.Ordinal);
        await rig.Journal.ReserveAsync(Job("c", Five, TenSeconds with { From = rig.Now + TimeSpan.FromMinutes(5) }));
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task Money_is_reckoned_by_the_price_of_each_tier(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        var prices = Prices(rig, "wan2.7-i2v,720P,second,0.1,USD", "wan2.7-i2v,1080P,second,0.15,USD");
        await rig.Journal.ReserveAsync(Job("a", Five, OneDollar, prices));
        var refused = await RefusedAsync(rig.Journal, Job("b", Five with { Tier = "1080P" }, OneDollar, prices));
        await rig.Journal.ReserveAsync(Job("c", Five, OneDollar, prices));

        Assert.Contains("spent 0 USD, in flight 0.5 USD at most, asked 0.75 USD at most, limit 1 USD in total", refused.Message, StringComparison.Ordinal);
        Assert.Equal("Wan.Billing.BudgetReached", (await RefusedAsync(rig.Journal, Job("d", new BilledForecast("1 s", "second", 1, 1, "720P"), OneDollar, prices))).ErrorId);
    }

    [Theory]
    [InlineData("nothing", "has no price list")]
    [InlineData("wan2.6-i2v,720P,second,0.1,USD", "no price of a second of wan2.7-i2v")]
    [InlineData("wan2.7-i2v,1080P,second,0.1,USD", "no price of a second of wan2.7-i2v, 720P")]
    [InlineData("wan2.7-i2v,720P,second,0.1,CNY", "in CNY, and amounts are not converted")]
    [InlineData("wan2.7-i2v,720P,second,0.1,USD,old", "was last checked on")]
    public async Task An_amount_that_cannot_be_told_is_refused(string price, string why)
    {
        await using var rig = await JournalBench.OpenAsync(JournalKind.Sqlite, server);
        var refused = await RefusedAsync(rig.Journal, Job("a", Five, OneDollar, price == "nothing" ? null : Prices(rig, price)));

        Assert.Equal("Wan.Billing.BudgetUnjudged", refused.ErrorId);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Empty(await rig.Journal.LedgerAsync(new LedgerFilter()));
    }

    [Theory]
    [OverSqlite]
    [OverPostgres]
    public async Task What_was_billed_before_must_have_a_price_too(JournalKind kind)
    {
        await using var rig = await JournalBench.OpenAsync(kind, server);
        await rig.Journal.ReserveAsync(Drafts.For("earlier") with { Forecast = Pictures(1) });

        var refused = await RefusedAsync(rig.Journal, Job("a", Five, OneDollar, Prices(rig, "wan2.7-i2v,720P,second,0.1,USD")));

        Assert.Equal("Wan.Billing.BudgetUnjudged", refused.ErrorId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Units_that_nobody_counts_cannot_be_limited(bool isEarlier)
    {
        await using var rig = await JournalBench.OpenAsync(JournalKind.Sqlite, server);
        if (isEarlier)
        {
            await rig.Journal.ReserveAsync(Drafts.For("earlier") with { Forecast = Unknown });
        }

        var refused = await RefusedAsync(rig.Journal, Job("a", isEarlier ? Five : Unknown, TenSeconds));

        Assert.Equal("Wan.Billing.BudgetUnjudged", refused.ErrorId);
        Assert.Contains("From = '", refused.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_a_killed_process_left_unsent_gives_its_room_to_the_one_that_takes_its_key()
    {
        using var rig = new JournalRig();
        var gone = rig.Open(new JournalOptions { Owner = OwnerProcess.Current with { Started = "1" } });
        await gone.ReserveAsync(Job("fox", Five, new WanBudget { Seconds = 5, Per = WanBudgetPeriod.Total }));

        Assert.Equal(ReservationKind.New, (await rig.Journal.ReserveAsync(Job("fox", Five, new WanBudget { Seconds = 5, Per = WanBudgetPeriod.Total }))).Kind);
    }

    [Fact]
    public async Task What_a_killed_process_left_unsent_is_given_back_when_it_stands_in_the_way()
    {
        await using var rig = await EngineRig.StartAsync();
        var client = new WanClient(rig.Host, Wan27.Engine.Profiles.Bundle.Resolve(rig.Profile with { BudgetLimit = new WanBudget { Seconds = 4, Per = WanBudgetPeriod.Total } }, readSecret: null), new NoLog());
        await client.StartAsync(EngineRig.Request("first"), new Wan27.Engine.Tasks.SubmitOptions(), new NoLog(), CancellationToken.None);
        using var gone = new SqliteTaskJournal(Path.Combine(rig.Folder, "state"), TimeProvider.System, new JournalOptions { Owner = OwnerProcess.Current with { Started = "1" } });
        await gone.ReserveAsync(Drafts.For("gone") with { Bundle = client.Bundle.Show(WanRoutes.ImageToVideo, "wan2.7-i2v"), Forecast = new BilledForecast("2 s", "second", 2, 2, "720P") });

        await client.StartAsync(EngineRig.Request("second"), new Wan27.Engine.Tasks.SubmitOptions(), new NoLog(), CancellationToken.None);
        var refused = await Assert.ThrowsAsync<WanException>(() => client.StartAsync(EngineRig.Request("third"), new Wan27.Engine.Tasks.SubmitOptions(), new NoLog(), CancellationToken.None));

        Assert.Equal("Wan.Billing.BudgetReached", refused.Error.ErrorId);
        Assert.Equal(2, rig.Server.Log.Of("video.submit").Count);
    }

    [Fact]
    public Task Four_processes_take_exactly_what_fits() => RaceAsync(JournalKind.Sqlite);

    [Theory]
    [OverPostgres]
    public Task Four_processes_of_a_fleet_take_exactly_what_fits(JournalKind kind) => RaceAsync(kind);

    /// <summary>Of each process's jobs every third fails and gives back, so that the last unit is raced for again and again.</summary>
    private async Task RaceAsync(JournalKind kind)
    {
        const int limit = 100;
        using var rig = new JournalRig();
        var place = kind == JournalKind.Sqlite ? rig.Folder : await server.MakeDatabaseAsync();
        var processes = Enumerable.Range(0, 4).Select(number => new ChildProcess("budget", kind.ToString(), place, number.ToString(CultureInfo.InvariantCulture), limit.ToString(CultureInfo.InvariantCulture))).ToArray();
        var said = await Task.WhenAll(processes.Select(static process => process.EndAsync()));
        Array.ForEach(processes, static process => process.Dispose());

        var most = said.SelectMany(static lines => lines.Where(static line => line.StartsWith("seen ", StringComparison.Ordinal)).Select(static line => double.Parse(line[5..], CultureInfo.InvariantCulture))).ToArray();
        var taken = said.Sum(static lines => double.Parse(lines[^1]["taken ".Length..], CultureInfo.InvariantCulture));
        Assert.True(most.Length > limit / 5, $"{most.Length} looks");
        Assert.True(most.Max() <= limit, $"{most.Max()} of {limit} s at once");
        Assert.Equal(limit, taken);
    }

    /// <summary>What each process of the race does.</summary>
    public static async Task<int> RaceAsync(string kind, string place, string name, string limit)
    {
        ITaskJournal journal = kind == nameof(JournalKind.Sqlite)
            ? new SqliteTaskJournal(place, TimeProvider.System, new JournalOptions { BusyTimeout = TimeSpan.FromMinutes(2) })
            : new Wan27.Engine.Tasks.Journal.Postgres.PostgresTaskJournal(Wan27.Engine.Tasks.Journal.Postgres.PostgresPlace.Read(place, "text of the test"), TimeProvider.System);
        var budget = new WanBudget { Seconds = decimal.Parse(limit, CultureInfo.InvariantCulture), Per = WanBudgetPeriod.Total };
        var (taken, number, fails) = (0d, 0, 0);
        while (true)
        {
            var isCall = ++number % 2 == 0;
            string id;
            try
            {
                var job = Job($"{name}-{number}", Five, budget);
                id = isCall ? await journal.NoteCallAsync(job) : (await journal.ReserveAsync(job)).Entry.LocalId;
            }
            catch (WanException reached) when (reached.Error.ErrorId == "Wan.Billing.BudgetReached")
            {
                break;
            }

            var sums = await journal.SumAsync(new LedgerFilter(), LedgerColumns.None);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seen {sums.Where(static sum => sum.State != LedgerState.Free).Sum(static sum => sum.State == LedgerState.Billed ? sum.Units : sum.High ?? 0)}"));
            if (number % 3 == 0 && fails++ < 10)
            {
                if (isCall)
                {
                    await journal.EndCallAsync(id, CallEnd.Refused);
                }
                else
                {
                    await journal.UpdateAsync(id, new JournalUpdate { State = WanTaskState.Failed });
                }

                continue;
            }

            taken += 5;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"taken {taken}"));
        return 0;
    }

    private static BilledForecast Pictures(int count) => new($"{count} pictures", "picture", count, count, "2K");

    private static JournalDraft Job(string? key, BilledForecast forecast, WanBudget limit, PriceBook? prices = null, string? run = null, string profile = "main") => Drafts.For(key, profile: profile) with
    {
        Forecast = forecast,
        Run = run,
        Budgets = [new Budget(limit, run is null ? $"profile '{profile}'" : $"run '{run}'", "Set-WanProfile", run is null ? new LedgerFilter { Profiles = [profile] } : new LedgerFilter { Run = run }, () => prices, profile, TimeZoneInfo.Utc)],
    };

    private static PriceBook Prices(JournalBench rig, params string[] rows)
    {
        var today = DateOnly.FromDateTime(rig.Now.UtcDateTime);
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "provider,model,tier,unit,amount,currency,source,checked\n" + string.Concat(rows.Select(row
            => row.EndsWith(",old", StringComparison.Ordinal) ? $"DashScope,{row[..^4]},https://prices.example/a,{today.AddDays(-31):yyyy-MM-dd}\n" : $"DashScope,{row},https://prices.example/a,{today:yyyy-MM-dd}\n")));
        try
        {
            return PriceList.Read(path).Open(today, 30);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<WanError> RefusedAsync(ITaskJournal journal, JournalDraft job)
        => (await Assert.ThrowsAsync<WanException>(async () => await journal.ReserveAsync(job))).Error;
}
