using Microsoft.Data.Sqlite;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Tasks.Journal;

/// <summary>The journal in one SQLite file, shared by all processes of the user on one machine.</summary>
/// <remarks>
/// SQLite works in the calling thread, so that the calls end when they return; a change takes the time of one write to disk.
/// The file is opened with the first call.
/// </remarks>
internal sealed class SqliteTaskJournal(string folder, TimeProvider time, JournalOptions? options = null)
    : SqlTaskJournal(time, (options ?? new JournalOptions()).Owner), IDisposable
{
    private readonly TimeProvider _time = time;
    private readonly JournalFile _file = new(folder, options ?? new JournalOptions(), time);
    private readonly object _gate = new();

    private SqliteStatements? _open;
    private WanError? _fault;
    private bool _disposed;

    public string FilePath => _file.FilePath;

    /// <summary>How many texts the connection has compiled so far, for tests.</summary>
    public int CompiledStatements => _open?.Compiled ?? 0;

    /// <summary>Brings what stands beside the file into it, as far as that works without waiting for anybody; the journal stays in use.</summary>
    public void FoldIn()
    {
        lock (_gate)
        {
            if (_open is not { Connection: var connection } || _disposed)
            {
                return;
            }

            try
            {
                using var command = connection.CreateCommand();
                command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
                command.ExecuteNonQuery();
            }
            catch (SqliteException)
            {
                // Nothing is lost: the next process that opens the journal reads both.
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _open?.Dispose();
            _open = null;
        }
    }

    protected override ValueTask<T> Change<T>(Func<JournalSession, ValueTask<T>> change, CancellationToken cancellation) => Run(
        statements =>
        {
            // The write lock is taken at the start: what was read cannot change before what is written.
            using var transaction = statements.Connection.BeginTransaction(deferred: false);
            var result = Ended(change(new SqliteSession(statements, transaction, _time)));
            transaction.Commit();
            return result;
        },
        cancellation);

    protected override ValueTask<T> Look<T>(Func<JournalSession, ValueTask<T>> look, CancellationToken cancellation)
        => Run(statements => Ended(look(new SqliteSession(statements, null, _time))), cancellation);

    /// <summary>SQLite has no waits of its own: what it was asked is done when the call is back.</summary>
    private static T Ended<T>(ValueTask<T> work)
        => work.IsCompleted ? work.GetAwaiter().GetResult() : throw new InvalidOperationException("A change of the journal waited for something else.");

    private ValueTask<T> Run<T>(Func<SqliteStatements, T> work, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_fault is not null)
            {
                throw new WanException(_fault);
            }

            try
            {
                return ValueTask.FromResult(work(_open ??= new SqliteStatements(_file.Open())));
            }
            catch (SqliteException exception)
            {
                _open?.Dispose();
                _open = null;
                throw Latch(_file.Explain(exception));
            }
            catch (InvalidDataException unread)
            {
                throw StorageErrors.JournalRowUnreadable(FilePath, unread.Message, unread);
            }
            catch (WanException exception) when (_open is null)
            {
                throw Latch(exception);
            }
        }
    }

    /// <summary>After damage nothing works any more in this process: the next record of a batch must not begin an empty journal.</summary>
    private WanException Latch(WanException exception)
    {
        if (exception.Error.ErrorId == ErrorIds.JournalCorrupt)
        {
            _fault = exception.Error;
        }

        return exception;
    }
}
