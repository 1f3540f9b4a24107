using System.Globalization;
using Wan27.Engine.Contract;
using Wan27.Engine.Records;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Tasks.Journal;

/// <summary>
/// The journal in a database that speaks SQL: what each change reads, decides and writes, whichever database keeps it. How a change is kept
/// apart from those of others, and what a fault means, is the database's own.
/// </summary>
/// <remarks>Tables are written as [task] and times of now as @now; <see cref="JournalSession"/> says them in the database's words.</remarks>
/// <param name="time">The clock that ages are told by.</param>
/// <param name="owner">The process that reservations are made for.</param>
internal abstract class SqlTaskJournal(TimeProvider time, OwnerProcess owner) : ITaskJournal
{
    private const string Open = "account = @account AND model = @model AND state IN ('Submitting', 'Submitted', 'Polling') AND created_at > @since AND local_id <> @id";

    public ValueTask<Reservation> ReserveAsync(JournalDraft draft, CancellationToken cancellation = default) => Change(
        async session =>
        {
            await session.OneAtATimeAsync();
            if (draft.JobKey is { } key && await FindByJobKeyAsync(session, draft.Bundle.Profile ?? string.Empty, key) is { } existing)
            {
                // Of a task that has an id, the provider is asked before its key is paid for anew; only then is the row named as replaced.
                var madeNothing = (existing.CameToNothing && existing.Task.TaskId is null) || existing.WasNeverSent;
                if (!draft.Force && existing.LocalId != draft.Replaces && !madeNothing)
                {
                    return new Reservation(
                        draft.Matches(existing.RequestHash) ? ReservationKind.Existing : ReservationKind.Conflict, existing);
                }

                await session.ExecuteAsync("UPDATE [task] SET holds_key = 0, updated_at = @now WHERE local_id = @id", ("@id", existing.LocalId));
                if (existing.WasNeverSent)
                {
                    await LedgerTable.FreeAsync(session, existing.LocalId);
                }

                await RememberAsync(session, existing.LocalId, existing.Task.State, "The job key went to a later submit.");
            }

            return new Reservation(ReservationKind.New, await ReserveAsync(session, draft, supersedes: null));
        },
        cancellation);

    public ValueTask<WindowPlace> TakePlaceAsync(string localId, TaskWindow window, CancellationToken cancellation = default) => Change(
        async session =>
        {
            await session.OneAtATimeAsync();
            if ((await NeedAsync(session, localId)).HasPlace || await TakePlaceAsync(session, localId, window))
            {
                return new WindowPlace(IsTaken: true, await CountOpenAsync(session, localId, window), []);
            }

            // The index on open tasks is small; that on the number of a row would be walked from its beginning.
            var oldest = await session.ReadAsync($"{session.Rows} WHERE {Open} AND task_id IS NOT NULL ORDER BY number + 0 LIMIT 5", JournalRow.Read, OpenValues(localId, window));
            return new WindowPlace(IsTaken: false, await CountOpenAsync(session, localId, window), oldest);
        },
        cancellation);

    public ValueTask<JournalEntry> MarkSubmittedAsync(string localId, string taskId, string? requestId, CancellationToken cancellation = default) => Change(
        async session =>
        {
            await BindAsync(session, await NeedAsync(session, localId), taskId, requestId);
            return await NeedAsync(session, localId);
        },
        cancellation);

    public ValueTask<JournalEntry> NoteEvidenceAsync(
        string localId, IReadOnlyList<string> candidates, IReadOnlyList<WanEvidence> evidence, TimeSpan? clockOffset = null, CancellationToken cancellation = default) => Change(
        async session =>
        {
            await session.ExecuteAsync(
                "UPDATE [task] SET candidates = @candidates, evidence = @evidence, clock_offset = coalesce(clock_offset, @offset), updated_at = @now WHERE local_id = @id AND state = @state",
                ("@candidates", JournalRow.Write(candidates)), ("@evidence", JournalRow.Write(evidence)), ("@offset", JournalRow.Stamp(clockOffset)), ("@id", localId),
                ("@state", nameof(WanTaskState.Indeterminate)));
            return await NeedAsync(session, localId);
        },
        cancellation);

