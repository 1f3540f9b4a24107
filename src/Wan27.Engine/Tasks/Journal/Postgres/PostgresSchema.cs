using System.Globalization;
using Npgsql;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Tasks.Journal.Postgres;

/// <summary>
/// The layout of a shared journal, in a schema of its own. Its version is the number of steps applied; a step, once published, is never
/// changed. For each step of <see cref="JournalSchema"/> that adds a column there is one here.
/// </summary>
internal sealed class PostgresSchema(IReadOnlyList<string> steps)
{
    // Names of profiles are the same whatever their case, as in the local journal.
    private const string FirstLayout = """
        CREATE COLLATION wan27.nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
        CREATE FUNCTION wan27.now_ms() RETURNS bigint LANGUAGE sql VOLATILE AS $$ SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint $$;
        CREATE FUNCTION wan27.lease_ms() RETURNS bigint LANGUAGE sql STABLE AS $$ SELECT 60000::bigint $$;
        CREATE TABLE wan27.task (
            number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            local_id TEXT NOT NULL UNIQUE,
            job_key TEXT,
            holds_key BIGINT NOT NULL,
            profile TEXT COLLATE wan27.nocase NOT NULL,
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
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL,
            submitted_at BIGINT,
            scheduled_at BIGINT,
            ended_at BIGINT,
            url_expires_at BIGINT,
            usage TEXT,
            error TEXT,
            files TEXT,
            candidates TEXT,
            preflight_skipped BIGINT NOT NULL,
            owner_host TEXT,
            owner_process BIGINT,
            owner_started TEXT,
            warnings TEXT,
            clock_offset BIGINT,
            expected TEXT,
            evidence TEXT,
            supersedes TEXT,
            result_urls TEXT,
            lease_until BIGINT NOT NULL DEFAULT (wan27.now_ms() + wan27.lease_ms()),
            looked_at BIGINT
        ) WITH (fillfactor = 70);
        CREATE UNIQUE INDEX task_by_key ON wan27.task (profile, job_key) WHERE job_key IS NOT NULL AND holds_key = 1;
        CREATE UNIQUE INDEX task_by_id ON wan27.task (task_id, provider, endpoint) WHERE task_id IS NOT NULL;
        CREATE INDEX task_by_state ON wan27.task (state);
        CREATE INDEX task_by_time ON wan27.task (created_at);
        CREATE INDEX task_by_superseded ON wan27.task (supersedes) WHERE supersedes IS NOT NULL;
        CREATE TABLE wan27.history (
            number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            local_id TEXT NOT NULL REFERENCES wan27.task (local_id) ON DELETE CASCADE,
            state TEXT NOT NULL,
            at BIGINT NOT NULL,
            detail TEXT
        );
        CREATE INDEX history_by_task ON wan27.history (local_id);
        """;

    // Those who watch a task hear of its next state at once; whoever does not listen looks again.
    private const string News = """
        CREATE FUNCTION wan27.tell_news() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_notify('wan27', NEW.local_id);
            RETURN NULL;
        END $$;
        CREATE TRIGGER task_news AFTER UPDATE OF state ON wan27.task FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION wan27.tell_news();
        """;

    private const string OpenTasks = """
        ALTER TABLE wan27.task ADD COLUMN account TEXT;
        CREATE INDEX task_by_account ON wan27.task (account, model) WHERE account IS NOT NULL AND state IN ('Submitting', 'Submitted', 'Polling');
        """;

