namespace Wan27.Engine.Usage.Budgets;

/// <summary>The time that a budget counts now.</summary>
/// <param name="Since">When it began; null for all that there is.</param>
/// <param name="Until">When it begins anew; null for never.</param>
internal sealed record BudgetWindow(DateTimeOffset? Since, DateTimeOffset? Until)
{
    /// <summary>The period of a budget that a moment lies in.</summary>
    /// <param name="limit">The budget.</param>
    /// <param name="now">The moment.</param>
    /// <param name="zone">Days begin at its midnights.</param>
    public static BudgetWindow Of(WanBudget limit, DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = TimeZoneInfo.ConvertTime(now, zone).Date;
        var (first, next) = limit.Per switch
        {
            WanBudgetPeriod.Day => (today, today.AddDays(1)),
            WanBudgetPeriod.Week => (Monday(today), Monday(today).AddDays(7)),
            WanBudgetPeriod.Month => (new DateTime(today.Year, today.Month, 1), new DateTime(today.Year, today.Month, 1).AddMonths(1)),
            _ => (default(DateTime?), default(DateTime?)),
        };
        var since = first is { } day ? Midnight(day, zone) : default(DateTimeOffset?);
        return new BudgetWindow(limit.From is { } from && (since is null || from > since) ? from : since, next is { } end ? Midnight(end, zone) : null);
    }

    private static DateTime Monday(DateTime day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    /// <summary>The first moment of a day, which some zones begin after midnight where their clocks are put forward.</summary>
    private static DateTimeOffset Midnight(DateTime day, TimeZoneInfo zone)
    {
        var start = DateTime.SpecifyKind(day, DateTimeKind.Unspecified);
        while (zone.IsInvalidTime(start))
        {
            start = start.AddMinutes(15);
        }

        // Of a midnight that comes twice, the earlier one.
        return new DateTimeOffset(start, zone.IsAmbiguousTime(start) ? zone.GetAmbiguousTimeOffsets(start).Max() : zone.GetUtcOffset(start));
    }
}
