namespace Wan27.Engine.Tasks.Journal;

/// <summary>
/// A limit on what jobs may be billed. A journal asks it in the same change that notes a job, with the sums of the ledger as they are then and
/// stay until the change is made: of several processes no two can take the last that is left.
/// </summary>
internal interface IBudget
{
    /// <summary>The rows that count.</summary>
    /// <param name="now">The time of the change.</param>
    LedgerFilter FilterAt(DateTimeOffset now);

    /// <summary>What their sums are kept apart by.</summary>
    LedgerColumns Columns { get; }

    /// <summary>Lets a job pass that still fits.</summary>
    /// <param name="sums">What is billed, reserved and under way, without the job itself.</param>
    /// <param name="job">The job.</param>
    /// <param name="now">The time of the change.</param>
    /// <exception cref="WanException"><c>Wan.Billing.BudgetReached</c>, or <c>Wan.Billing.BudgetUnjudged</c> where it cannot be told.</exception>
    void Admit(IReadOnlyList<LedgerSum> sums, JournalDraft job, DateTimeOffset now);
}