    // As JournalSchema has it; earlier rows come in by what stands in them.
    private const string Ledger = """
        CREATE TABLE wan27.ledger (
            number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            local_id TEXT NOT NULL UNIQUE,
            is_call BIGINT NOT NULL,
            job_key TEXT,
            profile TEXT COLLATE wan27.nocase NOT NULL,
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
            low DOUBLE PRECISION,
            high DOUBLE PRECISION,
            units DOUBLE PRECISION,
            is_answered BIGINT NOT NULL,
            store TEXT,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL
        );
        CREATE INDEX ledger_by_time ON wan27.ledger (created_at);
        CREATE INDEX ledger_by_task ON wan27.ledger (task_id) WHERE task_id IS NOT NULL;
        INSERT INTO wan27.ledger (local_id, is_call, job_key, profile, provider, route, model, region, endpoint, tier, task_id, request_id, state, unit, units, is_answered, created_at, updated_at)
        SELECT local_id, 0, job_key, profile, provider, route, model, region, endpoint,
            coalesce(usage::jsonb ->> 'resolution', usage::jsonb ->> 'size', expected::jsonb ->> 'tier'), task_id, request_id,
            CASE WHEN state IN ('Failed', 'Canceled') THEN CASE WHEN task_id IS NULL OR region IS NOT NULL THEN 'Free' ELSE 'Unclear' END
                WHEN usage::jsonb ->> 'billedUnits' IS NOT NULL THEN 'Billed'
                WHEN state IN ('Completed', 'Stored', 'Expired') THEN 'Unclear' ELSE 'Open' END,
            coalesce(usage::jsonb ->> 'unit', CASE WHEN region IS NULL OR route IS NULL THEN 'unknown' WHEN route LIKE 'image\_gen%' THEN 'picture' ELSE 'second' END),
            CASE WHEN state IN ('Failed', 'Canceled') THEN CASE WHEN task_id IS NULL OR region IS NOT NULL THEN 0 END ELSE (usage::jsonb ->> 'billedUnits')::double precision END,
            CASE WHEN state NOT IN ('Failed', 'Canceled') AND usage::jsonb ->> 'billedUnits' IS NOT NULL THEN 1 ELSE 0 END,
            coalesce(submitted_at, created_at), updated_at
        FROM wan27.task ORDER BY number;
        """;

    // Where results lie, by machine; and who is about to store them.
    private const string Places = """
        CREATE TABLE wan27.place (
            local_id TEXT NOT NULL REFERENCES wan27.task (local_id) ON DELETE CASCADE,
            host TEXT NOT NULL,
            files TEXT NOT NULL,
            at BIGINT NOT NULL,
            PRIMARY KEY (local_id, host)
        );
        ALTER TABLE wan27.task ADD COLUMN saver TEXT;
        ALTER TABLE wan27.task ADD COLUMN save_until BIGINT;
        """;

