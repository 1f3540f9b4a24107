using System.Globalization;

namespace Wan27;

/// <summary>One job, or one day of a model, in a provider's bill and in the ledger (contract section 10).</summary>
public sealed record WanBillRow
{
    /// <summary>How both agree.</summary>
    public WanBillVerdict Verdict { get; init; }

    /// <summary>What both were found by: <c>TaskId</c>, <c>RequestId</c>, or <c>Day</c> for model, day and unit.</summary>
    public required string By { get; init; }

    /// <summary>Who carries the route.</summary>
    public required string Provider { get; init; }

    /// <summary>Whose bill it is.</summary>
    public string? Owner { get; init; }

    /// <summary>The task, as the ledger or else the bill has it.</summary>
    public string? TaskId { get; init; }

    /// <summary>The request, likewise.</summary>
    public string? RequestId { get; init; }

    /// <summary>The user's own name for the job.</summary>
    public string? JobKey { get; init; }

    /// <summary>Name of the profile.</summary>
    public string? Profile { get; init; }

    /// <summary>Model id.</summary>
    public string? Model { get; init; }

    /// <summary>The day, in the bill's time zone; absent where the bill names none.</summary>
    public DateTime? Day { get; init; }

    /// <summary>How many jobs of the ledger.</summary>
    public long Jobs { get; init; }

    /// <summary>How many lines of the bill.</summary>
    public int Lines { get; init; }

    /// <summary>The first of them, from 1.</summary>
    public int? Line { get; init; }

    /// <summary><c>second</c>, <c>picture</c>, or the bill's own word.</summary>
    public string? Unit { get; init; }

    /// <summary>Units by the ledger; absent where it does not know them.</summary>
    public double? LedgerUnits { get; init; }

    /// <summary>Units by the bill; absent where it does not name them.</summary>
    public double? BilledUnits { get; init; }

    /// <summary>What the ledger's units cost by the price list; absent without a price.</summary>
    public decimal? LedgerAmount { get; init; }

    /// <summary>The amount of the bill; absent where it names none.</summary>
    public decimal? BilledAmount { get; init; }

    /// <summary>Currency of the bill's amount, or else of the price list.</summary>
    public string? Currency { get; init; }

    /// <summary>What differs, or what could not be compared.</summary>
    public string? Note { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Verdict}: {TaskId ?? RequestId ?? $"{Model} {Day:yyyy-MM-dd}"}{(Note is null ? string.Empty : $", {Note}")}");
}
