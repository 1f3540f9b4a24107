namespace Wan27.Engine.Tasks.Journal;

/// <summary>How the journal's file is used.</summary>
internal sealed record JournalOptions
{
    /// <summary>How long a change waits for those of other processes.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public JournalSchema Schema { get; init; } = JournalSchema.Current;

    /// <summary>The process that reservations are made for.</summary>
    public OwnerProcess Owner { get; init; } = OwnerProcess.Current;
}
