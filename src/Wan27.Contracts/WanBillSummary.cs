using System.Globalization;

namespace Wan27;

/// <summary>What came of comparing a bill with the ledger.</summary>
public sealed record WanBillSummary
{
    /// <summary>The bill's file.</summary>
    public required string Path { get; init; }

    /// <summary>Who carries the routes.</summary>
    public required string Provider { get; init; }

    /// <summary>Whose bill it is.</summary>
    public string? Owner { get; init; }

    /// <summary>The public form whose columns were used; absent where all were named by the user.</summary>
    public string? Form { get; init; }

    /// <summary>The first moment that is compared; absent where neither the bill nor the user names one.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The moment up to which is compared.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The time zone whose days are compared.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Lines of the bill that were compared.</summary>
    public int Lines { get; init; }

    /// <summary>Lines that add up others.</summary>
    public int Totals { get; init; }

    /// <summary>Lines of other products.</summary>
    public int Others { get; init; }

    /// <summary>Rows that agree.</summary>
    public int Matched { get; init; }

    /// <summary>Rows that differ.</summary>
    public int Different { get; init; }

    /// <summary>Rows that only the ledger has.</summary>
    public int MissingInBill { get; init; }

    /// <summary>Rows that only the bill has.</summary>
    public int MissingInLedger { get; init; }

    /// <summary>Jobs that the bill does not have and need not have: under way, or not known to be billed.</summary>
    public int Undecided { get; init; }

    /// <summary>The amount of the lines that were compared; absent where the bill names none, or several currencies.</summary>
    public decimal? BilledAmount { get; init; }

    /// <summary>Its currency.</summary>
    public string? Currency { get; init; }

    /// <inheritdoc/>
    public override string ToString()
    {
        string?[] parts =
        [
            $"{Matched} matched", $"{Different} different", $"{MissingInBill} missing in the bill", $"{MissingInLedger} missing in the ledger",
            Undecided == 0 ? null : $"{Undecided} undecided",
        ];
        var lines = string.Join(", ", new[] { $"{Lines} compared", Totals == 0 ? null : $"{Totals} of totals", Others == 0 ? null : $"{Others} of other products" }.Where(static part => part is not null));
        var amount = BilledAmount is { } sum ? string.Create(CultureInfo.InvariantCulture, $", {sum:0.00####} {Currency}") : string.Empty;
        return $"{Owner ?? Provider}: {string.Join(", ", parts.Where(static part => part is not null))}; lines of the bill: {lines}{amount}; days of {TimeZone}.";
    }
}
