using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Tasks.Journal.Postgres;

/// <summary>Tries what the use of a shared journal needs, step by step; what it writes is taken back.</summary>
internal sealed class PostgresTester(SharedJournal shared, TimeProvider time)
{
    private static readonly string[] Steps = ["TLS", "Primary", "Layout", "Rights", "Latency", "Clock", "Transaction"];

    // A journal that takes longer holds up submits, which are five a second for a whole account.
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(100);

    // Ages that money depends on are told by the server's clock. A difference does no harm, but tells of a clock that is wrong.
    private static readonly TimeSpan LargeDifference = TimeSpan.FromSeconds(5);

    private PostgresPlace Place => shared.Place;

    public async IAsyncEnumerable<WanJournalCheck> RunAsync([EnumeratorCancellation] CancellationToken ct)
    {
        WanJournalCheck first;
        NpgsqlConnection? connection = null;
        try
        {
            connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Place.Connection) { Pooling = false }.ConnectionString);
            await connection.OpenAsync(ct);
            first = Check("Connection", WanCheckStatus.Passed, $"{Place.Server} answers as PostgreSQL {connection.PostgreSqlVersion}; the user is {Place.User}, the database {Place.Database}.");
        }
        catch (Exception failed) when (IsOfServer(failed))
        {
            first = Failed("Connection", PostgresFault.Explain(failed, Place));
        }

        yield return first;
        if (first.Status == WanCheckStatus.Failed || connection is null)
        {
            foreach (var step in Steps)
            {
                yield return Check(step, WanCheckStatus.Skipped, "Not checked without a connection.");
            }

            yield break;
        }

        await using (connection)
        {
            yield return await TryAsync("TLS", () => TlsAsync(connection, ct));
            yield return await TryAsync("Primary", () => PrimaryAsync(connection, ct));
            var layout = await TryAsync("Layout", () => LayoutAsync(connection, ct));
            yield return layout;
            if (layout.Status == WanCheckStatus.Failed)
            {
                foreach (var step in Steps.SkipWhile(static step => step != "Rights"))
                {
                    yield return Check(step, WanCheckStatus.Skipped, "Not checked without a layout.");
                }

                yield break;
            }

            yield return await TryAsync("Rights", () => RightsAsync(connection, ct));
            yield return await TryAsync("Latency", () => LatencyAsync(connection, ct));
            yield return await TryAsync("Clock", () => ClockAsync(connection, ct));
            yield return await TryAsync("Transaction", () => TransactionAsync(connection, ct));
        }
    }

    private async Task<WanJournalCheck> TlsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (await ScalarAsync(connection, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", ct) is true)
        {
            return Place.Tls is SslMode.VerifyFull or SslMode.VerifyCA
                ? Check("TLS", WanCheckStatus.Passed, $"The way is encrypted, and the server's certificate is verified ({Place.Tls}).")
                : Check("TLS", WanCheckStatus.Warning, $"The way is encrypted, but nothing proves that this is the right server ({Place.Tls}).", "Leave SSL Mode out of the connection text, or write SSL Mode=VerifyFull.");
        }

        return Place.IsLocal
            ? Check("TLS", WanCheckStatus.Passed, "The way is not encrypted, and does not leave this machine.")
            : Check("TLS", WanCheckStatus.Warning, "The way is not encrypted: prompts and task ids travel in the clear.", "Leave SSL Mode out of the connection text, so that the certificate is verified.");
    }

    private async Task<WanJournalCheck> PrimaryAsync(NpgsqlConnection connection, CancellationToken ct)
        => await ScalarAsync(connection, "SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only')::boolean", ct) is true
            ? Failed("Primary", StorageErrors.SharedJournalReadOnly(Place))
            : Check("Primary", WanCheckStatus.Passed, "The server takes changes.");

    private async Task<WanJournalCheck> LayoutAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var before = await PostgresSchema.VersionOfAsync(connection, transaction: null, ct);
        await PostgresSchema.Current.ApplyAsync(connection, Place, ct);
        var known = PostgresSchema.Current.Steps.Count;
        return Check("Layout", WanCheckStatus.Passed, before == known ? $"The layout is {known}, as this version has it." : before == 0 ? $"The layout {known} was made." : $"The layout was brought from {before} to {known}.");
    }

    private async Task<WanJournalCheck> RightsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var missing = await ScalarAsync(
            connection,
            """
            SELECT string_agg(t || ': ' || p, ', ') FROM unnest(ARRAY['wan27.task', 'wan27.history', 'wan27.ledger', 'wan27.place']) AS t, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS p
                WHERE NOT has_table_privilege(t, p)
            """,
            ct);
        return missing is string lacking
            ? Failed("Rights", StorageErrors.SharedJournalRefusedRights(Place, Place.User ?? "none", $"it lacks {lacking}", new InvalidOperationException(lacking)))
            : Check("Rights", WanCheckStatus.Passed, "The user may read and change the journal.");
    }

    private async Task<WanJournalCheck> LatencyAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var took = await RoundTripAsync(connection, time, ct);
        var shown = string.Create(CultureInfo.InvariantCulture, $"{took.TotalMilliseconds:0.0} ms");
        return took > Slow
            ? Check("Latency", WanCheckStatus.Warning, $"A round trip takes {shown}; a submit makes about twenty.", "Place the database nearer to the runners.")
            : Check("Latency", WanCheckStatus.Passed, $"A round trip takes {shown}.");
    }

    private async Task<WanJournalCheck> ClockAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var difference = await ServerClock.DifferenceAsync(connection, time, ct);
        var shown = string.Create(CultureInfo.InvariantCulture, $"{difference.TotalSeconds:+0.000;-0.000} s");
        return difference.Duration() > LargeDifference
            ? Check("Clock", WanCheckStatus.Warning, $"The server's clock differs from this machine's by {shown}; the server's counts.", "Set the clocks of both by time servers.")
            : Check("Clock", WanCheckStatus.Passed, $"The server's clock differs from this machine's by {shown}.");
    }

    /// <summary>A row is made, changed, found and taken back; nobody else sees it.</summary>
    private async Task<WanJournalCheck> TransactionAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO wan27.task (local_id, holds_key, profile, provider, endpoint, state, request, request_hash, created_at, updated_at, preflight_skipped)
                VALUES (@id, 0, '', '', '', 'Canceled', '{}', '', wan27.now_ms(), wan27.now_ms(), 0);
            UPDATE wan27.task SET state = 'Failed' WHERE local_id = @id;
            DELETE FROM wan27.task WHERE local_id = @id;
            """,
            connection,
            transaction);
        command.Parameters.Add(PostgresSession.Parameter("@id", "probe-" + Guid.NewGuid().ToString("N")));
        await command.ExecuteNonQueryAsync(ct);
        await transaction.RollbackAsync(ct);
        return Check("Transaction", WanCheckStatus.Passed, "A row was made, changed and taken back in one transaction.");
    }

    /// <summary>The quickest of a few.</summary>
    public static async Task<TimeSpan> RoundTripAsync(NpgsqlConnection connection, TimeProvider time, CancellationToken ct)
    {
        var best = TimeSpan.MaxValue;
        for (var look = 0; look < 3; look++)
        {
            var began = time.GetTimestamp();
            await ScalarAsync(connection, "SELECT 1", ct);
            var took = time.GetElapsedTime(began);
            best = took < best ? took : best;
        }

        return best;
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string text, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(text, connection);
        return await command.ExecuteScalarAsync(ct);
    }

    private static bool IsOfServer(Exception exception) => exception is System.Data.Common.DbException or TimeoutException or System.Net.Sockets.SocketException or IOException;

    private async Task<WanJournalCheck> TryAsync(string step, Func<Task<WanJournalCheck>> work)
    {
        try
        {
            return await work();
        }
        catch (WanException refused)
        {
            return Failed(step, refused);
        }
        catch (Exception failed) when (IsOfServer(failed))
        {
            return Failed(step, PostgresFault.Explain(failed, Place));
        }
    }

    private WanJournalCheck Check(string step, WanCheckStatus status, string detail, string? fix = null)
        => new() { Journal = Place.ToString(), Check = step, Status = status, Detail = detail, Fix = fix };

    private WanJournalCheck Failed(string step, WanException refused)
        => Check(step, WanCheckStatus.Failed, refused.Error.Message, refused.Error.RecommendedAction) with { ErrorId = refused.Error.ErrorId };
}
