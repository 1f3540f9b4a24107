namespace Wan27;

/// <summary>How a bill and the ledger agree on a job, or on a day of a model.</summary>
public enum WanBillVerdict : long
{
    /// <summary>Both have it, with the same units and, where a price is known, the same amount.</summary>
    Matched,

    /// <summary>Both have it, with other units or another amount.</summary>
    Different,

    /// <summary>The ledger has it as billed, and the bill does not.</summary>
    MissingInBill,

    /// <summary>The bill has it, and the ledger does not.</summary>
    MissingInLedger,
}
