using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Tasks.Journal.Postgres;
using Wan27.Engine.Tests.Postgres;

namespace Wan27.Engine.Tests.Tasks;

/// <summary>A new journal of either kind, and what a test of both needs to know of it.</summary>
internal abstract class JournalBench : IAsyncDisposable
{
    public abstract ITaskJournal Journal { get; }

    /// <summary>The process that reservations are made for.</summary>
    public abstract OwnerProcess Owner { get; }

    /// <summary>Now, by the clock that the journal goes by.</summary>
    public abstract DateTimeOffset Now { get; }

    /// <summary>How far a time that was just noted may lie before now.</summary>
    public abstract TimeSpan Blur { get; }

    public static async Task<JournalBench> OpenAsync(JournalKind kind, PostgresServer server)
        => kind == JournalKind.Sqlite ? new SqliteBench() : new PostgresBench(await server.MakeDatabaseAsync());

    /// <summary>Another one over the same rows, as another process would open it.</summary>
    public abstract ITaskJournal Reopen();

    /// <summary>Lets time pass.</summary>
    public abstract Task PassAsync(TimeSpan time);

    /// <summary>All that is kept, as text.</summary>
    public abstract Task<string> TextAsync();

    public abstract ValueTask DisposeAsync();

    private sealed class SqliteBench : JournalBench
    {
        private readonly JournalRig _rig = new();

        public override ITaskJournal Journal => _rig.Journal;

        public override OwnerProcess Owner => OwnerProcess.Current;

        public override DateTimeOffset Now => _rig.Time.GetUtcNow();

        public override TimeSpan Blur => TimeSpan.Zero;

        public override ITaskJournal Reopen() => _rig.Open();

        public override Task PassAsync(TimeSpan time)
        {
            _rig.Time.Advance(time);
            return Task.CompletedTask;
        }

        public override Task<string> TextAsync() => Task.FromResult(_rig.Bytes());

        public override ValueTask DisposeAsync()
        {
            _rig.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class PostgresBench : JournalBench
    {
        private readonly string _text;
        private readonly List<PostgresTaskJournal> _opened = [];

        public PostgresBench(string text)
        {
            _text = text;
            Journal = Reopen();
        }

        public override ITaskJournal Journal { get; }

        public override OwnerProcess Owner => OwnerProcess.OfFleet;

        public override DateTimeOffset Now
            => DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());

        public override TimeSpan Blur => TimeSpan.FromMinutes(1);

        public override ITaskJournal Reopen()
        {
            var journal = new PostgresTaskJournal(PostgresPlace.Read(_text, "text of the test"), TimeProvider.System);
            _opened.Add(journal);
            return journal;
        }

        /// <summary>The server's clock is not ours to move: what is noted grows older instead.</summary>
        public override Task PassAsync(TimeSpan time) => PostgresServer.ExecuteOnAsync(
            _text,
            string.Create(CultureInfo.InvariantCulture, $"""
                UPDATE wan27.task SET created_at = created_at - {time.TotalMilliseconds}, updated_at = updated_at - {time.TotalMilliseconds}, submitted_at = submitted_at - {time.TotalMilliseconds},
                    lease_until = lease_until - {time.TotalMilliseconds}, looked_at = looked_at - {time.TotalMilliseconds};
                UPDATE wan27.history SET at = at - {time.TotalMilliseconds};
                UPDATE wan27.ledger SET created_at = created_at - {time.TotalMilliseconds}, updated_at = updated_at - {time.TotalMilliseconds};
                """));

        public override async Task<string> TextAsync()
            => (string)(await PostgresServer.ReadAsync(_text, "SELECT coalesce(string_agg(task::text, ''), '') || (SELECT coalesce(string_agg(history::text, ''), '') FROM wan27.history) FROM wan27.task"))!;

        public override async ValueTask DisposeAsync()
        {
            foreach (var journal in _opened)
            {
                await journal.DisposeAsync();
            }
        }
    }
}
