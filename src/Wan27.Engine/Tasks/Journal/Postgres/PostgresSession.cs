using System.Data.Common;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Wan27.Engine.Tasks.Journal.Postgres;

/// <summary>
/// Commands in PostgreSQL's words: tables by their full name, because a pooler may give each transaction another session; times by the
/// server's clock; rows that a change has read locked until its end.
/// </summary>
internal sealed class PostgresSession(NpgsqlConnection connection, NpgsqlTransaction? transaction) : JournalSession(connection, transaction)
{
    /// <summary>Files that this machine has stored go before those that another one has: their paths are this machine's.</summary>
    private static readonly string ColumnsHere = JournalRow.Columns.Replace(
        "usage, error, files,",
        $"usage, error, coalesce((SELECT place.files FROM wan27.place WHERE place.local_id = task.local_id AND place.host = '{Environment.MachineName.Replace("'", "''", StringComparison.Ordinal)}'), files) AS files,",
        StringComparison.Ordinal);

    private readonly NpgsqlConnection _connection = connection;
    private readonly NpgsqlTransaction? _transaction = transaction;

    public override string Locked => _transaction is null ? string.Empty : "FOR UPDATE";

    protected override string Columns => ColumnsHere;

    protected override string LeaseIsOver
        => "CASE WHEN state = 'Submitting' AND owner_host IS NOT NULL AND lease_until < wan27.now_ms() THEN 1 ELSE 0 END::bigint";

    public override async ValueTask OneAtATimeAsync()
    {
        using var command = new NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtext('wan27.reserve'))", _connection, _transaction);
        await command.ExecuteNonQueryAsync();
    }

    public override async ValueTask NotePlacesAsync(string localId, string? files) => await ExecuteAsync(
        """
        INSERT INTO [place] (local_id, host, files, at) VALUES (@id, @host, @files, @now)
            ON CONFLICT (local_id, host) DO UPDATE SET files = excluded.files, at = excluded.at
        """,
        ("@id", localId), ("@host", Environment.MachineName), ("@files", files ?? "[]"));

    protected override string Say(string text, DbCommand command) => InWords(text);

    protected override void Bind(DbCommand command, string name, object? value)
        => ((NpgsqlCommand)command).Parameters.Add(Parameter(name, value));

    /// <summary>The text of a shared statement as PostgreSQL takes it.</summary>
    public static string InWords(string text)
        => text.Replace("[", "wan27.", StringComparison.Ordinal).Replace("]", string.Empty, StringComparison.Ordinal).Replace("@now", "wan27.now_ms()", StringComparison.Ordinal);

    public static NpgsqlParameter Parameter(string name, object? value) => value switch
    {
        null => new NpgsqlParameter(name, DBNull.Value),
        string text => new NpgsqlParameter(name, NpgsqlDbType.Text) { Value = Storable(text) },
        int number => new NpgsqlParameter(name, NpgsqlDbType.Bigint) { Value = (long)number },
        _ => new NpgsqlParameter(name, value),
    };

    /// <summary>PostgreSQL takes neither the character zero nor halves of characters.</summary>
    private static string Storable(string text)
    {
        var whole = text.Contains('\0', StringComparison.Ordinal) ? text.Replace('\0', '\uFFFD') : text;
        return whole.Any(char.IsSurrogate) ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(whole)) : whole;
    }
}