    public ValueTask<JournalEntry> BindAsync(string localId, string taskId, CancellationToken cancellation = default) => Change(
        async session =>
        {
            if (await NeedAsync(session, localId) is { Task.State: WanTaskState.Indeterminate } open)
            {
                await BindAsync(session, open, taskId, requestId: null);
            }

            return await NeedAsync(session, localId);
        },
        cancellation);

    public ValueTask<Reservation> GiveUpAsync(string localId, WanError error, JournalDraft? instead, CancellationToken cancellation = default) => Change(
        async session =>
        {
            await session.OneAtATimeAsync();
            if (await NeedAsync(session, localId) is not { Task.State: WanTaskState.Indeterminate } open)
            {
                return new Reservation(ReservationKind.Existing, await NeedAsync(session, localId));
            }

            await session.ExecuteAsync(
                "UPDATE [task] SET state = @state, error = @error, candidates = NULL, holds_key = CASE WHEN @instead = 1 THEN 0 ELSE holds_key END, updated_at = @now WHERE local_id = @id",
                ("@state", nameof(WanTaskState.Canceled)), ("@error", JournalRow.Write(error)), ("@instead", instead is null ? 0L : 1L), ("@id", localId));
            await RememberAsync(session, localId, WanTaskState.Canceled, error.ErrorId);
            await SettleAsync(session, localId);
            return new Reservation(ReservationKind.New, instead is null ? await NeedAsync(session, open.LocalId) : await ReserveAsync(session, instead, localId));
        },
        cancellation);

    public ValueTask<JournalEntry?> FindSuccessorAsync(string localId, CancellationToken cancellation = default) => Look(
        async session => await session.ReadOneAsync($"{session.Rows} WHERE supersedes = @id ORDER BY number DESC LIMIT 1", JournalRow.Read, ("@id", localId)),
        cancellation);

    public ValueTask<JournalEntry> MarkIndeterminateAsync(
        string localId, IReadOnlyList<string> candidates, WanError error, CancellationToken cancellation = default) => Change(
        async session =>
        {
            // An answer that came after all counts more than the fear that none would come.
            if (!TaskTransitions.MayFollow((await NeedAsync(session, localId)).Task.State, WanTaskState.Indeterminate))
            {
                return await NeedAsync(session, localId);
            }

            await session.ExecuteAsync(
                """
                UPDATE [task] SET state = @state, candidates = @candidates, error = @error, submitted_at = coalesce(submitted_at, created_at),
                    request_id = coalesce(@request, request_id), updated_at = @now WHERE local_id = @id
                """,
                ("@state", nameof(WanTaskState.Indeterminate)), ("@candidates", JournalRow.Write(candidates)), ("@error", JournalRow.Write(error)),
                ("@request", error.RequestId), ("@id", localId));
            await RememberAsync(session, localId, WanTaskState.Indeterminate, error.ErrorId);
            return await SettleAsync(session, localId);
        },
        cancellation);

