namespace Wan27;

/// <summary>What Copy-WanJournal did.</summary>
public sealed record WanJournalCopy
{
    /// <summary>The local file.</summary>
    public required string From { get; init; }

    /// <summary>The shared journal.</summary>
    public required string To { get; init; }

    /// <summary>Rows that were copied with their history.</summary>
    public int Copied { get; init; }

    /// <summary>Rows that were there already, by their own name or by their task's id.</summary>
    public int Known { get; init; }

    /// <summary>Of those copied, rows whose job key stands for another task there and stays with it.</summary>
    public int WithoutKey { get; init; }

    /// <summary>Rows that were left: a process of this machine is submitting them right now.</summary>
    public int Left { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Copied} copied, {Known} known, {Left} left";
}
