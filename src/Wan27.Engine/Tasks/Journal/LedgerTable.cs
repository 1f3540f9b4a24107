using System.Data.Common;
using System.Globalization;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Tasks.Journal;

/// <summary>
/// The ledger in the journal's database: a row for each job that may be billed, written in the same change as the task's own row, and kept when
/// that one is forgotten.
/// </summary>
internal static class LedgerTable
{
    private const string Columns = """
        local_id, is_call, job_key, profile, provider, route, model, region, endpoint, tier, task_id, request_id, state, unit, low, high, units,
        is_answered, store, created_at, updated_at, run
        """;

    /// <summary>How the states of rows read: a call that was made more than an hour ago has no answer to come, and may have been billed.</summary>
    private const string State = "CASE WHEN is_call = 1 AND state = 'Open' AND created_at < @now - 3600000 THEN 'Unclear' ELSE state END";

    /// <summary>Notes a job before it is sent.</summary>
    public static async ValueTask AddAsync(JournalSession session, string localId, bool isCall, WanTask task, BilledForecast? forecast, string? run = null)
    {
        if (task.TaskId is not null && await TakeOverAsync(session, localId, task))
        {
            return;
        }

        await session.ExecuteAsync(
            $"""
            INSERT INTO [ledger] ({Columns}) VALUES (
                @id, @call, @key, @profile, @provider, @route, @model, @region, @endpoint, @tier, @task, @request, 'Open', @unit, @low, @high, NULL, 0, NULL, coalesce(@created, @now), @now, @run)
            ON CONFLICT (local_id) DO NOTHING
            """,
            ("@id", localId), ("@call", isCall ? 1L : 0L), ("@key", task.JobKey), ("@profile", task.Profile ?? string.Empty), ("@provider", task.Provider ?? string.Empty),
            ("@route", task.Route), ("@model", task.Model), ("@region", task.Region?.ToString()), ("@endpoint", task.Endpoint ?? string.Empty), ("@tier", forecast?.Tier),
            ("@task", task.TaskId), ("@request", task.RequestId), ("@unit", forecast?.Unit ?? LedgerVerdict.UnitOf(task)), ("@low", forecast?.Low), ("@high", forecast?.High),
            ("@created", JournalRow.Stamp(task.SubmittedAt)), ("@run", run));
    }

    /// <summary>
    /// A task that was forgotten and comes back has its row still. So has one that a submit is bound to: a task is billed once, and the row of
    /// the submit, which has turned out to be that task, goes.
    /// </summary>
    private static async ValueTask<bool> TakeOverAsync(JournalSession session, string localId, WanTask task)
    {
        const string Forgotten = """
            task_id = @task AND provider = @provider AND endpoint = @endpoint AND local_id NOT IN (SELECT local_id FROM [task] WHERE local_id <> @id)
            """;
        (string, object?)[] values = [("@id", localId), ("@task", task.TaskId), ("@provider", task.Provider ?? string.Empty), ("@endpoint", task.Endpoint ?? string.Empty)];
        await session.ExecuteAsync($"DELETE FROM [ledger] WHERE local_id = @id AND task_id IS NULL AND EXISTS (SELECT 1 FROM [ledger] WHERE {Forgotten})", values);
        return await session.ExecuteAsync($"UPDATE [ledger] SET local_id = @id, updated_at = @now WHERE {Forgotten}", values) > 0;
    }

