using System.Globalization;
using Microsoft.Data.Sqlite;
using Wan27.Engine.Contract;
using Wan27.Engine.Records;

namespace Wan27.Engine.Tasks.Journal;

/// <summary>
/// The journal's file on disk: opened, checked, and set aside when it is damaged. A damaged journal is never replaced by an empty one
/// behind the user's back, because an empty one would let every job be paid for again.
/// </summary>
internal sealed class JournalFile(string folder, JournalOptions options, TimeProvider time)
{
    public const string Name = "journal.db";
    private const string AsidePattern = "journal.corrupt-*.db";

    private static readonly string[] Companions = ["", "-wal", "-shm"];

    public string FilePath { get; } = Path.Combine(folder, Name);

    /// <summary>Opens the file, creating folder and file for their owner only.</summary>
    public SqliteConnection Open()
    {
        try
        {
            return OpenOrCreate();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StorageErrors.JournalReadOnlyUnreadable(FilePath, exception.Message, exception);
        }
    }

    private SqliteConnection OpenOrCreate()
    {
        PrivateFolder.Create(folder);
        if (!File.Exists(FilePath) && Directory.EnumerateFiles(folder, AsidePattern).Order(StringComparer.Ordinal).LastOrDefault() is { } aside)
        {
            throw JournalFault.SetAside(FilePath, aside, null);
        }

        if (!Path.Exists(FilePath))
        {
            Create();
        }

        var connection = Open(FilePath);
        JournalDraftFile.DeleteAbandoned(folder, time.GetUtcNow());
        return connection;
    }

    /// <summary>The typed error for a fault; a damaged file is set aside first. The connection must be closed by then.</summary>
    public WanException Explain(SqliteException exception)
        => JournalFault.IsCorruption(exception)
            ? JournalFault.SetAside(FilePath, SetAside(), exception)
            : JournalFault.Explain(exception, FilePath);

    private SqliteConnection Open(string path)
    {
        SqliteConnection? connection = null;
        try
        {
            connection = Connect(path);

            // Every journal gets its layout before its name, so that an empty file of that name has lost what it held.
            if (new FileInfo(path) is { Exists: true, Length: 0 })
            {
                throw new SqliteException("The journal is empty.", SQLitePCL.raw.SQLITE_CORRUPT);
            }

            Execute(connection, "PRAGMA journal_mode = WAL");
            Execute(connection, "PRAGMA synchronous = FULL");

            // Whoever copies the file alone shall miss little.
            Execute(connection, "PRAGMA wal_autocheckpoint = 64");
            options.Schema.Apply(connection, path);
            if (!IsSound(connection))
            {
                throw new SqliteException("The journal failed its check.", SQLitePCL.raw.SQLITE_CORRUPT);
            }

            return connection;
        }
        catch (SqliteException exception)
        {
            connection?.Dispose();
            throw Explain(exception);
        }
        catch (WanException)
        {
            connection?.Dispose();
            throw;
        }
    }

    private SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            ForeignKeys = true,

            // A pooled connection would keep a file that has been set aside.
            Pooling = false,
            DefaultTimeout = Math.Max(1, (int)Math.Ceiling(options.BusyTimeout.TotalSeconds)),
        }.ToString());
        connection.Open();
        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {options.BusyTimeout.TotalMilliseconds:0}"));
        return connection;
    }

    /// <summary>Prepares an empty journal under another name; of several processes that do so, one gives it its own.</summary>
    private void Create()
    {
        var draft = new JournalDraftFile(folder, options.Owner);
        PrivateFolder.CreateFile(draft.FilePath);
        try
        {
            Prepare(draft.FilePath);
            DurableMove.Move(draft.FilePath, FilePath, overwrite: false);
        }
        catch (IOException) when (File.Exists(FilePath))
        {
            // Another process was first, and its journal is as good as this one.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw JournalFault.CannotCreate(FilePath, exception);
        }
        catch (SqliteException exception)
        {
            // Nothing was ever in it: whatever is wrong, no journal is damaged.
            throw JournalFault.Explain(exception, FilePath);
        }
        finally
        {
            draft.Delete();
        }
    }

    /// <summary>
    /// Lays a journal out. All of it must be in the one file that gets the name: with a write-ahead log, a full disk would leave the layout
    /// beside an empty file.
    /// </summary>
    private void Prepare(string path)
    {
        using var connection = Connect(path);
        Execute(connection, "PRAGMA synchronous = FULL");
        options.Schema.Apply(connection, path);
        if (!IsSound(connection))
        {
            throw new SqliteException("The new journal failed its check.", SQLitePCL.raw.SQLITE_IOERR);
        }
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    /// <summary>A page that is lost must be found now, not in the middle of a batch.</summary>
    private static bool IsSound(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA quick_check(1)";
        return command.ExecuteScalar() is "ok";
    }

    /// <summary>A long-running process may trip over a file that has been replaced by a sound one since.</summary>
    private bool WasReplaced()
    {
        try
        {
            using var connection = Connect(FilePath);
            return new FileInfo(FilePath).Length > 0 && IsSound(connection);
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private string SetAside()
    {
        if (!File.Exists(FilePath) || WasReplaced())
        {
            return FilePath;
        }

        var stamp = time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var aside = Path.Combine(folder, $"journal.corrupt-{stamp}.db");
        for (var attempt = 2; File.Exists(aside); attempt++)
        {
            aside = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"journal.corrupt-{stamp}-{attempt}.db"));
        }

        try
        {
            foreach (var companion in Companions.Where(companion => File.Exists(FilePath + companion)))
            {
                ExclusiveMove.Move(FilePath + companion, aside + companion);
            }

            return aside;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Held by another process, or moved by it just now: the damaged file stays where it is and goes on being refused.
            return File.Exists(FilePath) ? FilePath : aside;
        }
    }
}
