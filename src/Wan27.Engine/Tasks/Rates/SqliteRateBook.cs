using System.Globalization;
using Microsoft.Data.Sqlite;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Tasks.Rates;

/// <summary>
/// Queues shared by all processes of the user on this machine, in a file of their own so that they never wait for the journal. What it
/// holds is worth nothing after a second, so that it is not forced to disk, and a damaged file is simply replaced.
/// </summary>
internal sealed class SqliteRateBook(string folder, TimeProvider time) : IRateBook, IDisposable
{
    private const int BusyMilliseconds = 10_000;
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    private static readonly string[] Companions = ["", "-wal", "-shm"];

    private readonly object _gate = new();

    private SqliteConnection? _connection;
    private bool _disposed;

    public string FilePath { get; } = Path.Combine(folder, "rates.db");

    public ValueTask<RateAnswer> AskAsync(string key, RatePace pace, bool hasPlace, CancellationToken cancellation)
        => ValueTask.FromResult(Change(key, (queue, now) => queue.Ask(now, pace, hasPlace)));

    public ValueTask ArrivedAsync(string key, long permit, CancellationToken cancellation)
    {
        Change(key, (queue, now) => (queue.Arrive(now, permit), true));
        return ValueTask.CompletedTask;
    }

    public ValueTask BlockAsync(string key, TimeSpan pause, CancellationToken cancellation)
    {
        Change(key, (queue, now) => (queue.Block(now, pause), true));
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            Close();
        }
    }

    // Processes of several machines may see one folder, but no common clock.
    private static string Here(string key) => $"{Environment.MachineName}|{key}";

    private T Change<T>(string key, Func<RateQueue, TimeSpan, (RateQueue Queue, T Result)> change) => Run(connection =>
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        var (queue, result) = change(Find(connection, transaction, Here(key)), time.GetElapsedTime(0));
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = """
            INSERT INTO queue (key, next_at, blocked_until, changed_at, last_permit, departed) VALUES ($key, $next, $blocked, $changed, $permit, $departed)
                ON CONFLICT (key) DO UPDATE SET next_at = $next, blocked_until = $blocked, changed_at = $changed, last_permit = $permit, departed = $departed
            """;
        command.Parameters.AddWithValue("$key", Here(key));
        command.Parameters.AddWithValue("$next", queue.NextAt.Ticks);
        command.Parameters.AddWithValue("$blocked", queue.BlockedUntil.Ticks);
        command.Parameters.AddWithValue("$changed", queue.ChangedAt.Ticks);
        command.Parameters.AddWithValue("$permit", queue.LastPermit);
        command.Parameters.AddWithValue("$departed", RateDepartures.Write(queue.Departed));
        command.ExecuteNonQuery();
        transaction.Commit();
        return result;
    });

    private static RateQueue Find(SqliteConnection connection, SqliteTransaction transaction, string key)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT next_at, blocked_until, changed_at, last_permit, departed FROM queue WHERE key = $key";
        command.Parameters.AddWithValue("$key", key);
        using var reader = command.ExecuteReader();
        return reader.Read()
            ? new RateQueue(
                TimeSpan.FromTicks(reader.GetInt64(0)), TimeSpan.FromTicks(reader.GetInt64(1)), TimeSpan.FromTicks(reader.GetInt64(2)), reader.GetInt64(3),
                RateDepartures.Read(reader.GetFieldValue<byte[]>(4)))
            : RateQueue.Empty;
    }

    private T Run<T>(Func<SqliteConnection, T> work)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            try
            {
                return Try(work);
            }
            catch (SqliteException exception) when (exception.SqliteErrorCode is Corrupt or NotADatabase)
            {
                Close();
                Remove();
            }
            catch (SqliteException exception)
            {
                Close();
                throw Explain(exception);
            }

            try
            {
                return Try(work);
            }
            catch (SqliteException exception)
            {
                Close();
                throw Explain(exception);
            }
        }
    }

    private T Try<T>(Func<SqliteConnection, T> work) => work(_connection ??= Open());

    private SqliteConnection Open()
    {
        PrivateFolder.Create(folder);
        if (!Directory.Exists(FilePath))
        {
            PrivateFolder.CreateFile(FilePath);
        }

        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = FilePath,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = BusyMilliseconds / 1000,
        }.ToString());
        try
        {
            connection.Open();
            foreach (var text in new[]
            {
                string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {BusyMilliseconds}"),
                "PRAGMA journal_mode = WAL",
                "PRAGMA synchronous = OFF",
                "CREATE TABLE IF NOT EXISTS queue (key TEXT PRIMARY KEY, next_at INTEGER NOT NULL, blocked_until INTEGER NOT NULL, changed_at INTEGER NOT NULL, last_permit INTEGER NOT NULL, departed BLOB NOT NULL) STRICT",
            })
            {
                using var command = connection.CreateCommand();
                command.CommandText = text;
                command.ExecuteNonQuery();
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Close()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private void Remove()
    {
        foreach (var companion in Companions)
        {
            File.Delete(FilePath + companion);
        }
    }

    private WanException Explain(SqliteException exception)
        => StorageErrors.RatesUnavailable(FilePath, exception.Message, exception);
}
