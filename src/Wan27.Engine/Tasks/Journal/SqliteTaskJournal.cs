using System.Globalization;
using Microsoft.Data.Sqlite;
using Wan27.Engine.Contract;
using Wan27.Engine.Records;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Tasks.Journal;

/// <summary>The journal in one SQLite file, shared by all processes of the user on one machine.</summary>
/// <remarks>
/// SQLite works in the calling thread, so that the calls end when they return; a change takes the time of one write to disk.
/// The file is opened with the first call.
/// </remarks>
internal sealed class SqliteTaskJournal(string folder, TimeProvider time, JournalOptions? options = null) : ITaskJournal, IDisposable
{
    private readonly JournalOptions _options = options ?? new JournalOptions();
    private readonly JournalFile _file = new(folder, options ?? new JournalOptions(), time);
    private readonly object _gate = new();

    private SqliteConnection? _connection;
    private WanError? _fault;
    private bool _disposed;

    public string FilePath => _file.FilePath;

    public ValueTask<Reservation> ReserveAsync(JournalDraft draft, CancellationToken cancellation = default) => Change(
        session =>
        {
            if (draft.JobKey is { } key && FindByJobKey(session, draft.Bundle.Profile ?? string.Empty, key) is { } existing)
            {
                // Of a task that has an id, the provider is asked before its key is paid for anew; only then is the row named as replaced.
                var madeNothing = (existing.CameToNothing && existing.Task.TaskId is null) || existing.WasNeverSent;
                if (!draft.Force && existing.LocalId != draft.Replaces && !madeNothing)
                {
                    return new Reservation(
                        draft.Matches(existing.RequestHash) ? ReservationKind.Existing : ReservationKind.Conflict, existing);
                }

                session.Execute("UPDATE task SET holds_key = 0, updated_at = $now WHERE local_id = $id", ("$now", Now()), ("$id", existing.LocalId));
                Remember(session, existing.LocalId, existing.Task.State, "The job key went to a later submit.");
            }

            return new Reservation(ReservationKind.New, Reserve(session, draft, supersedes: null));
        },
        cancellation);

    public ValueTask<JournalEntry> MarkSubmittedAsync(string localId, string taskId, string? requestId, CancellationToken cancellation = default) => Change(
        session =>
        {
            Bind(session, Need(session, localId), taskId, requestId);
            return Need(session, localId);
        },
        cancellation);

    public ValueTask<JournalEntry> NoteEvidenceAsync(
        string localId, IReadOnlyList<string> candidates, IReadOnlyList<WanEvidence> evidence, TimeSpan? clockOffset = null, CancellationToken cancellation = default) => Change(
        session =>
        {
            session.Execute(
                "UPDATE task SET candidates = $candidates, evidence = $evidence, clock_offset = coalesce(clock_offset, $offset), updated_at = $now WHERE local_id = $id AND state = $state",
                ("$candidates", JournalRow.Write(candidates)), ("$evidence", JournalRow.Write(evidence)), ("$offset", JournalRow.Stamp(clockOffset)), ("$now", Now()), ("$id", localId),
                ("$state", nameof(WanTaskState.Indeterminate)));
            return Need(session, localId);
        },
        cancellation);

    public ValueTask<JournalEntry> BindAsync(string localId, string taskId, CancellationToken cancellation = default) => Change(
        session =>
        {
            if (Need(session, localId) is { Task.State: WanTaskState.Indeterminate } open)
            {
                Bind(session, open, taskId, requestId: null);
            }

            return Need(session, localId);
        },
        cancellation);

    public ValueTask<Reservation> GiveUpAsync(string localId, WanError error, JournalDraft? instead, CancellationToken cancellation = default) => Change(
        session =>
        {
            if (Need(session, localId) is not { Task.State: WanTaskState.Indeterminate } open)
            {
                return new Reservation(ReservationKind.Existing, Need(session, localId));
            }

            session.Execute(
                "UPDATE task SET state = $state, error = $error, candidates = NULL, holds_key = CASE WHEN $instead THEN 0 ELSE holds_key END, updated_at = $now WHERE local_id = $id",
                ("$state", nameof(WanTaskState.Canceled)), ("$error", JournalRow.Write(error)), ("$instead", instead is null ? 0L : 1L), ("$now", Now()), ("$id", localId));
            Remember(session, localId, WanTaskState.Canceled, error.ErrorId);
            return new Reservation(ReservationKind.New, instead is null ? Need(session, open.LocalId) : Reserve(session, instead, localId));
        },
        cancellation);

    public ValueTask<JournalEntry?> FindSuccessorAsync(string localId, CancellationToken cancellation = default) => Look(
        session => session.ReadOne($"SELECT {JournalRow.Columns} FROM task WHERE supersedes = $id ORDER BY number DESC LIMIT 1", JournalRow.Read, ("$id", localId)),
        cancellation);

