namespace Wan27.Engine.Tasks.Evidence;

/// <summary>All that is known of whether one submit made one task.</summary>
internal sealed record PairEvidence(OpenSubmit Submit, Candidate Candidate, IReadOnlyList<Finding> Findings)
{
    public bool IsContradicted { get; } = Findings.Any(static finding => finding.Says == Says.Contradicts);

    /// <summary>True when the task has this submit's prompt, whatever else there is.</summary>
    public bool HasItsPrompt { get; } = Of(Findings, Aspect.Prompt) == Says.Fits;

    /// <summary>True when the answer to this very submit named the request that made the task.</summary>
    public bool IsNamed { get; } = Of(Findings, Aspect.Request) == Says.Fits;

    /// <summary>True when the pair can be proven: nothing contradicts, and more than time and model speaks for it.</summary>
    public bool Fits => !IsContradicted && (HasItsPrompt || IsNamed);

    /// <summary>True when nothing speaks against the pair, or nothing but a clock that no own task confirms: neither way does such a clock prove anything.</summary>
    public bool IsPossible { get; } = Findings.All(finding => finding.Says != Says.Contradicts
        || (finding.Aspect == Aspect.Time && !Submit.Left.IsFirm && !(Candidate.FirstLook > Submit.ClosedAtLook)));

    /// <summary>True for a pair that fits, or would by another clock.</summary>
    public bool MayFit => IsPossible && (HasItsPrompt || IsNamed);

    /// <summary>True while the task may still tell what decides.</summary>
    public bool IsPending => IsPossible && !MayFit && !Candidate.Trace.IsFinal;

    /// <summary>
    /// True when the submit cannot have made the task, surely enough to pay again. A task with the same prompt is ruled out by a clock only
    /// when an own task confirms that clock, and never because it came later: it may be this very job, paid anew before the journal was
    /// restored from a backup.
    /// </summary>
    public bool IsRuledOut { get; } = Findings.Any(finding => finding.Says == Says.Contradicts && finding.Aspect switch
    {
        Aspect.Model or Aspect.Request or Aspect.Prompt => true,
        Aspect.Time => IsRuledOutByTime(Submit, Candidate, Findings),
        _ => Of(Findings, Aspect.Prompt) != Says.Fits && Candidate.Trace.IsFinal,
    });

    private static bool IsRuledOutByTime(OpenSubmit submit, Candidate candidate, IReadOnlyList<Finding> findings)
    {
        var hasPrompt = Of(findings, Aspect.Prompt) == Says.Fits;
        var isBefore = candidate.Trace.CreatedAt < submit.Left.At - submit.Left.Slack;
        return hasPrompt ? submit.Left.IsFirm && isBefore
            : submit.Left.IsFirm || candidate.Trace.IsUnbilled || candidate.FirstLook > submit.ClosedAtLook;
    }

    private static Says Of(IReadOnlyList<Finding> findings, Aspect aspect)
        => findings.FirstOrDefault(finding => finding.Aspect == aspect)?.Says ?? Says.Unknown;
}