    // What RateQueue does, by the server's clock and in one round trip; times are microseconds. A row survives a crash, so that what had left before still counts.
    private const string Rates = """
        CREATE TABLE wan27.rate (
            key TEXT PRIMARY KEY,
            next_at BIGINT NOT NULL DEFAULT 0,
            blocked_until BIGINT NOT NULL DEFAULT 0,
            changed_at BIGINT NOT NULL DEFAULT 0,
            last_permit BIGINT NOT NULL DEFAULT 0,
            permits BIGINT[] NOT NULL DEFAULT '{}',
            arrived_by BIGINT[] NOT NULL DEFAULT '{}'
        ) WITH (fillfactor = 20);
        CREATE FUNCTION wan27.now_us() RETURNS bigint LANGUAGE sql VOLATILE AS $$ SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint $$;
        CREATE FUNCTION wan27.rate_row(p_key text) RETURNS wan27.rate LANGUAGE plpgsql AS $$
        DECLARE q wan27.rate;
        BEGIN
            SELECT * INTO q FROM wan27.rate WHERE rate.key = p_key FOR UPDATE;
            IF NOT FOUND THEN
                INSERT INTO wan27.rate (key) VALUES (p_key) ON CONFLICT (key) DO NOTHING;
                SELECT * INTO q FROM wan27.rate WHERE rate.key = p_key FOR UPDATE;
            END IF;
            IF q.changed_at > wan27.now_us() THEN
                q.next_at := 0; q.blocked_until := 0; q.permits := '{}'; q.arrived_by := '{}';
            END IF;
            RETURN q;
        END $$;
        CREATE FUNCTION wan27.rate_keep(q wan27.rate) RETURNS void LANGUAGE sql AS $$
            UPDATE wan27.rate SET next_at = q.next_at, blocked_until = q.blocked_until, changed_at = q.changed_at, last_permit = q.last_permit, permits = q.permits, arrived_by = q.arrived_by
                WHERE rate.key = q.key
        $$;
        CREATE FUNCTION wan27.rate_ask(p_key text, p_most bigint, p_window bigint, p_interval bigint, p_place boolean, OUT permit bigint, OUT wait_us bigint) LANGUAGE plpgsql AS $$
        DECLARE
            q wan27.rate := wan27.rate_row(p_key);
            now_us bigint := wan27.now_us();
            longest_way CONSTANT bigint := 2000000;
            place bigint;
        BEGIN
            wait_us := 0;
            IF q.next_at > greatest(q.changed_at, q.blocked_until) + p_interval * 256 THEN
                q.next_at := now_us;
            END IF;
            SELECT coalesce(array_agg(d.p ORDER BY d.p), '{}'), coalesce(array_agg(d.b ORDER BY d.p), '{}') INTO q.permits, q.arrived_by
                FROM unnest(q.permits, q.arrived_by) AS d (p, b) WHERE d.b + p_window > now_us AND d.b <= now_us + longest_way;
            q.changed_at := now_us;
            IF NOT p_place THEN
                place := greatest(now_us, q.next_at, q.blocked_until);
                q.next_at := place + p_interval;
                wait_us := place - now_us;
            END IF;
            IF wait_us = 0 THEN
                IF q.blocked_until > now_us THEN
                    wait_us := q.blocked_until - now_us;
                ELSIF cardinality(q.permits) < p_most THEN
                    q.last_permit := q.last_permit + 1;
                    permit := q.last_permit;
                    q.permits := q.permits || permit;
                    q.arrived_by := q.arrived_by || (now_us + longest_way);
                ELSE
                    SELECT least(now_us, b) + p_window - now_us INTO wait_us FROM unnest(q.arrived_by) AS d (b) ORDER BY 1 OFFSET cardinality(q.permits) - p_most LIMIT 1;
                END IF;
            END IF;
            PERFORM wan27.rate_keep(q);
        END $$;
        CREATE FUNCTION wan27.rate_arrived(p_key text, p_permit bigint) RETURNS void LANGUAGE plpgsql AS $$
        DECLARE
            q wan27.rate := wan27.rate_row(p_key);
            now_us bigint := wan27.now_us();
            found_at int := array_position(q.permits, p_permit);
        BEGIN
            IF found_at IS NOT NULL THEN
                q.arrived_by[found_at] := least(now_us, q.arrived_by[found_at]);
                q.changed_at := now_us;
                PERFORM wan27.rate_keep(q);
            END IF;
        END $$;
        CREATE FUNCTION wan27.rate_block(p_key text, p_pause bigint) RETURNS void LANGUAGE plpgsql AS $$
        DECLARE
            q wan27.rate := wan27.rate_row(p_key);
            now_us bigint := wan27.now_us();
        BEGIN
            q.blocked_until := greatest(q.blocked_until, now_us + p_pause);
            q.changed_at := now_us;
            PERFORM wan27.rate_keep(q);
        END $$;
        """;

