namespace Wan27.Engine.Tasks.Journal.Postgres;

/// <summary>How a shared journal is used.</summary>
internal sealed record PostgresOptions
{
    /// <summary>How long calls wait for a database that is away, from the first that found it so; a server that restarts is not noticed.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    public PostgresSchema Schema { get; init; } = PostgresSchema.Current;

    /// <summary>Takes the difference between the server's clock and this machine's; null where nobody asks.</summary>
    public JournalTime? Clock { get; init; }

    /// <summary>The process that reservations are made for.</summary>
    public OwnerProcess Owner { get; init; } = OwnerProcess.OfFleet;
}