    public ValueTask<JournalEntry> UpdateAsync(string localId, JournalUpdate update, CancellationToken cancellation = default) => Change(
        async session =>
        {
            var entry = await NeedAsync(session, localId);
            var before = entry.Task;
            if (update.IsDeparture && (before.State != WanTaskState.Submitting || (before.JobKey is not null && !entry.HoldsJobKey)))
            {
                throw AsyncErrors.SubmitTakenOver(LostSubmits.JobOf(entry));
            }

            var state = update.State ?? before.State;
            if (!TaskTransitions.MayFollow(before.State, state))
            {
                return await NeedAsync(session, localId);
            }

            await session.ExecuteAsync(
                """
                UPDATE [task] SET state = @state, provider_status = coalesce(@status, provider_status), request_id = coalesce(@request, request_id),
                    submitted_at = CASE WHEN @back = 1 THEN NULL ELSE coalesce(@submitted, submitted_at) END, clock_offset = coalesce(@offset, clock_offset),
                    scheduled_at = coalesce(@scheduled, scheduled_at),
                    ended_at = CASE WHEN @lives = 1 THEN @ended ELSE coalesce(@ended, ended_at) END, url_expires_at = coalesce(@expires, url_expires_at), result_urls = coalesce(@urls, result_urls),
                    usage = coalesce(@usage, usage), error = CASE WHEN @lives = 1 THEN @error ELSE coalesce(@error, error) END, updated_at = @now WHERE local_id = @id
                """,
                ("@state", state.ToString()), ("@status", JournalRow.Clean(update.ProviderStatus)), ("@request", update.RequestId),
                ("@submitted", JournalRow.Stamp(update.SubmittedAt)), ("@offset", JournalRow.Stamp(update.ClockOffset)), ("@back", update.TurnedAway ? 1L : 0L),
                ("@lives", before.State != state && before.State is WanTaskState.Failed or WanTaskState.Canceled or WanTaskState.Expired ? 1L : 0L), ("@scheduled", JournalRow.Stamp(update.ScheduledAt)),
                ("@ended", JournalRow.Stamp(update.EndedAt)), ("@expires", JournalRow.Stamp(update.UrlExpiresAt)), ("@urls", JournalRow.WriteUrls(update.ResultUrls)),
                ("@usage", JournalRow.Write(update.Usage)), ("@error", JournalRow.Write(update.Error)), ("@id", localId));
            if (state != before.State || (update.ProviderStatus is { } status && status != before.ProviderStatus))
            {
                await RememberAsync(session, localId, state, update.Error?.ErrorId ?? update.ProviderStatus);
            }

            return await SettleAsync(session, localId);
        },
        cancellation);

    public ValueTask<JournalEntry> MarkStoredAsync(
        string localId, IReadOnlyList<string> files, bool complete = true, CancellationToken cancellation = default) => Change(
        async session =>
        {
            var state = complete ? WanTaskState.Stored : (await NeedAsync(session, localId)).Task.State;
            await session.ExecuteAsync(
                "UPDATE [task] SET state = @state, files = @files, updated_at = @now WHERE local_id = @id",
                ("@state", state.ToString()), ("@files", JournalRow.Write(files)), ("@id", localId));
            await session.NotePlacesAsync(localId, JournalRow.Write(files));
            await RememberAsync(session, localId, state, string.Create(CultureInfo.InvariantCulture, $"{files.Count} file(s)"));
            return await SettleAsync(session, localId);
        },
        cancellation);

    public ValueTask<JournalEntry> AddAsync(WanTask task, CancellationToken cancellation = default) => Change(
        async session => task.TaskId is { } id && await FindByTaskIdAsync(session, id, task.Endpoint ?? string.Empty, task.Provider) is { } known
            ? known
            : await InsertAsync(
                session,
                task.JobKey is { } key && await FindByJobKeyAsync(session, task.Profile ?? string.Empty, key) is not null ? task with { JobKey = null } : task,
                PlainJson.Hash(task.Route ?? string.Empty, task.Model ?? string.Empty, task.Request),
                owner: null),
        cancellation);

    public ValueTask<JournalEntry?> FindAsync(string localId, CancellationToken cancellation = default)
        => Look(session => FindAsync(session, localId), cancellation);

    public ValueTask<JournalEntry?> FindByTaskIdAsync(string taskId, string? endpoint = null, CancellationToken cancellation = default)
        => Look(async session => await FindByTaskIdAsync(session, taskId, endpoint, provider: null), cancellation);

    public ValueTask<JournalEntry?> FindByJobKeyAsync(string profile, string jobKey, CancellationToken cancellation = default)
        => Look(async session => await FindByJobKeyAsync(session, profile, jobKey), cancellation);