    public ValueTask<JournalEntry> MarkIndeterminateAsync(
        string localId, IReadOnlyList<string> candidates, WanError error, CancellationToken cancellation = default) => Change(
        session =>
        {
            // An answer that came after all counts more than the fear that none would come.
            if (!TaskTransitions.MayFollow(Need(session, localId).Task.State, WanTaskState.Indeterminate))
            {
                return Need(session, localId);
            }

            session.Execute(
                """
                UPDATE task SET state = $state, candidates = $candidates, error = $error, submitted_at = coalesce(submitted_at, created_at),
                    request_id = coalesce($request, request_id), updated_at = $now WHERE local_id = $id
                """,
                ("$state", nameof(WanTaskState.Indeterminate)), ("$candidates", JournalRow.Write(candidates)), ("$error", JournalRow.Write(error)),
                ("$request", error.RequestId), ("$now", Now()), ("$id", localId));
            Remember(session, localId, WanTaskState.Indeterminate, error.ErrorId);
            return Need(session, localId);
        },
        cancellation);

    public ValueTask<JournalEntry> UpdateAsync(string localId, JournalUpdate update, CancellationToken cancellation = default) => Change(
        session =>
        {
            var before = Need(session, localId).Task;
            var state = update.State ?? before.State;
            if (!TaskTransitions.MayFollow(before.State, state))
            {
                return Need(session, localId);
            }

            session.Execute(
                """
                UPDATE task SET state = $state, provider_status = coalesce($status, provider_status), request_id = coalesce($request, request_id),
                    submitted_at = CASE WHEN $back THEN NULL ELSE coalesce($submitted, submitted_at) END, clock_offset = coalesce($offset, clock_offset),
                    scheduled_at = coalesce($scheduled, scheduled_at),
                    ended_at = CASE WHEN $lives THEN $ended ELSE coalesce($ended, ended_at) END, url_expires_at = coalesce($expires, url_expires_at), result_urls = coalesce($urls, result_urls),
                    usage = coalesce($usage, usage), error = CASE WHEN $lives THEN $error ELSE coalesce($error, error) END, updated_at = $now WHERE local_id = $id
                """,
                ("$state", state.ToString()), ("$status", JournalRow.Clean(update.ProviderStatus)), ("$request", update.RequestId),
                ("$submitted", JournalRow.Stamp(update.SubmittedAt)), ("$offset", JournalRow.Stamp(update.ClockOffset)), ("$back", update.TurnedAway ? 1L : 0L),
                ("$lives", before.State != state && before.State is WanTaskState.Failed or WanTaskState.Canceled or WanTaskState.Expired ? 1L : 0L), ("$scheduled", JournalRow.Stamp(update.ScheduledAt)),
                ("$ended", JournalRow.Stamp(update.EndedAt)), ("$expires", JournalRow.Stamp(update.UrlExpiresAt)), ("$urls", JournalRow.WriteUrls(update.ResultUrls)),
                ("$usage", JournalRow.Write(update.Usage)), ("$error", JournalRow.Write(update.Error)), ("$now", Now()), ("$id", localId));
            if (state != before.State || (update.ProviderStatus is { } status && status != before.ProviderStatus))
            {
                Remember(session, localId, state, update.Error?.ErrorId ?? update.ProviderStatus);
            }

            return Need(session, localId);
        },
        cancellation);

    public ValueTask<JournalEntry> MarkStoredAsync(
        string localId, IReadOnlyList<string> files, bool complete = true, CancellationToken cancellation = default) => Change(
        session =>
        {
            var state = complete ? WanTaskState.Stored : Need(session, localId).Task.State;
            session.Execute(
                "UPDATE task SET state = $state, files = $files, updated_at = $now WHERE local_id = $id",
                ("$state", state.ToString()), ("$files", JournalRow.Write(files)), ("$now", Now()), ("$id", localId));
            Remember(session, localId, state, string.Create(CultureInfo.InvariantCulture, $"{files.Count} file(s)"));
            return Need(session, localId);
        },
        cancellation);

    public ValueTask<JournalEntry> AddAsync(WanTask task, CancellationToken cancellation = default) => Change(
        session => task.TaskId is { } id && FindByTaskId(session, id, task.Endpoint ?? string.Empty, task.Provider) is { } known
            ? known
            : Insert(
                session,
                task.JobKey is { } key && FindByJobKey(session, task.Profile ?? string.Empty, key) is not null ? task with { JobKey = null } : task,
                PlainJson.Hash(task.Route ?? string.Empty, task.Model ?? string.Empty, task.Request),
                owner: null),
        cancellation);

