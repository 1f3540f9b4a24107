namespace Wan27;

/// <summary>The journal in use: what keeps the tasks, and how it is now. It never holds a password.</summary>
public sealed record WanJournal
{
    /// <summary>What keeps it: Local (a file of this user) or Postgres (a database that several machines share).</summary>
    public required string Kind { get; init; }

    /// <summary>Where the choice comes from: default, setting, or the variable WAN27_JOURNAL; for a shared one with the place of its connection text.</summary>
    public required string Source { get; init; }

    /// <summary>Path of the local file; absent for a shared one.</summary>
    public string? Path { get; init; }

    /// <summary>Host and port of the server; absent for the local one.</summary>
    public string? Server { get; init; }

    /// <summary>Name of the database; absent for the local one.</summary>
    public string? Database { get; init; }

    /// <summary>The user at the server; absent for the local one.</summary>
    public string? User { get; init; }

    /// <summary>How the way to the server is protected, such as VerifyFull; absent for the local one.</summary>
    public string? Tls { get; init; }

    /// <summary>Version of the layout; 0 where nothing has been noted yet, absent when it could not be read.</summary>
    public int? Layout { get; init; }

    /// <summary>Number of rows in each state that occurs; empty when they could not be read.</summary>
    public IReadOnlyDictionary<string, int> Rows { get; init; } = new Dictionary<string, int>();

    /// <summary>Time of one look; absent when there was none.</summary>
    public TimeSpan? RoundTrip { get; init; }

    /// <summary>How far the server's clock is ahead of this machine's; absent for the local one.</summary>
    public TimeSpan? ClockDifference { get; init; }

    /// <summary>What is kept on this machine until the shared journal is back: number of notes.</summary>
    public int Outbox { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Kind == "Local" ? Path ?? Kind : $"{Database} on {Server}";
}
