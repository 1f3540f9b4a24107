using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Tasks.Evidence;

/// <summary>A submit whose answer was lost, and what the evidence says of it.</summary>
/// <param name="Entry">Its row, with the evidence noted.</param>
/// <param name="Decision">What was decided; null where there is no evidence to be had.</param>
/// <param name="IsLast">True when no further look will tell more of it.</param>
internal sealed record LostSubmit(JournalEntry Entry, Decision? Decision, bool IsLast)
{
    /// <summary>True when no task can be its own any more.</summary>
    public bool WasNeverAccepted => IsLast && Decision?.Outcome == Outcome.Excluded;

    /// <summary>Why it stays open for good, and what can be done; null while it may still be settled by evidence.</summary>
    public WanException? Unproven => IsLast && !WasNeverAccepted && Decision is { } decision ? OpenSubmitWords.Unproven(Entry, decision) : null;

    /// <summary>What it still waits for, as a sentence.</summary>
    public string Awaited => Decision?.Outcome switch
    {
        null => $"The submit{OpenSubmitWords.Of(Entry)} is open, and the provider's answers do not tell whose a task is.",
        Outcome.Waiting => $"The submit{OpenSubmitWords.Of(Entry)} is still open: a task that may be its own has not ended. Wait-WanTask goes on with it.",
        _ => $"The submit{OpenSubmitWords.Of(Entry)} is still open: its task may yet appear. Wait-WanTask goes on with it.",
    };

    /// <summary>As the pipeline shows it.</summary>
    public WanTask Task => Entry.Task;

    /// <summary>The task that is proven to be its own.</summary>
    public string? ProvenTask => Decision?.TaskId;
}