    public ValueTask<IReadOnlyList<JournalEntry>> QueryAsync(JournalFilter filter, CancellationToken cancellation = default) => Look(
        async session =>
        {
            var (condition, values) = JournalCondition.Of(filter);
            return await session.ReadAsync($"{session.Rows} WHERE {condition} ORDER BY {JournalCondition.OrderOf(filter)}", JournalRow.Read, values);
        },
        cancellation);

    public ValueTask<IReadOnlyList<JournalEntry>> FindInterruptedAsync(TimeSpan olderThan, CancellationToken cancellation = default) => Look<IReadOnlyList<JournalEntry>>(
        async session =>
        {
            var oldest = time.GetUtcNow() - olderThan;
            return [.. (await session
                .ReadAsync($"{session.Rows} WHERE state = @state ORDER BY number", JournalRow.Read, ("@state", nameof(WanTaskState.Submitting))))
                .Where(entry => entry.CreatedAt < oldest || entry.Owner is null || entry.OwnerIsGone)];
        },
        cancellation);

    public ValueTask<IReadOnlyList<JournalEvent>> HistoryAsync(string localId, CancellationToken cancellation = default) => Look(
        async session => await session.ReadAsync(
            "SELECT state, at, detail FROM [history] WHERE local_id = @id ORDER BY number",
            static reader => new JournalEvent(
                JournalRow.Word<WanTaskState>(reader.GetString(0), "state"), JournalRow.FromStamp(reader.GetInt64(1)), reader.IsDBNull(2) ? null : reader.GetString(2)),
            ("@id", localId)),
        cancellation);

    public ValueTask<string> NoteCallAsync(JournalDraft draft, CancellationToken cancellation = default) => Change(
        async session =>
        {
            await AdmitAsync(session, draft);
            var id = Guid.NewGuid().ToString("N");
            await LedgerTable.AddAsync(session, id, isCall: true, new WanTask { JobKey = draft.JobKey }.Under(draft.Bundle), draft.Forecast, draft.Run);
            return id;
        },
        cancellation);

    public async ValueTask EndCallAsync(string localId, CallEnd end, CancellationToken cancellation = default) => await Change(
        async session =>
        {
            await LedgerTable.EndAsync(session, localId, end);
            return localId;
        },
        cancellation);

    public ValueTask<IReadOnlyList<LedgerRow>> LedgerAsync(LedgerFilter filter, CancellationToken cancellation = default)
        => Look(session => LedgerTable.QueryAsync(session, filter), cancellation);

    public ValueTask<IReadOnlyList<LedgerSum>> SumAsync(LedgerFilter filter, LedgerColumns apart, CancellationToken cancellation = default)
        => Look(session => LedgerTable.SumAsync(session, filter, apart), cancellation);

    public ValueTask<int> ForgetAsync(JournalFilter filter, CancellationToken cancellation = default)
    {
        if (filter.IsEmpty)
        {
            throw new ArgumentException("Rows are forgotten by at least one condition.", nameof(filter));
        }

        return Change(
            async session =>
            {
                var (condition, values) = JournalCondition.Of(filter);
                await LedgerTable.OrphanAsync(session, condition, values);
                return await session.ExecuteAsync($"DELETE FROM [task] WHERE {condition}", values);
            },
            cancellation);
    }

    /// <summary>Number of rows in each state that occurs.</summary>
    public ValueTask<IReadOnlyList<(WanTaskState State, int Count)>> CountAsync(CancellationToken cancellation = default) => Look(
        async session => await session.ReadAsync(
            "SELECT state, count(*) FROM [task] GROUP BY state", static reader => (JournalRow.Word<WanTaskState>(reader.GetString(0), "state"), (int)reader.GetInt64(1))),
        cancellation);

