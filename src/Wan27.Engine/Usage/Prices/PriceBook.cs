namespace Wan27.Engine.Usage.Prices;

/// <summary>A good list of prices, to be asked.</summary>
/// <param name="path">The list's file.</param>
/// <param name="rows">Its rows.</param>
/// <param name="today">The day of now.</param>
/// <param name="days">For how many days a row may be trusted after it was checked.</param>
internal sealed class PriceBook(string path, IReadOnlyList<PriceRow> rows, DateOnly today, int days)
{
    public string FilePath => path;

    public IReadOnlyList<PriceRow> Rows => rows;

    /// <summary>The price of a unit, or why there is none.</summary>
    public PriceAnswer Find(PriceQuestion question)
    {
        var fitting = rows
            .Where(row => Same(row.Provider, question.Provider) && Same(row.Unit, question.Unit) && row.FitsModel(question.Model) && row.Holds(question.Day)
                && Fits(row.Route, question.Route) && Fits(row.Region, question.Region) && Fits(row.Tier, question.Tier))
            .OrderByDescending(static row => row.Rank)
            .ToArray();
        if (fitting.Length == 0)
        {
            return new PriceAnswer(null, $"the list has no price of {question} on {question.Day:yyyy-MM-dd}");
        }

        if (fitting.Length > 1 && fitting[0].Rank == fitting[1].Rank)
        {
            return new PriceAnswer(null, $"{fitting[0].Place} and {fitting[1].Place} of the list both have a price of {question}");
        }

        var row = fitting[0];
        return row.Checked.DayNumber + days < today.DayNumber
            ? new PriceAnswer(null, $"{row.Place} of the list was last checked on {row.Checked:yyyy-MM-dd}, more than {days} days ago")
            : new PriceAnswer(row, null);
    }

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static bool Fits(string? row, string? asked) => row is null || Same(row, asked);
}

/// <summary>What a price is wanted of.</summary>
internal sealed record PriceQuestion
{
    public required string Provider { get; init; }

    public string? Route { get; init; }

    public string? Model { get; init; }

    public string? Region { get; init; }

    public string? Tier { get; init; }

    public required string Unit { get; init; }

    /// <summary>The day of the submit.</summary>
    public DateOnly Day { get; init; }

    public override string ToString() => $"a {Unit} of {string.Join(", ", new[] { Model ?? "a model that is not known", Tier, Region, Provider }.Where(static part => part is not null))}";
}

/// <summary>The row that has the price, or why there is none.</summary>
internal sealed record PriceAnswer(PriceRow? Row, string? Problem);
