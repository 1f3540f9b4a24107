namespace Wan27.Engine.Usage.Bills;

/// <summary>A line of a bill that stands for use.</summary>
/// <param name="Number">Where it ends in the file, from 1.</param>
internal sealed record BillLine(int Number)
{
    public string? TaskId { get; init; }

    public string? RequestId { get; init; }

    /// <summary>The day, in the bill's zone.</summary>
    public DateOnly? Day { get; init; }

    public string? Model { get; init; }

    public double? Units { get; init; }

    /// <summary><c>second</c>, <c>picture</c>, or the bill's own word.</summary>
    public string? Unit { get; init; }

    public decimal? Amount { get; init; }

    public string? Currency { get; init; }

    public bool HasId => TaskId is not null || RequestId is not null;
}

/// <summary>A bill as it was read.</summary>
/// <param name="Lines">The lines of use.</param>
/// <param name="Totals">How many lines add up others.</param>
/// <param name="Others">How many lines stand for something else than use.</param>
/// <param name="Form">The public form that was used.</param>
/// <param name="Zone">Days are those of this zone.</param>
internal sealed record Bill(IReadOnlyList<BillLine> Lines, int Totals, int Others, BillForm? Form, TimeZoneInfo Zone);
