using Microsoft.Data.Sqlite;

namespace Wan27.Engine.Tasks.Journal;

/// <summary>Commands within one transaction, or outside of any for reading.</summary>
internal sealed class JournalSession(SqliteConnection connection, SqliteTransaction? transaction)
{
    /// <summary>Runs a command; gives the number of rows it changed.</summary>
    public int Execute(string text, params (string Name, object? Value)[] values)
    {
        using var command = Command(text, values);
        return command.ExecuteNonQuery();
    }

    public IReadOnlyList<T> Read<T>(string text, Func<SqliteDataReader, T> row, params (string Name, object? Value)[] values)
    {
        using var command = Command(text, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    public T? ReadOne<T>(string text, Func<SqliteDataReader, T> row, params (string Name, object? Value)[] values)
        where T : class
    {
        using var command = Command(text, values);
        using var reader = command.ExecuteReader();
        return reader.Read() ? row(reader) : null;
    }

    // Every text is a constant of this folder; what comes from outside travels as a parameter.
    private SqliteCommand Command(string text, (string Name, object? Value)[] values)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = text;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}
