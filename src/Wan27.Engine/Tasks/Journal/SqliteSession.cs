using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Wan27.Engine.Tasks.Journal;

/// <summary>Commands in SQLite's words. It takes [task] for a name as it stands.</summary>
internal sealed class SqliteSession(SqliteStatements statements, SqliteTransaction? transaction, TimeProvider time) : JournalSession(statements.Connection, transaction)
{
    /// <summary>A transaction that writes keeps all others out from its start.</summary>
    public override string Locked => string.Empty;

    /// <summary>Whether a process of this machine lives, the system tells.</summary>
    protected override string LeaseIsOver => "0";

    public override ValueTask OneAtATimeAsync() => ValueTask.CompletedTask;

    protected override PreparedCommand Prepare(string text) => statements.Take(text);

    protected override string Say(string text, DbCommand command)
    {
        if (text.Contains("@now", StringComparison.Ordinal))
        {
            Bind(command, "@now", JournalRow.Stamp(time.GetUtcNow()));
        }

        return text;
    }

    protected override void Bind(DbCommand command, string name, object? value)
        => ((SqliteCommand)command).Parameters.AddWithValue(name, value ?? DBNull.Value);
}
