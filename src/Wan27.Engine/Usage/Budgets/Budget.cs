using System.Globalization;
using Wan27.Engine.Contract;
using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Usage.Prices;

namespace Wan27.Engine.Usage.Budgets;

/// <summary>A limit in money or in units. What is reserved, under way or unclear counts with the most that it can be billed.</summary>
/// <param name="limit">The limit.</param>
/// <param name="whose">Whose it is, such as <c>profile 'main'</c>.</param>
/// <param name="raise">What would raise it.</param>
/// <param name="rows">The rows that count, whatever their time.</param>
/// <param name="prices">The price list of the profile; null where it has none.</param>
/// <param name="profile">Name of the profile.</param>
/// <param name="zone">Days begin at its midnights.</param>
internal sealed class Budget(WanBudget limit, string whose, string raise, LedgerFilter rows, Func<PriceBook?> prices, string profile, TimeZoneInfo zone) : IBudget
{
    /// <summary>Nobody knows the name of a run that has none of its user's.</summary>
    private string Shown => (BudgetForm.IsOwnRun(limit) ? limit with { Run = null } : limit).ToString();

    private bool IsMoney => limit.Amount is not null;

    private decimal Limit => limit.Amount ?? limit.Seconds ?? limit.Pictures ?? 0;

    /// <summary>The unit that is limited; null for money.</summary>
    private string? Unit => limit.Seconds is not null ? "second" : limit.Pictures is not null ? "picture" : null;

    public LedgerColumns Columns
        => IsMoney ? LedgerColumns.Route | LedgerColumns.Model | LedgerColumns.Region | LedgerColumns.Tier | LedgerColumns.Quarter : LedgerColumns.None;

    public LedgerFilter FilterAt(DateTimeOffset now) => rows with { Since = BudgetWindow.Of(limit, now, zone).Since };

    public void Admit(IReadOnlyList<LedgerSum> sums, JournalDraft job, DateTimeOffset now)
    {
        var asked = Asked(job, now);
        var spent = sums.Where(static sum => sum.State != LedgerState.Open).Sum(sum => Taken(sum, now));
        var inFlight = sums.Where(static sum => sum.State == LedgerState.Open).Sum(sum => Taken(sum, now));
        if (asked > 0 && spent + inFlight + asked > Limit)
        {
            throw BillingErrors.BudgetReached(whose, limit.Show(spent), limit.Show(inFlight), limit.Show(asked), Shown, Frees(asked, now), raise);
        }
    }

    /// <summary>The most that the job can take of it.</summary>
    private decimal Asked(JournalDraft job, DateTimeOffset now)
    {
        var forecast = job.Forecast;
        var unit = forecast?.Unit ?? BillingEntry.UnknownUnit;
        if (!IsMoney && unit != Unit && unit != BillingEntry.UnknownUnit)
        {
            return 0;
        }

        if (unit == BillingEntry.UnknownUnit || forecast?.High is not { } high)
        {
            throw Unjudged($"the most that the job can be billed is not known, because {job.Bundle.Owner ?? job.Bundle.Provider} does not say how it counts.", now);
        }

        return IsMoney
            ? Price(new PriceQuestion
            {
                Provider = job.Bundle.Provider ?? string.Empty,
                Route = job.Bundle.Route,
                Model = job.Bundle.Model,
                Region = job.Bundle.Region?.ToString(),
                Tier = forecast.Tier,
                Unit = unit,
                Day = DayOf(now),
            }) * (decimal)high
            : (decimal)high;
    }

    /// <summary>What rows take of it: what they were billed, and the most that they can be while that is not known.</summary>
    private decimal Taken(LedgerSum sum, DateTimeOffset now)
    {
        if (sum.State == LedgerState.Free || (!IsMoney && sum.Unit != Unit && sum.Unit != BillingEntry.UnknownUnit))
        {
            return 0;
        }

        var units = sum.State == LedgerState.Billed ? sum.Units : sum.High;
        if (units is 0 && sum.Unit != BillingEntry.UnknownUnit)
        {
            return 0;
        }

        if (units is not { } most || sum.Unit == BillingEntry.UnknownUnit)
        {
            throw Unjudged($"of {sum.Jobs.ToString(CultureInfo.InvariantCulture)} earlier {(sum.Jobs == 1 ? "job" : "jobs")} of {sum.Provider} it is not known how much was billed.", now);
        }

        return IsMoney
            ? Price(new PriceQuestion
            {
                Provider = sum.Provider,
                Route = sum.Route,
                Model = sum.Model,
                Region = sum.Region,
                Tier = sum.Tier,
                Unit = sum.Unit,
                Day = DayOf(sum.Quarter ?? now),
            }) * (decimal)most
            : (decimal)most;
    }

    private decimal Price(PriceQuestion question)
    {
        PriceBook? book;
        try
        {
            book = prices();
        }
        catch (WanException unusable)
        {
            throw BillingErrors.BudgetUnjudged(whose, limit.ShowLimit(), unusable.Message, unusable);
        }

        if (book is null)
        {
            throw BillingErrors.BudgetUnjudged(whose, limit.ShowLimit(), $"profile '{profile}' has no price list; name one with Set-WanProfile {profile} -PriceListPath.");
        }

        var answer = book.Find(question);
        return answer.Row is not { } price ? throw BillingErrors.BudgetUnjudged(whose, limit.ShowLimit(), $"{answer.Problem}.")
            : price.Currency != limit.Currency ? throw BillingErrors.BudgetUnjudged(whose, limit.ShowLimit(), $"{price.Place} of the list has the price of {question} in {price.Currency}, and amounts are not converted.")
            : price.Amount;
    }

    private WanException Unjudged(string why, DateTimeOffset now)
        => BillingErrors.BudgetUnjudgedOfUnits(whose, limit.ShowLimit(), why, TimeZoneInfo.ConvertTime(now, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));

    private string Frees(decimal asked, DateTimeOffset now)
        => asked > Limit ? "The job alone is more than the limit."
            : BudgetWindow.Of(limit, now, zone).Until is { } until ? string.Create(CultureInfo.InvariantCulture, $"It frees on {TimeZoneInfo.ConvertTime(until, zone):yyyy-MM-dd HH:mm zzz}, and earlier by what jobs in flight turn out not to be billed.")
            : "It frees by what jobs in flight turn out not to be billed, and by nothing else.";

    private DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, zone).DateTime);
}
