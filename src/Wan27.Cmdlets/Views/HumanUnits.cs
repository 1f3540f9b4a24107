using System.Globalization;

namespace Wan27.Cmdlets.Views;

/// <summary>Sizes, durations and times as people say them. English and culture-free, like every text of the module.</summary>
internal static class HumanUnits
{
    private const double Step = 1024;

    private static readonly string[] Sizes = ["B", "KB", "MB", "GB", "TB"];

    /// <summary>A size such as <c>812 KB</c> or <c>3.4 MB</c>.</summary>
    public static string Size(long bytes)
    {
        double value = bytes;
        var unit = 0;
        while (value >= Step && unit < Sizes.Length - 1)
        {
            value /= Step;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {Sizes[unit]}");
    }

    /// <summary>A duration in its two largest units, such as <c>42s</c>, <c>1m 05s</c> or <c>2h 10m</c>.</summary>
    public static string Span(TimeSpan span)
    {
        var known = span < TimeSpan.Zero ? TimeSpan.Zero : span;
        return known switch
        {
            { TotalMinutes: < 1 } => Whole(known.TotalSeconds, "s"),
            { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{known.Minutes}m {known.Seconds:00}s"),
            { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{known.Hours}h {known.Minutes:00}m"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{known.Days}d {known.Hours:00}h"),
        };
    }

    /// <summary>How long ago in its largest unit, such as <c>3m</c>: what a column has room for. Never less than nothing, whatever a clock says.</summary>
    public static string Age(DateTimeOffset at, DateTimeOffset now) => Largest(now > at ? now - at : TimeSpan.Zero);

    /// <summary>How long ago, such as <c>3m ago</c>, or <c>now</c>.</summary>
    public static string Ago(DateTimeOffset at, DateTimeOffset now) => (now - at).TotalSeconds >= 1 ? Age(at, now) + " ago" : "now";

    /// <summary>How long something lives on, such as <c>23h left</c>, or <c>expired</c>.</summary>
    public static string Left(DateTimeOffset end, DateTimeOffset now)
        => end - now is { Ticks: > 0 } left ? Largest(left) + " left" : "expired";

    /// <summary>A time of day in the user's zone with its distance from now, for the views that have room.</summary>
    public static string Moment(DateTimeOffset at, string distance)
        => string.Create(CultureInfo.InvariantCulture, $"{at.ToLocalTime():yyyy-MM-dd HH:mm:ss zzz} ({distance})");

    // Two days in hours: uploads live that long, and "1d left" would hide most of a day.
    private static string Largest(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => Whole(span.TotalSeconds, "s"),
        { TotalHours: < 1 } => Whole(span.TotalMinutes, "m"),
        { TotalDays: < 2 } => Whole(span.TotalHours, "h"),
        _ => Whole(span.TotalDays, "d"),
    };

    // Cut, never rounded up: 59.9 minutes left are not an hour.
    private static string Whole(double value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(value):0}{unit}");
}
