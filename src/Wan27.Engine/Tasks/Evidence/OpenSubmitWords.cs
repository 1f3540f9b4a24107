using Wan27.Engine.Contract;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Tasks.Evidence;

/// <summary>How messages speak of a submit whose answer was lost.</summary>
internal static class OpenSubmitWords
{
    /// <summary> of job 'fox', or nothing for a job without a key.</summary>
    public static string Of(JournalEntry entry) => entry.Task.JobKey is { } key ? $" of job '{key}'" : string.Empty;

    /// <summary>What names it to Resolve-WanTask.</summary>
    public static string Named(JournalEntry entry)
        => entry is { Task.JobKey: { } key, HoldsJobKey: true } ? $"-JobKey '{key.Replace("'", "''", StringComparison.Ordinal)}'" : $"-SubmitId {entry.LocalId}";

    /// <summary>How many tasks may be its own, and which.</summary>
    public static string Describe(IReadOnlyList<string> candidates) => candidates.Count switch
    {
        0 => "no task at the provider fits it",
        1 => $"one task at the provider fits it: {candidates[0]}",
        _ => $"{candidates.Count} tasks at the provider fit it: {string.Join(", ", candidates)}",
    };

    /// <summary>The same as a sentence.</summary>
    public static string Sentence(IReadOnlyList<string> candidates) => Capital(Describe(candidates)) + ".";

    public static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>Why nothing more can be found out about a submit, and what its user can do.</summary>
    public static WanException Unproven(JournalEntry entry, Decision decision)
    {
        var candidates = Sentence(decision.Possible);
        return decision.Outcome switch
        {
            Outcome.Contested => AsyncErrors.SubmitUnprovenAmongSeveral(Of(entry), candidates, Named(entry)),
            Outcome.SamePrompt => AsyncErrors.SubmitUnprovenDespiteItsPrompt(Of(entry), Against(decision), Named(entry)),
            Outcome.Unbilled => AsyncErrors.SubmitUnprovenAndUnbilled(Of(entry), candidates),
            _ => AsyncErrors.SubmitUnprovenWithoutPrompt(Of(entry), candidates, Named(entry)),
        };
    }

    private static string Against(Decision decision)
        => string.Join("; ", decision.Rows.Where(static row => row.Pair.HasItsPrompt && !row.Pair.IsRuledOut)
            .Select(static row => $"{row.Pair.Candidate.Trace.TaskId} ({string.Join(", ", row.Pair.Findings.Where(static finding => finding.Says == Says.Contradicts).Select(static finding => finding.Text))})")) + ".";
}