    /// <summary>Brings the row of a task to what is known of the task now.</summary>
    public static async ValueTask SettleAsync(JournalSession session, JournalEntry entry)
    {
        var task = entry.Task;
        await AddAsync(session, entry.LocalId, isCall: false, task, forecast: null);
        var seen = await session.ReadOneAsync($"SELECT {Columns} FROM [ledger] WHERE local_id = @id {session.Locked}", Read, ("@id", entry.LocalId))
            ?? throw new InvalidDataException("a task without its row of the ledger");
        var verdict = LedgerVerdict.Of(task, seen.Low, seen.High);
        if (seen is { State: LedgerState.Billed, IsAnswered: true } && verdict.State is LedgerState.Open or LedgerState.Unclear)
        {
            // What the provider has once counted is not forgotten because it no longer knows the task.
            verdict = new LedgerVerdict(LedgerState.Billed, seen.Units, IsAnswered: true);
        }

        if (verdict.IsAnswered && task.Usage is not null)
        {
            seen = seen with { Unit = task.Usage.Unit, Tier = task.Usage.Resolution ?? seen.Tier ?? task.Usage.Size };
        }

        await session.ExecuteAsync(
            """
            UPDATE [ledger] SET task_id = @task, request_id = coalesce(@request, request_id), route = coalesce(@route, route), model = coalesce(@model, model), tier = @tier,
                state = @state, unit = @unit, units = @units, is_answered = @answered, store = coalesce(@store, store), updated_at = @now WHERE local_id = @id
            """,
            ("@task", task.TaskId), ("@request", task.RequestId), ("@route", task.Route), ("@model", task.Model), ("@tier", seen.Tier), ("@state", verdict.State.ToString()),
            ("@unit", seen.Unit), ("@units", verdict.Units), ("@answered", verdict.IsAnswered ? 1L : 0L), ("@store", BucketOf(task.Files)), ("@id", entry.LocalId));
    }

    /// <summary>Notes how a call without a task has ended.</summary>
    public static async ValueTask EndAsync(JournalSession session, string localId, CallEnd end)
        => await session.ExecuteAsync(
            "UPDATE [ledger] SET state = @state, units = @units, is_answered = @answered, request_id = coalesce(@request, request_id), updated_at = @now WHERE local_id = @id",
            ("@state", end.State.ToString()), ("@units", end.Units), ("@answered", end.State == LedgerState.Billed ? 1L : 0L), ("@request", end.RequestId), ("@id", localId));

    /// <summary>Takes in a row of another journal, once.</summary>
    public static async ValueTask ImportAsync(JournalSession session, LedgerRow row) => await session.ExecuteAsync(
        $"""
        INSERT INTO [ledger] ({Columns}) VALUES (
            @id, @call, @key, @profile, @provider, @route, @model, @region, @endpoint, @tier, @task, @request, @state, @unit, @low, @high, @units, @answered, @store, @created, @updated, @run)
        ON CONFLICT (local_id) DO NOTHING
        """,
        ("@id", row.LocalId), ("@call", row.IsCall ? 1L : 0L), ("@key", row.JobKey), ("@profile", row.Profile ?? string.Empty), ("@provider", row.Provider ?? string.Empty),
        ("@route", row.Route), ("@model", row.Model), ("@region", row.Region), ("@endpoint", row.Endpoint ?? string.Empty), ("@tier", row.Tier), ("@task", row.TaskId),
        ("@request", row.RequestId), ("@state", row.State.ToString()), ("@unit", row.Unit), ("@low", row.Low), ("@high", row.High), ("@units", row.Units),
        ("@answered", row.IsAnswered ? 1L : 0L), ("@store", row.Store), ("@created", JournalRow.Stamp(row.CreatedAt)), ("@updated", JournalRow.Stamp(row.UpdatedAt)), ("@run", row.Run));

    /// <summary>Notes that a job was never sent, and will not be.</summary>
    public static async ValueTask FreeAsync(JournalSession session, string localId)
        => await session.ExecuteAsync("UPDATE [ledger] SET state = 'Free', units = 0.0, updated_at = @now WHERE local_id = @id AND state = 'Open'", ("@id", localId));

    /// <summary>Rows of tasks that are about to be forgotten: what was under way is not followed any more.</summary>
    public static async ValueTask OrphanAsync(JournalSession session, string condition, (string Name, object? Value)[] values)
        => await session.ExecuteAsync($"UPDATE [ledger] SET state = 'Unclear' WHERE state = 'Open' AND local_id IN (SELECT local_id FROM [task] WHERE {condition})", values);

    /// <summary>Rows in the order they were made.</summary>
    public static async ValueTask<IReadOnlyList<LedgerRow>> QueryAsync(JournalSession session, LedgerFilter filter)
    {
        var (condition, values) = ConditionOf(filter);
        var columns = Columns.Replace(" state,", $" {State} AS bill,", StringComparison.Ordinal);
        return await session.ReadAsync($"SELECT {columns} FROM [ledger] WHERE {condition} ORDER BY number", Read, values);
    }

