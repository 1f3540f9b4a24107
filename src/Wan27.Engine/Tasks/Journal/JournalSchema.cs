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

    // Earlier rows come in by what stands in them. Of a provider without regions nothing is said of failures and of clips, and no more is known of them.
    private const string Ledger = """
        CREATE TABLE ledger (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            local_id TEXT NOT NULL UNIQUE,
            is_call INTEGER NOT NULL,
            job_key TEXT,
            profile TEXT NOT NULL COLLATE NOCASE,
            provider TEXT NOT NULL,
            route TEXT,
            model TEXT,
            region TEXT,
            endpoint TEXT NOT NULL,
            tier TEXT,
            task_id TEXT,
            request_id TEXT,
            state TEXT NOT NULL,
            unit TEXT NOT NULL,
            low REAL,
            high REAL,
            units REAL,
            is_answered INTEGER NOT NULL,
            store TEXT,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX ledger_by_time ON ledger (created_at);
        CREATE INDEX ledger_by_task ON ledger (task_id) WHERE task_id IS NOT NULL;
        INSERT INTO ledger (local_id, is_call, job_key, profile, provider, route, model, region, endpoint, tier, task_id, request_id, state, unit, units, is_answered, created_at, updated_at)
        SELECT local_id, 0, job_key, profile, provider, route, model, region, endpoint,
            coalesce(json_extract(counted, '$.resolution'), json_extract(counted, '$.size'), json_extract(made, '$.tier')), task_id, request_id,
            CASE WHEN state IN ('Failed', 'Canceled') THEN CASE WHEN task_id IS NULL OR region IS NOT NULL THEN 'Free' ELSE 'Unclear' END
                WHEN json_extract(counted, '$.billedUnits') IS NOT NULL THEN 'Billed'
                WHEN state IN ('Completed', 'Stored', 'Expired') THEN 'Unclear' ELSE 'Open' END,
            coalesce(json_extract(counted, '$.unit'), CASE WHEN region IS NULL OR route IS NULL THEN 'unknown' WHEN route LIKE 'image\_gen%' ESCAPE '\' THEN 'picture' ELSE 'second' END),
            CASE WHEN state IN ('Failed', 'Canceled') THEN CASE WHEN task_id IS NULL OR region IS NOT NULL THEN 0.0 END ELSE CAST(json_extract(counted, '$.billedUnits') AS REAL) END,
            CASE WHEN state NOT IN ('Failed', 'Canceled') AND json_extract(counted, '$.billedUnits') IS NOT NULL THEN 1 ELSE 0 END,
            coalesce(submitted_at, created_at), updated_at
        FROM (SELECT *, CASE WHEN json_valid(usage) THEN usage END AS counted, CASE WHEN json_valid(expected) THEN expected END AS made FROM task) ORDER BY number;
        """;

    private const string Runs = """
        ALTER TABLE ledger ADD COLUMN run TEXT;
        CREATE INDEX ledger_by_run ON ledger (run) WHERE run IS NOT NULL;
        """;

    // Keys are also looked for across profiles, and among those that were given to a later job.
    private const string JobKeys = "CREATE INDEX IF NOT EXISTS task_by_job ON task (job_key) WHERE job_key IS NOT NULL";

    /// <summary>The layout of this build.</summary>
    public static JournalSchema Current { get; } = new([FirstLayout, Warnings, Evidence, ResultUrls, OpenTasks, Ledger, Runs, JobKeys]);

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