    // For dashboards and other programs: these columns stay, whatever becomes of the tables.
    private const string Views = """
        CREATE VIEW wan27.task_v1 AS SELECT
            local_id, job_key, profile COLLATE "default" AS profile, provider, route, model, region, endpoint, task_id, request_id, state, provider_status, prompt,
            to_timestamp(created_at / 1000.0) AS created_at, to_timestamp(updated_at / 1000.0) AS updated_at, to_timestamp(submitted_at / 1000.0) AS submitted_at,
            to_timestamp(scheduled_at / 1000.0) AS scheduled_at, to_timestamp(ended_at / 1000.0) AS ended_at, to_timestamp(url_expires_at / 1000.0) AS url_expires_at,
            (usage::jsonb ->> 'billedUnits')::double precision AS billed_units, usage::jsonb ->> 'unit' AS unit, usage::jsonb ->> 'resolution' AS resolution,
            error::jsonb ->> 'errorId' AS error_id, error::jsonb ->> 'message' AS error_message, split_part(owner_host, '/', 1) AS runner
        FROM wan27.task;
        CREATE VIEW wan27.asset_v1 AS SELECT
            task.local_id, task.job_key, task.profile COLLATE "default" AS profile, task.task_id, place.host, file.path, file.number::int AS number, to_timestamp(place.at / 1000.0) AS stored_at
        FROM wan27.place JOIN wan27.task ON task.local_id = place.local_id CROSS JOIN LATERAL jsonb_array_elements_text(place.files::jsonb) WITH ORDINALITY AS file (path, number);
        CREATE VIEW wan27.usage_v1 AS SELECT
            local_id, CASE WHEN is_call = 1 THEN 'call' ELSE 'task' END AS kind, job_key, profile COLLATE "default" AS profile, provider, route, model, region, tier, task_id, request_id,
            CASE WHEN is_call = 1 AND state = 'Open' AND created_at < wan27.now_ms() - 3600000 THEN 'Unclear' ELSE state END AS state, unit, low, high, units, is_answered = 1 AS answered, store,
            to_timestamp(created_at / 1000.0) AS created_at, to_timestamp(updated_at / 1000.0) AS updated_at
        FROM wan27.ledger;
        """;

    private const string Runs = """
        ALTER TABLE wan27.ledger ADD COLUMN run TEXT;
        CREATE INDEX ledger_by_run ON wan27.ledger (run) WHERE run IS NOT NULL;
        """;

    private const string JobKeys = "CREATE INDEX IF NOT EXISTS task_by_job ON wan27.task (job_key) WHERE job_key IS NOT NULL";

    /// <summary>The layout of this build.</summary>
    public static PostgresSchema Current { get; } = new([FirstLayout, News, OpenTasks, Ledger, Places, Rates, Views, Runs, JobKeys]);

    /// <summary>The steps, so that a test can add one.</summary>
    public IReadOnlyList<string> Steps => steps;

    /// <summary>Brings a database to the present layout, once whatever the number of starters: the others wait, and find it done.</summary>
    /// <exception cref="WanException"><c>Wan.Storage.SharedJournalNewer</c>: a later version of the module has been here.</exception>
    public async Task ApplyAsync(NpgsqlConnection connection, PostgresPlace place, CancellationToken ct)
    {
        if (Checked(await VersionOfAsync(connection, null, ct), place) == steps.Count)
        {
            return;
        }

        await using var transaction = await connection.BeginTransactionAsync(ct);
        await ExecuteAsync(connection, transaction, "SELECT pg_advisory_xact_lock(hashtext('wan27.layout'))", ct);
        var version = Checked(await VersionOfAsync(connection, transaction, ct), place);
        if (version == 0)
        {
            await ExecuteAsync(connection, transaction, "CREATE SCHEMA IF NOT EXISTS wan27; CREATE TABLE wan27.layout (version INT NOT NULL, applied_at TIMESTAMPTZ NOT NULL)", ct);
        }

        foreach (var step in steps.Skip(version))
        {
            await ExecuteAsync(connection, transaction, step, ct);
        }

        await ExecuteAsync(connection, transaction, string.Create(CultureInfo.InvariantCulture, $"DELETE FROM wan27.layout; INSERT INTO wan27.layout VALUES ({steps.Count}, now())"), ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>The layout of a database; 0 where there is none.</summary>
    public static async Task<int> VersionOfAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken ct)
    {
        // A look into the catalogue's tables: functions such as to_regclass may answer from before another one's commit.
        await using (var there = new NpgsqlCommand("SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = 'wan27' AND tablename = 'layout')", connection, transaction))
        {
            if (await there.ExecuteScalarAsync(ct) is not true)
            {
                return 0;
            }
        }

        await using var command = new NpgsqlCommand("SELECT coalesce(max(version), 0) FROM wan27.layout", connection, transaction);
        return Convert.ToInt32(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
    }

    private int Checked(int version, PostgresPlace place)
        => version > steps.Count ? throw StorageErrors.SharedJournalNewer(place, version, steps.Count) : version;

    private static async Task ExecuteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string text, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(text, connection, transaction);
        await command.ExecuteNonQueryAsync(ct);
    }
}
