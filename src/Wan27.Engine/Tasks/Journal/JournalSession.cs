using System.Data.Common;

namespace Wan27.Engine.Tasks.Journal;

/// <summary>Commands within one transaction, or outside of any for reading, in the words of a database.</summary>
internal abstract class JournalSession(DbConnection connection, DbTransaction? transaction)
{
    /// <summary>The rows of tasks, as <see cref="JournalRow.Read"/> takes them.</summary>
    public string Rows => $"SELECT {Columns}, {LeaseIsOver} AS {JournalRow.LeaseIsOver} FROM [task]";

    /// <summary>Behind a query: what it finds cannot be changed by others before this change is made.</summary>
    public abstract string Locked { get; }

    /// <summary>The columns, where one of them depends on who asks.</summary>
    protected virtual string Columns => JournalRow.Columns;

    /// <summary>1 where the process that a row was reserved for had to speak up again and has not.</summary>
    protected abstract string LeaseIsOver { get; }

    /// <summary>Waits until nobody else is in a change that called this, so that what is counted in it holds until its end.</summary>
    public abstract ValueTask OneAtATimeAsync();

    /// <summary>Notes on which machine results lie, where several share the journal.</summary>
    public virtual ValueTask NotePlacesAsync(string localId, string? files) => ValueTask.CompletedTask;

    /// <summary>Runs a command; gives the number of rows it changed.</summary>
    public async ValueTask<int> ExecuteAsync(string text, params (string Name, object? Value)[] values)
    {
        using var statement = Statement(text, values);
        return await statement.Command.ExecuteNonQueryAsync();
    }

    public async ValueTask<IReadOnlyList<T>> ReadAsync<T>(string text, Func<DbDataReader, T> row, params (string Name, object? Value)[] values)
    {
        using var statement = Statement(text, values);
        using var reader = await statement.Command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    public async ValueTask<T?> ReadOneAsync<T>(string text, Func<DbDataReader, T> row, params (string Name, object? Value)[] values)
        where T : class
    {
        using var statement = Statement(text, values);
        using var reader = await statement.Command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? row(reader) : null;
    }

    /// <summary>The text in the words of the database, and what belongs to it beside the values.</summary>
    protected abstract string Say(string text, DbCommand command);

    /// <summary>A value as the database takes it.</summary>
    protected abstract void Bind(DbCommand command, string name, object? value);

    /// <summary>A command to be filled, and what is done with it afterwards.</summary>
    protected virtual PreparedCommand Prepare(string text) => new(connection.CreateCommand(), static command => command.Dispose());

    // Every text is a constant of this folder; what comes from outside travels as a parameter.
    private PreparedCommand Statement(string text, (string Name, object? Value)[] values)
    {
        var prepared = Prepare(text);
        var command = prepared.Command;
        command.Transaction = transaction;
        command.CommandText = Say(text, command);
        foreach (var (name, value) in values)
        {
            Bind(command, name, value);
        }

        return prepared;
    }
}

/// <summary>A command for as long as it is used; what becomes of it then is for its maker to say.</summary>
internal readonly struct PreparedCommand(DbCommand command, Action<DbCommand> done) : IDisposable
{
    public DbCommand Command => command;

    public void Dispose() => done(command);
}
