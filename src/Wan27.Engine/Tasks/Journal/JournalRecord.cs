namespace Wan27.Engine.Tasks.Journal;

/// <summary>A row as it stands in its table, to be put into another journal.</summary>
/// <param name="Values">Values of the columns, in their order.</param>
/// <param name="History">State, time and detail of each change.</param>
internal sealed record JournalRecord(object?[] Values, IReadOnlyList<(string State, long At, string? Detail)> History);

/// <summary>What became of a record.</summary>
internal enum RecordEnd
{
    Copied,

    /// <summary>Copied, but its job key stands for another task there.</summary>
    CopiedWithoutKey,

    /// <summary>It was there already.</summary>
    Known,
}
