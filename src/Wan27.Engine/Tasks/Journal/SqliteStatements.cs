using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Wan27.Engine.Tasks.Journal;

/// <summary>The statements of a connection, each compiled once: the same few are asked for with every state of every task.</summary>
/// <remarks>Used by one thread at a time, as its connection is.</remarks>
internal sealed class SqliteStatements(SqliteConnection connection) : IDisposable
{
    // Lists of ids have a text for each length; those are compiled as they come.
    private const int Most = 64;

    private readonly Dictionary<string, SqliteCommand> _idle = new(StringComparer.Ordinal);

    public SqliteConnection Connection => connection;

    /// <summary>How many texts have been compiled, for tests.</summary>
    public int Compiled { get; private set; }

    /// <summary>A command of this text, with no values yet.</summary>
    public PreparedCommand Take(string text)
    {
        if (_idle.Remove(text, out var command))
        {
            return new PreparedCommand(command, Keep);
        }

        Compiled++;
        return new PreparedCommand(connection.CreateCommand(), Keep);
    }

    public void Dispose()
    {
        foreach (var command in _idle.Values)
        {
            command.Dispose();
        }

        _idle.Clear();
        connection.Dispose();
    }

    private void Keep(DbCommand used)
    {
        var command = (SqliteCommand)used;
        command.Parameters.Clear();
        command.Transaction = null;
        if (_idle.Count >= Most || !_idle.TryAdd(command.CommandText, command))
        {
            command.Dispose();
        }
    }
}
