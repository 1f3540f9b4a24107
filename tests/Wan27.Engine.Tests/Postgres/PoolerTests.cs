using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Tasks.Journal.Postgres;
using Wan27.Engine.Tasks.Rates;
using Wan27.Engine.Tasks.Rates.Postgres;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Postgres;

/// <summary>Behind PgBouncer in transaction mode each transaction may have another session: nothing that lasts longer is relied on.</summary>
[Collection(PostgresTests.Name)]
public sealed class PoolerTests(PostgresServer server)
{
    private const string Bouncer = "/usr/sbin/pgbouncer";

    [PoolerFact]
    public async Task Everything_works_and_news_are_looked_for()
    {
        var text = await server.MakeDatabaseAsync();
        var port = PostgresServer.FreePort();
        var users = await server.PutAsync("users.txt", $"\"{PostgresServer.User}\" \"{PostgresServer.Password}\"\n");
        var settings = await server.PutAsync("pgbouncer.ini", string.Create(CultureInfo.InvariantCulture, $"""
            [databases]
            * = host=127.0.0.1 port={server.Port}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = plain
            auth_file = {users}
            pool_mode = transaction
            default_pool_size = 3
            """));
        using var bouncer = PostgresServer.StartBeside(Bouncer, settings);
        try
        {
            var place = PostgresPlace.Read(new NpgsqlConnectionStringBuilder(text) { Port = port }.ConnectionString, "test");
            var journals = Enumerable.Range(0, 6).Select(_ => new PostgresTaskJournal(place, TimeProvider.System, new PostgresOptions { Patience = TimeSpan.FromSeconds(60) })).ToArray();
            var reservations = await Task.WhenAll(journals.SelectMany(journal => Enumerable.Range(0, 10).Select(job => Task.Run(async () => await journal.ReserveAsync(Drafts.For($"job-{job}"))))));
            var book = new PostgresRateBook(journals[0]);

            Assert.Equal(10, reservations.Count(static reservation => reservation.Kind == ReservationKind.New));
            Assert.NotNull((await book.AskAsync("key", RatePace.Of(5), hasPlace: true, default)).Permit);

            // No news come through: the one who waits sees the other's at its next look.
            var news = new PostgresNews(place, TimeProvider.System);
            var board = new WatchBoard(journals[1], news, TimeProvider.System);
            var row = reservations[0].Entry.LocalId;
            await journals[0].MarkSubmittedAsync(row, "task-1", null);
            Assert.True((await board.TakeAsync(row, WanTaskState.Submitted, TimeSpan.FromHours(1), default)).IsOurs);
            await board.RestAsync(row, TimeSpan.FromMilliseconds(1), default);
            await journals[0].UpdateAsync(row, new JournalUpdate { State = WanTaskState.Polling });
            var turn = await board.TakeAsync(row, WanTaskState.Submitted, TimeSpan.FromHours(1), default);

            Assert.Equal((false, WanTaskState.Polling), (turn.IsOurs, turn.News?.Task.State));
            Array.ForEach(journals, static journal => journal.Dispose());
        }
        finally
        {
            bouncer.Kill();
            await bouncer.WaitForExitAsync();
        }
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class PoolerFactAttribute : FactAttribute
    {
        public PoolerFactAttribute() => Skip = PostgresServer.WhyNot ?? (File.Exists(Bouncer) ? null : "PgBouncer is not installed (package pgbouncer).");
    }
}
