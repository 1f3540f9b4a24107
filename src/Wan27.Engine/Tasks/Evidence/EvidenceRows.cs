using Wan27.Engine.Records;

namespace Wan27.Engine.Tasks.Evidence;

/// <summary>A decision in the words that users see.</summary>
internal static class EvidenceRows
{
    /// <param name="decision">What was decided.</param>
    /// <param name="most">Rows at most: those that say most come first.</param>
    public static IReadOnlyList<WanEvidence> Of(Decision decision, int most)
        => [.. decision.Rows
            .OrderBy(static row => row.Verdict switch { WanVerdict.Proven => 0, WanVerdict.Open => 1, _ => 2 })
            .ThenBy(static row => row.Pair.Findings.Count(static finding => finding.Says == Says.Contradicts))
            .ThenByDescending(static row => row.Pair.Findings.Count(static finding => finding.Says == Says.Fits))
            .Take(most)
            .Select(static row => Row(row.Pair, row.Verdict, row.Why))];

    private static WanEvidence Row(PairEvidence pair, WanVerdict verdict, string? why) => new()
    {
        TaskId = pair.Candidate.Trace.TaskId,
        Verdict = verdict,
        ProviderStatus = pair.Candidate.Trace.Status,
        CreatedAt = pair.Candidate.Trace.CreatedAt,
        Prompt = pair.Candidate.Trace.Prompt is { } prompt ? ServerText.Prose(prompt) : null,
        Fits = Texts(pair, Says.Fits),
        Against = [.. Texts(pair, Says.Contradicts), .. verdict == WanVerdict.Excluded && why is not null ? [$"jobs: {why}"] : Array.Empty<string>()],
        Unknown = [.. Texts(pair, Says.Unknown), .. verdict == WanVerdict.Open && why is not null ? [$"jobs: {why}"] : Array.Empty<string>()],
    };

    private static string[] Texts(PairEvidence pair, Says says)
        => [.. pair.Findings.Where(finding => finding.Says == says).Select(static finding => finding.Text)];
}
