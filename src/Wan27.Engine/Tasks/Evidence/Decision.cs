namespace Wan27.Engine.Tasks.Evidence;

/// <summary>What the evidence says of one open submit.</summary>
/// <param name="Submit">The submit.</param>
/// <param name="Outcome">What follows.</param>
/// <param name="TaskId">The task that it made, when that is proven.</param>
/// <param name="Rows">Each candidate with its findings and what follows for it.</param>
internal sealed record Decision(OpenSubmit Submit, Outcome Outcome, string? TaskId, IReadOnlyList<(PairEvidence Pair, WanVerdict Verdict, string? Why)> Rows)
{
    /// <summary>Ids that may be its task.</summary>
    public IReadOnlyList<string> Possible
        => [.. Rows.Where(static row => row.Verdict != WanVerdict.Excluded).Select(static row => row.Pair.Candidate.Trace.TaskId)];
}

/// <summary>What follows for an open submit.</summary>
internal enum Outcome
{
    /// <summary>One task is its own: only this submit, or one that the service cannot tell from it, can have made it.</summary>
    Proven,

    /// <summary>No task of the account can be its own.</summary>
    Excluded,

    /// <summary>A candidate has not ended yet and may still tell.</summary>
    Waiting,

    /// <summary>Several submits and tasks fit each other, or another program submits the same prompts: the answers cannot tell which is whose.</summary>
    Contested,

    /// <summary>A task has this prompt, but something else contradicts; nobody accounts for it.</summary>
    SamePrompt,

    /// <summary>All that is left has failed or was canceled: nothing was billed, whichever it was.</summary>
    Unbilled,

    /// <summary>What is left has ended and tells no prompt, or the submit is older than the account's list reaches back.</summary>
    Untold,
}