    /// <summary>Takes in rows of the ledger of another journal, each once.</summary>
    public ValueTask<int> ImportAsync(IReadOnlyList<LedgerRow> rows, CancellationToken cancellation = default) => Change(
        async session =>
        {
            foreach (var row in rows)
            {
                await LedgerTable.ImportAsync(session, row);
            }

            return rows.Count;
        },
        cancellation);

    /// <summary>Makes a row, changes it and takes it back, in one change.</summary>
    public ValueTask<int> ProbeAsync(CancellationToken cancellation = default) => Change(
        async session =>
        {
            var probe = await InsertAsync(session, new WanTask { State = WanTaskState.Canceled, Provider = string.Empty }, string.Empty, owner: null);
            await session.ExecuteAsync("UPDATE [task] SET state = @state WHERE local_id = @id", ("@state", nameof(WanTaskState.Failed)), ("@id", probe.LocalId));
            await session.ExecuteAsync("DELETE FROM [ledger] WHERE local_id = @id", ("@id", probe.LocalId));
            return await session.ExecuteAsync("DELETE FROM [task] WHERE local_id = @id", ("@id", probe.LocalId));
        },
        cancellation);

    /// <summary>A row as it stands, for another journal; null when it is gone.</summary>
    public ValueTask<JournalRecord?> ExportAsync(string localId, CancellationToken cancellation = default) => Look(
        async session =>
        {
            var history = await session.ReadAsync(
                "SELECT state, at, detail FROM [history] WHERE local_id = @id ORDER BY number",
                static reader => (reader.GetString(0), reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetString(2)),
                ("@id", localId));
            return await session.ReadOneAsync(
                $"SELECT {JournalRow.Columns} FROM [task] WHERE local_id = @id",
                reader =>
                {
                    var values = new object[reader.FieldCount];
                    reader.GetValues(values);
                    return new JournalRecord([.. values.Select(static value => value is DBNull ? null : value)], history);
                },
                ("@id", localId));
        },
        cancellation);

    /// <summary>Takes in a row of another journal, once.</summary>
    public ValueTask<RecordEnd> ImportAsync(JournalEntry entry, JournalRecord record, CancellationToken cancellation = default) => Change(
        async session =>
        {
            await session.OneAtATimeAsync();
            if (await FindAsync(session, entry.LocalId) is not null
                || (entry.Task.TaskId is { } task && await FindByTaskIdAsync(session, task, entry.Task.Endpoint ?? string.Empty, entry.Task.Provider) is not null))
            {
                return RecordEnd.Known;
            }

            var isTaken = entry is { HoldsJobKey: true, Task.JobKey: { } key } && await FindByJobKeyAsync(session, entry.Task.Profile ?? string.Empty, key) is not null;
            var names = record.Values.Select(static (_, position) => string.Create(CultureInfo.InvariantCulture, $"@c{position}x")).ToArray();
            await session.ExecuteAsync(
                $"INSERT INTO [task] ({JournalRow.Columns}) VALUES ({string.Join(", ", names)})",
                [.. names.Select((name, position) => (name, record.Values[position]))]);
            if (isTaken)
            {
                await session.ExecuteAsync("UPDATE [task] SET holds_key = 0 WHERE local_id = @id", ("@id", entry.LocalId));
            }

            foreach (var (state, at, detail) in record.History)
            {
                await session.ExecuteAsync(
                    "INSERT INTO [history] (local_id, state, at, detail) VALUES (@id, @state, @at, @detail)", ("@id", entry.LocalId), ("@state", state), ("@at", at), ("@detail", detail));
            }

            await LedgerTable.SettleAsync(session, await NeedAsync(session, entry.LocalId));
            return isTaken ? RecordEnd.CopiedWithoutKey : RecordEnd.Copied;
        },
        cancellation);

    /// <summary>Runs a change: all of it is committed when it returns, or none of it is made. What it reads stays as it is until then.</summary>
    protected abstract ValueTask<T> Change<T>(Func<JournalSession, ValueTask<T>> change, CancellationToken cancellation);

