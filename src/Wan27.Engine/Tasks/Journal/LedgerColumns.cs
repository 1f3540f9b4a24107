namespace Wan27.Engine.Tasks.Journal;

/// <summary>What sums of the ledger are kept apart by, beside provider, unit and state.</summary>
[Flags]
internal enum LedgerColumns
{
    None = 0,
    Profile = 1,
    Route = 2,
    Model = 4,
    Region = 8,
    Tier = 16,
    Store = 32,
    JobKey = 64,

    /// <summary>The quarter of an hour, which is the finest that time zones begin their days at.</summary>
    Quarter = 128,
}