    public ValueTask<JournalEntry?> FindAsync(string localId, CancellationToken cancellation = default)
        => Look(session => Find(session, localId), cancellation);

    public ValueTask<JournalEntry?> FindByTaskIdAsync(string taskId, string? endpoint = null, CancellationToken cancellation = default)
        => Look(session => FindByTaskId(session, taskId, endpoint, provider: null), cancellation);

    public ValueTask<JournalEntry?> FindByJobKeyAsync(string profile, string jobKey, CancellationToken cancellation = default)
        => Look(session => FindByJobKey(session, profile, jobKey), cancellation);

    public ValueTask<IReadOnlyList<JournalEntry>> QueryAsync(JournalFilter filter, CancellationToken cancellation = default) => Look(
        session =>
        {
            var (condition, values) = JournalCondition.Of(filter);
            return session.Read($"SELECT {JournalRow.Columns} FROM task WHERE {condition} ORDER BY number", JournalRow.Read, values);
        },
        cancellation);

    public ValueTask<IReadOnlyList<JournalEntry>> FindInterruptedAsync(TimeSpan olderThan, CancellationToken cancellation = default) => Look<IReadOnlyList<JournalEntry>>(
        session =>
        {
            var oldest = time.GetUtcNow() - olderThan;
            return [.. session
                .Read($"SELECT {JournalRow.Columns} FROM task WHERE state = $state ORDER BY number", JournalRow.Read, ("$state", nameof(WanTaskState.Submitting)))
                .Where(entry => entry.CreatedAt < oldest || entry.Owner is null || entry.Owner.IsKnownToBeGone())];
        },
        cancellation);

    public ValueTask<IReadOnlyList<JournalEvent>> HistoryAsync(string localId, CancellationToken cancellation = default) => Look(
        session => session.Read(
            "SELECT state, at, detail FROM history WHERE local_id = $id ORDER BY number",
            static reader => new JournalEvent(
                JournalRow.Word<WanTaskState>(reader.GetString(0), "state"), JournalRow.FromStamp(reader.GetInt64(1)), reader.IsDBNull(2) ? null : reader.GetString(2)),
            ("$id", localId)),
        cancellation);

    public ValueTask<int> ForgetAsync(JournalFilter filter, CancellationToken cancellation = default)
    {
        if (filter.IsEmpty)
        {
            throw new ArgumentException("Rows are forgotten by at least one condition.", nameof(filter));
        }

        return Change(
            session =>
            {
                var (condition, values) = JournalCondition.Of(filter);
                return session.Execute($"DELETE FROM task WHERE {condition}", values);
            },
            cancellation);
    }

    /// <summary>Brings what stands beside the file into it, as far as that works without waiting for anybody; the journal stays in use.</summary>
    public void FoldIn()
    {
        lock (_gate)
        {
            if (_connection is not { } connection || _disposed)
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
            _connection?.Dispose();
            _connection = null;
        }
    }

    private static JournalEntry? Find(JournalSession session, string localId)
        => session.ReadOne($"SELECT {JournalRow.Columns} FROM task WHERE local_id = $id", JournalRow.Read, ("$id", localId));

    private static JournalEntry Need(JournalSession session, string localId)
        => Find(session, localId) ?? throw AsyncErrors.TaskForgotten(localId);

    private static JournalEntry? FindByJobKey(JournalSession session, string profile, string jobKey)
        => session.ReadOne(
            $"SELECT {JournalRow.Columns} FROM task WHERE profile = $profile AND job_key = $key AND holds_key = 1",
            JournalRow.Read,
            ("$profile", profile), ("$key", jobKey));

    private static JournalEntry? FindByTaskId(JournalSession session, string taskId, string? endpoint, string? provider)
        => session.ReadOne(
            $"""
            SELECT {JournalRow.Columns} FROM task WHERE task_id = $task AND ($endpoint IS NULL OR endpoint = $endpoint)
                AND ($provider IS NULL OR provider = $provider) ORDER BY number DESC LIMIT 1
            """,
            JournalRow.Read,
            ("$task", taskId), ("$endpoint", endpoint), ("$provider", provider));

    private void Bind(JournalSession session, JournalEntry entry, string taskId, string? requestId)
    {
        if (FindByTaskId(session, taskId, entry.Task.Endpoint, entry.Task.Provider) is { } other && other.LocalId != entry.LocalId)
        {
            throw AsyncErrors.TaskIdKnown(taskId, other.Task);
        }

        session.Execute(
            """
            UPDATE task SET task_id = $task, request_id = coalesce($request, request_id), state = $state, error = NULL, candidates = NULL,
                submitted_at = coalesce(submitted_at, $now), updated_at = $now WHERE local_id = $id
            """,
            ("$task", taskId), ("$request", requestId), ("$state", nameof(WanTaskState.Submitted)), ("$now", Now()), ("$id", entry.LocalId));
        Remember(session, entry.LocalId, WanTaskState.Submitted, taskId);
    }