    /// <summary>Runs what only reads.</summary>
    protected abstract ValueTask<T> Look<T>(Func<JournalSession, ValueTask<T>> look, CancellationToken cancellation);

    private static async ValueTask<JournalEntry?> FindAsync(JournalSession session, string localId)
        => await session.ReadOneAsync($"{session.Rows} WHERE local_id = @id {session.Locked}", JournalRow.Read, ("@id", localId));

    private static async ValueTask<JournalEntry> NeedAsync(JournalSession session, string localId)
        => await FindAsync(session, localId) ?? throw AsyncErrors.TaskForgotten(localId);

    private static async ValueTask<JournalEntry?> FindByJobKeyAsync(JournalSession session, string profile, string jobKey)
        => await session.ReadOneAsync(
            $"{session.Rows} WHERE profile = @profile AND job_key = @key AND holds_key = 1 {session.Locked}",
            JournalRow.Read,
            ("@profile", profile), ("@key", jobKey));

    private static async ValueTask<JournalEntry?> FindByTaskIdAsync(JournalSession session, string taskId, string? endpoint, string? provider)
        => await session.ReadOneAsync(
            $"""
            {session.Rows} WHERE task_id = @task AND endpoint = coalesce(@endpoint, endpoint)
                AND provider = coalesce(@provider, provider) ORDER BY number DESC LIMIT 1 {session.Locked}
            """,
            JournalRow.Read,
            ("@task", taskId), ("@endpoint", endpoint), ("@provider", provider));

    private static (string, object?)[] OpenValues(string localId, TaskWindow window)
        => [("@account", window.Account), ("@model", window.Model), ("@since", JournalRow.Stamp(window.Since)), ("@id", localId)];

    private static async ValueTask<int> CountOpenAsync(JournalSession session, string localId, TaskWindow window)
        => await session.ReadOneAsync($"SELECT count(*) FROM [task] WHERE {Open}", static reader => (object)reader.GetInt32(0), OpenValues(localId, window)) is int open ? open : 0;

    private static async ValueTask<bool> TakePlaceAsync(JournalSession session, string localId, TaskWindow window)
        => await session.ExecuteAsync(
            $"UPDATE [task] SET account = @account WHERE local_id = @id AND (SELECT count(*) FROM [task] WHERE {Open}) < @most",
            [.. OpenValues(localId, window), ("@most", (long)window.Most)]) > 0;

    private static async ValueTask BindAsync(JournalSession session, JournalEntry entry, string taskId, string? requestId)
    {
        if (await FindByTaskIdAsync(session, taskId, entry.Task.Endpoint, entry.Task.Provider) is { } other && other.LocalId != entry.LocalId)
        {
            throw AsyncErrors.TaskIdKnown(taskId, other.Task);
        }

        await session.ExecuteAsync(
            """
            UPDATE [task] SET task_id = @task, request_id = coalesce(@request, request_id), state = @state, error = NULL, candidates = NULL,
                submitted_at = coalesce(submitted_at, @now), updated_at = @now WHERE local_id = @id
            """,
            ("@task", taskId), ("@request", requestId), ("@state", nameof(WanTaskState.Submitted)), ("@id", entry.LocalId));
        await RememberAsync(session, entry.LocalId, WanTaskState.Submitted, taskId);
        await SettleAsync(session, entry.LocalId);
    }

    /// <summary>Holds a job against its budgets. Whoever else wants to note one waits until this change is made or given up.</summary>
    private async ValueTask AdmitAsync(JournalSession session, JournalDraft draft)
    {
        if (draft.Budgets.Count == 0)
        {
            return;
        }

        await session.OneAtATimeAsync();
        var now = time.GetUtcNow();
        foreach (var budget in draft.Budgets)
        {
            budget.Admit(await LedgerTable.SumAsync(session, budget.FilterAt(now), budget.Columns), draft, now);
        }
    }

