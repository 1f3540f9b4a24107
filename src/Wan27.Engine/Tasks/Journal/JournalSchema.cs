using System.Globalization;
using Microsoft.Data.Sqlite;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Tasks.Journal;

/// <summary>
/// The layout of the journal's file. Its version is the number of steps applied; a step, once published, is never changed.
/// </summary>
internal sealed class JournalSchema(IReadOnlyList<string> steps)
{
    private const string FirstLayout = """
        CREATE TABLE task (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            local_id TEXT NOT NULL UNIQUE,
            job_key TEXT,
            holds_key INTEGER NOT NULL,
            profile TEXT NOT NULL COLLATE NOCASE,
            provider TEXT NOT NULL,
            route TEXT,
            model TEXT,
            region TEXT,
            endpoint TEXT NOT NULL,
            key_source TEXT,
            task_id TEXT,
            request_id TEXT,
            state TEXT NOT NULL,
            provider_status TEXT,
            prompt TEXT,
            request TEXT NOT NULL,
            request_hash TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            submitted_at INTEGER,
            scheduled_at INTEGER,
            ended_at INTEGER,
            url_expires_at INTEGER,
            usage TEXT,
            error TEXT,
            files TEXT,
            candidates TEXT,
            preflight_skipped INTEGER NOT NULL,
            owner_host TEXT,
            owner_process INTEGER,
            owner_started TEXT
        ) STRICT;
        CREATE UNIQUE INDEX task_by_key ON task (profile, job_key) WHERE job_key IS NOT NULL AND holds_key = 1;
        CREATE UNIQUE INDEX task_by_id ON task (task_id, provider, endpoint) WHERE task_id IS NOT NULL;
        CREATE INDEX task_by_state ON task (state);
        CREATE INDEX task_by_time ON task (created_at);
        CREATE TABLE history (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            local_id TEXT NOT NULL REFERENCES task (local_id) ON DELETE CASCADE,
            state TEXT NOT NULL,
            at INTEGER NOT NULL,
            detail TEXT
        ) STRICT;
        CREATE INDEX history_by_task ON history (local_id);
        """;

    private const string Warnings = "ALTER TABLE task ADD COLUMN warnings TEXT";

    private const string Evidence = """
        ALTER TABLE task ADD COLUMN clock_offset INTEGER;
        ALTER TABLE task ADD COLUMN expected TEXT;
        ALTER TABLE task ADD COLUMN evidence TEXT;
        ALTER TABLE task ADD COLUMN supersedes TEXT;
        CREATE INDEX task_by_superseded ON task (supersedes) WHERE supersedes IS NOT NULL;
        """;

    private const string ResultUrls = "ALTER TABLE task ADD COLUMN result_urls TEXT";

    private const string OpenTasks = """
        ALTER TABLE task ADD COLUMN account TEXT;
        CREATE INDEX task_by_account ON task (account, model) WHERE account IS NOT NULL AND state IN ('Submitting', 'Submitted', 'Polling');
        """;

    /// <summary>The layout of this build.</summary>
    public static JournalSchema Current { get; } = new([FirstLayout, Warnings, Evidence, ResultUrls, OpenTasks]);

    /// <summary>The steps, so that a test can add one.</summary>
    public IReadOnlyList<string> Steps => steps;

    /// <summary>Brings a file to the present layout in one transaction; several processes may do so at once.</summary>
    /// <exception cref="WanException"><c>Wan.Storage.JournalNewer</c>: a later version of the module has written the file.</exception>
    public void Apply(SqliteConnection connection, string path)
    {
        if (VersionOf(connection) == steps.Count)
        {
            return;
        }

        using var transaction = connection.BeginTransaction(deferred: false);
        var version = VersionOf(connection);
        if (version > steps.Count)
        {
            throw StorageErrors.JournalNewer(path, version, steps.Count);
        }

        foreach (var step in steps.Skip(version))
        {
            Execute(connection, transaction, step);
        }

        Execute(connection, transaction, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {steps.Count}"));
        transaction.Commit();
    }

    private static int VersionOf(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Execute(SqliteConnection connection, SqliteTransaction transaction, string text)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