    private JournalEntry Reserve(JournalSession session, JournalDraft draft, string? supersedes)
    {
        var task = new WanTask
        {
            JobKey = draft.JobKey,
            Prompt = draft.Prompt,
            Request = draft.Request,
            PreflightSkipped = draft.PreflightSkipped,
            Warnings = draft.Warnings,
            State = WanTaskState.Submitting,
        }.Under(draft.Bundle);
        return Insert(session, task, draft.RequestHash, _options.Owner, draft.Expected, supersedes);
    }

    private JournalEntry Insert(JournalSession session, WanTask task, string requestHash, OwnerProcess? owner, ExpectedResult? expected = null, string? supersedes = null)
    {
        var id = Guid.NewGuid().ToString("N");
        var now = Now();
        session.Execute(
            $"""
            INSERT INTO task ({JournalRow.Columns}) VALUES (
                $id, $key, 1, $profile, $provider, $route, $model, $region, $endpoint, $source, $task, $request_id, $state,
                $status, $prompt, $request, $hash, $now, $now, $submitted, $scheduled, $ended, $expires,
                $usage, $error, $files, $candidates, $skipped, $host, $process, $started, $warnings, NULL, $expected, $evidence, $supersedes, $urls)
            """,
            ("$id", id), ("$key", task.JobKey), ("$profile", task.Profile ?? string.Empty), ("$provider", task.Provider ?? string.Empty),
            ("$route", task.Route), ("$model", task.Model), ("$region", task.Region?.ToString()), ("$endpoint", task.Endpoint ?? string.Empty),
            ("$source", JournalRow.Clean(task.KeySource)), ("$task", task.TaskId), ("$request_id", task.RequestId), ("$state", task.State.ToString()),
            ("$status", JournalRow.Clean(task.ProviderStatus)), ("$prompt", JournalRow.Clean(task.Prompt)), ("$request", PlainJson.Write(task.Request)),
            ("$hash", requestHash), ("$now", now), ("$submitted", JournalRow.Stamp(task.SubmittedAt)), ("$scheduled", JournalRow.Stamp(task.ScheduledAt)),
            ("$ended", JournalRow.Stamp(task.EndedAt)), ("$expires", JournalRow.Stamp(task.UrlExpiresAt)), ("$usage", JournalRow.Write(task.Usage)),
            ("$error", JournalRow.Write(task.Error)), ("$files", JournalRow.Write(task.Files)), ("$candidates", JournalRow.Write(task.Candidates)),
            ("$skipped", task.PreflightSkipped ? 1L : 0L), ("$host", owner?.Host), ("$process", (long?)owner?.Id), ("$started", owner?.Started),
            ("$warnings", JournalRow.Write([.. task.Warnings.Select(RecordGuard.Clean)])), ("$expected", JournalRow.Write(expected)),
            ("$evidence", JournalRow.Write(task.Evidence)), ("$supersedes", supersedes), ("$urls", JournalRow.WriteUrls(task.ResultUrls)));
        Remember(session, id, task.State, task.TaskId);
        return Need(session, id);
    }

    private void Remember(JournalSession session, string localId, WanTaskState state, string? detail)
        => session.Execute(
            "INSERT INTO history (local_id, state, at, detail) VALUES ($id, $state, $now, $detail)",
            ("$id", localId), ("$state", state.ToString()), ("$now", Now()), ("$detail", JournalRow.Clean(detail)));

    private long Now() => JournalRow.Stamp(time.GetUtcNow());

    private ValueTask<T> Change<T>(Func<JournalSession, T> change, CancellationToken cancellation) => Run(
        connection =>
        {
            // The write lock is taken at the start: what was read cannot change before what is written.
            using var transaction = connection.BeginTransaction(deferred: false);
            var result = change(new JournalSession(connection, transaction));
            transaction.Commit();
            return result;
        },
        cancellation);

    private ValueTask<T> Look<T>(Func<JournalSession, T> look, CancellationToken cancellation)
        => Run(connection => look(new JournalSession(connection, null)), cancellation);

    private ValueTask<T> Run<T>(Func<SqliteConnection, T> work, CancellationToken cancellation)
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
                return ValueTask.FromResult(work(_connection ??= _file.Open()));
            }
            catch (SqliteException exception)
            {
                _connection?.Dispose();
                _connection = null;
                throw Latch(_file.Explain(exception));
            }
            catch (InvalidDataException unread)
            {
                throw StorageErrors.JournalRowUnreadable(FilePath, unread.Message, unread);
            }
            catch (WanException exception) when (_connection is null)
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