    private async ValueTask<JournalEntry> ReserveAsync(JournalSession session, JournalDraft draft, string? supersedes)
    {
        await AdmitAsync(session, draft);
        var task = new WanTask
        {
            JobKey = draft.JobKey,
            Prompt = draft.Prompt,
            Request = draft.Request,
            PreflightSkipped = draft.PreflightSkipped,
            Warnings = draft.Warnings,
            State = WanTaskState.Submitting,
        }.Under(draft.Bundle);
        var entry = await InsertAsync(session, task, draft.RequestHash, owner, draft, supersedes);
        return draft.Window is { } window ? entry with { HasPlace = await TakePlaceAsync(session, entry.LocalId, window) } : entry;
    }

    private static async ValueTask<JournalEntry> InsertAsync(JournalSession session, WanTask task, string requestHash, OwnerProcess? owner, JournalDraft? draft = null, string? supersedes = null)
    {
        var id = Guid.NewGuid().ToString("N");
        await session.ExecuteAsync(
            $"""
            INSERT INTO [task] ({JournalRow.Columns}) VALUES (
                @id, @key, 1, @profile, @provider, @route, @model, @region, @endpoint, @source, @task, @request_id, @state,
                @status, @prompt, @request, @hash, @now, @now, @submitted, @scheduled, @ended, @expires,
                @usage, @error, @files, @candidates, @skipped, @host, @process, @started, @warnings, NULL, @expected, @evidence, @supersedes, @urls, NULL)
            """,
            ("@id", id), ("@key", task.JobKey), ("@profile", task.Profile ?? string.Empty), ("@provider", task.Provider ?? string.Empty),
            ("@route", task.Route), ("@model", task.Model), ("@region", task.Region?.ToString()), ("@endpoint", task.Endpoint ?? string.Empty),
            ("@source", JournalRow.Clean(task.KeySource)), ("@task", task.TaskId), ("@request_id", task.RequestId), ("@state", task.State.ToString()),
            ("@status", JournalRow.Clean(task.ProviderStatus)), ("@prompt", JournalRow.Clean(task.Prompt)), ("@request", PlainJson.Write(task.Request)),
            ("@hash", requestHash), ("@submitted", JournalRow.Stamp(task.SubmittedAt)), ("@scheduled", JournalRow.Stamp(task.ScheduledAt)),
            ("@ended", JournalRow.Stamp(task.EndedAt)), ("@expires", JournalRow.Stamp(task.UrlExpiresAt)), ("@usage", JournalRow.Write(task.Usage)),
            ("@error", JournalRow.Write(task.Error)), ("@files", JournalRow.Write(task.Files)), ("@candidates", JournalRow.Write(task.Candidates)),
            ("@skipped", task.PreflightSkipped ? 1L : 0L), ("@host", owner?.Host), ("@process", (long?)owner?.Id), ("@started", owner?.Started),
            ("@warnings", JournalRow.Write([.. task.Warnings.Select(RecordGuard.Clean)])), ("@expected", JournalRow.Write(draft?.Expected)),
            ("@evidence", JournalRow.Write(task.Evidence)), ("@supersedes", supersedes), ("@urls", JournalRow.WriteUrls(task.ResultUrls)));
        await RememberAsync(session, id, task.State, task.TaskId);
        await LedgerTable.AddAsync(session, id, isCall: false, task, draft?.Forecast, draft?.Run);
        return await SettleAsync(session, id);
    }

    /// <summary>The row after a change, with its bill brought to the same state.</summary>
    private static async ValueTask<JournalEntry> SettleAsync(JournalSession session, string localId)
    {
        var entry = await NeedAsync(session, localId);
        await LedgerTable.SettleAsync(session, entry);
        return entry;
    }

    private static async ValueTask RememberAsync(JournalSession session, string localId, WanTaskState state, string? detail)
        => await session.ExecuteAsync(
            "INSERT INTO [history] (local_id, state, at, detail) VALUES (@id, @state, @now, @detail)",
            ("@id", localId), ("@state", state.ToString()), ("@detail", JournalRow.Clean(detail)));
}
