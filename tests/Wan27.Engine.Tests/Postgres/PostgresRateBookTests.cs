using System.Reflection;
using Wan27.Engine.Tasks.Journal.Postgres;
using Wan27.Engine.Tasks.Rates;
using Wan27.Engine.Tasks.Rates.Postgres;
using Wan27.Engine.Tests.Tasks.Rates;

namespace Wan27.Engine.Tests.Postgres;

/// <summary>The book of a fleet keeps what every book must, and while its database is away what it can.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresRateBookTests(PostgresServer server) : IAsyncLifetime
{
    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => server.ReviveAsync();

    public static TheoryData<string, int?> Suite
    {
        get
        {
            var rows = new TheoryData<string, int?>();
            foreach (var method in typeof(RateBookSuite).GetMethods().Where(static method => method.IsDefined(typeof(FactAttribute))))
            {
                var given = method.GetCustomAttributes<InlineDataAttribute>().SelectMany(row => row.GetData(method)).Select(static row => (int?)row[0]).DefaultIfEmpty(null);
                foreach (var value in given)
                {
                    rows.Add(method.Name, value);
                }
            }

            return rows;
        }
    }

    [PostgresTheory]
    [MemberData(nameof(Suite))]
    public async Task It_keeps_what_every_book_must(string what, int? value)
    {
        using var books = new Books(await server.MakeDatabaseAsync());

        await (Task)typeof(RateBookSuite).GetMethod(what)!.Invoke(books, value is null ? [] : [value])!;
    }

    [PostgresFact]
    public async Task A_step_is_one_round_trip()
    {
        var text = await server.MakeDatabaseAsync();
        using var books = new Books(text);
        var book = books.Open();
        await book.AskAsync("key", RatePace.Of(5), hasPlace: false, default);
        await PostgresServer.ExecuteOnAsync(text, "CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        var before = await StatementsAsync(text);

        var permit = (await book.AskAsync("key", RatePace.Of(5), hasPlace: true, default)).Permit!.Value;
        await book.ArrivedAsync("key", permit, default);
        await book.BlockAsync("key", TimeSpan.FromSeconds(1), default);

        Assert.Equal(before + 3, await StatementsAsync(text));
    }

    [PostgresFact]
    public async Task While_the_database_is_away_looks_go_on_slowly_and_submits_do_not()
    {
        using var books = new Books(await server.MakeDatabaseAsync());
        var book = new FleetRateBook(books.Open(TimeSpan.Zero), books.Open(TimeSpan.FromSeconds(1)), TimeProvider.System);
        await book.AskAsync("Query|a|", RatePace.Of(20), hasPlace: false, default);
        await server.KillAsync();

        var first = await book.AskAsync("Query|a|", RatePace.Of(20), hasPlace: false, default);
        var second = await book.AskAsync("Query|a|", RatePace.Of(20), hasPlace: true, default);
        await book.ArrivedAsync("Query|a|", first.Permit!.Value, default);
        var refused = await Assert.ThrowsAsync<WanException>(async () => await book.AskAsync("Submit|a|m", RatePace.Of(5), hasPlace: false, default));
        await server.StartAsync();

        Assert.True(first.Permit < 0);
        Assert.Null(second.Permit);
        Assert.Equal("Wan.Storage.SharedJournalAway", refused.Error.ErrorId);
        Assert.True((await book.AskAsync("Submit|a|m", RatePace.Of(5), hasPlace: false, default)).Permit > 0);
    }

    [PostgresFact]
    public async Task What_had_left_before_a_crash_still_counts()
    {
        using var books = new Books(await server.MakeDatabaseAsync());
        var pace = new RatePace(1, TimeSpan.FromHours(1));
        Assert.NotNull((await books.Open().AskAsync("key", pace, hasPlace: true, default)).Permit);
        await server.KillAsync();
        await server.StartAsync();

        Assert.Null((await books.Open().AskAsync("key", pace, hasPlace: true, default)).Permit);
    }

    private static async Task<long> StatementsAsync(string text)
        => (long)(await PostgresServer.ReadAsync(text, "SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_statements WHERE toplevel AND query LIKE '%wan27.rate_%' AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())"))!;

    private sealed class Books(string text) : RateBookSuite, IDisposable
    {
        private readonly List<PostgresTaskJournal> _opened = [];

        public void Dispose() => _opened.ForEach(static journal => journal.Dispose());

        internal override IRateBook Open() => Open(TimeSpan.FromSeconds(5));

        public PostgresRateBook Open(TimeSpan patience)
        {
            var journal = new PostgresTaskJournal(PostgresPlace.Read(text, "the text of the test"), TimeProvider.System, new PostgresOptions { Patience = patience });
            _opened.Add(journal);
            return new PostgresRateBook(journal);
        }
    }
}
