namespace Wan27.Engine.Tasks.Journal;

/// <summary>What is known of the bill for one job.</summary>
internal enum LedgerState
{
    /// <summary>Reserved or under way: it will be billed unless it fails.</summary>
    Open,

    /// <summary>Billed, and by how much is known.</summary>
    Billed,

    /// <summary>Not billed: it was never accepted, or it failed where failures are free.</summary>
    Free,

    /// <summary>Whether, or by how much, it is billed is not known here.</summary>
    Unclear,
}