    /// <summary>Sums, kept apart by provider, unit, state and what is asked for.</summary>
    public static async ValueTask<IReadOnlyList<LedgerSum>> SumAsync(JournalSession session, LedgerFilter filter, LedgerColumns apart)
    {
        string Column(LedgerColumns column, string text) => apart.HasFlag(column) ? text : "NULL";
        var (condition, values) = ConditionOf(filter);
        return await session.ReadAsync(
            $"""
            SELECT provider, unit, {State} AS bill, {Column(LedgerColumns.Profile, "profile")}, {Column(LedgerColumns.Route, "route")}, {Column(LedgerColumns.Model, "model")},
                {Column(LedgerColumns.Region, "region")}, {Column(LedgerColumns.Tier, "tier")}, {Column(LedgerColumns.Store, "store")}, {Column(LedgerColumns.JobKey, "job_key")},
                {Column(LedgerColumns.Quarter, "created_at / 900000")},
                count(*), CAST(sum(is_answered) AS BIGINT), coalesce(sum(units), 0.0), coalesce(sum(low), 0.0), CASE WHEN count(high) = count(*) THEN sum(high) END
            FROM [ledger] WHERE {condition} GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
            """,
            static reader => new LedgerSum
            {
                Provider = reader.GetString(0),
                Unit = reader.GetString(1),
                State = JournalRow.Word<LedgerState>(reader.GetString(2), "bill"),
                Profile = Text(reader, 3),
                Route = Text(reader, 4),
                Model = Text(reader, 5),
                Region = Text(reader, 6),
                Tier = Text(reader, 7),
                Store = Text(reader, 8),
                JobKey = Text(reader, 9),
                Quarter = reader.IsDBNull(10) ? null : JournalRow.FromStamp(reader.GetInt64(10) * 900_000),
                Jobs = reader.GetInt64(11),
                Answered = reader.GetInt64(12),
                Units = reader.GetDouble(13),
                Low = reader.GetDouble(14),
                High = Number(reader, 15),
            },
            values);
    }

    private static (string Text, (string Name, object? Value)[] Values) ConditionOf(LedgerFilter filter)
    {
        var conditions = new List<string> { "1 = 1" };
        var values = new List<(string, object?)>();
        if (filter.Since is { } since)
        {
            conditions.Add("created_at >= @since");
            values.Add(("@since", JournalRow.Stamp(since)));
        }

        if (filter.Until is { } until)
        {
            conditions.Add("created_at < @until");
            values.Add(("@until", JournalRow.Stamp(until)));
        }

        if (filter.Run is { } run)
        {
            conditions.Add("run = @run");
            values.Add(("@run", run));
        }

        AddList("profile", filter.Profiles);
        AddList("provider", filter.Providers);
        return (string.Join(" AND ", conditions), values.ToArray());

        void AddList(string column, IReadOnlyCollection<string> texts)
        {
            if (texts.Count == 0)
            {
                return;
            }

            var names = texts.Select(text =>
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"@l{values.Count}");
                values.Add((name, text));
                return name;
            }).ToArray();
            conditions.Add($"{column} IN ({string.Join(", ", names)})");
        }
    }

    private static LedgerRow Read(DbDataReader reader) => new()
    {
        LocalId = reader.GetString(0),
        IsCall = reader.GetInt64(1) != 0,
        JobKey = Text(reader, 2),
        Profile = Text(reader, 3),
        Provider = Text(reader, 4),
        Route = Text(reader, 5),
        Model = Text(reader, 6),
        Region = Text(reader, 7),
        Endpoint = Text(reader, 8),
        Tier = Text(reader, 9),
        TaskId = Text(reader, 10),
        RequestId = Text(reader, 11),
        State = JournalRow.Word<LedgerState>(reader.GetString(12), "bill"),
        Unit = reader.GetString(13),
        Low = Number(reader, 14),
        High = Number(reader, 15),
        Units = Number(reader, 16),
        IsAnswered = reader.GetInt64(17) != 0,
        Store = Text(reader, 18),
        CreatedAt = JournalRow.FromStamp(reader.GetInt64(19)),
        UpdatedAt = JournalRow.FromStamp(reader.GetInt64(20)),
        Run = Text(reader, 21),
    };

    private static string? BucketOf(IReadOnlyList<string> files)
        => files.Where(static file => Uri.TryCreate(file, UriKind.Absolute, out var uri) && uri.Scheme == "s3").Select(static file => $"s3://{file.Split('/')[2]}").FirstOrDefault();

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static double? Number(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);
}
