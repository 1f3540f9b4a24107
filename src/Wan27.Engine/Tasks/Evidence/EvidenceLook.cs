namespace Wan27.Engine.Tasks.Evidence;

/// <summary>What one look at an account's tasks says of its open submits.</summary>
/// <param name="Decisions">By the rows of the submits.</param>
/// <param name="Closed">Rows of submits of which no late task can appear any more.</param>
internal sealed record EvidenceLook(IReadOnlyDictionary<string, Decision> Decisions, IReadOnlySet<string> Closed)
{
    public Decision? Of(string localId) => Decisions.GetValueOrDefault(localId);

    public bool IsClosed(string localId) => Closed.Contains(localId);

    /// <summary>True for a submit that no further look will tell more of.</summary>
    public bool IsLast(string localId) => IsClosed(localId) && Of(localId) is { Outcome: not (Outcome.Proven or Outcome.Waiting) };

    /// <summary>The one task that may have been made by a submit and by no other, and that is billed; null when there is none or several.</summary>
    public string? SoleOf(string localId)
        => Of(localId) is { Rows: var rows, Possible: [var only] }
            && rows.Any(row => row.Pair.Candidate.Trace is { IsUnbilled: false } trace && trace.TaskId == only)
            && !Decisions.Any(other => other.Key != localId && other.Value.Possible.Contains(only)) ? only : null;
}
