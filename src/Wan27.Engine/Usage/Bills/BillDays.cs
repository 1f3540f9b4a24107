using System.Globalization;

namespace Wan27.Engine.Usage.Bills;

/// <summary>Reads days and times as bills write them: the year first, or the day first with points. Slashes with the year last are told by a culture alone.</summary>
/// <param name="zone">The zone whose days are meant, and of times that name none.</param>
/// <param name="culture">How the user says that dates are written.</param>
internal sealed class BillDays(TimeZoneInfo zone, CultureInfo? culture)
{
    private static readonly string[] Bare = ["yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyyMMdd", "d.M.yyyy"];
    private static readonly string[] Clocks = ["H:mm", "H:mm:ss", "H:mm:ss.FFFFFFF"];
    private static readonly string[] Timed = [.. Bare.SelectMany(static day => Clocks.SelectMany(clock => new[] { $"{day} {clock}", $"{day}'T'{clock}" }))];
    private static readonly string[] Zoned = [.. Timed.SelectMany(static time => new[] { $"{time}K", $"{time} zzz", $"{time}zzz" })];

    /// <summary>The day; null where none can be read with certainty.</summary>
    public DateOnly? Read(string text)
    {
        foreach (var word in new[] { " UTC", " GMT", "UTC" })
        {
            text = text.EndsWith(word, StringComparison.OrdinalIgnoreCase) ? $"{text[..^word.Length]}Z" : text;
        }

        if (DateOnly.TryParseExact(text, Bare, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        // A time without a zone is of the bill's own.
        if (DateTime.TryParseExact(text, Timed, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return DateOnly.FromDateTime(time);
        }

        if (DateTimeOffset.TryParseExact(text, Zoned, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            return DayOf(moment);
        }

        return culture is not null && DateTime.TryParse(text, culture, DateTimeStyles.NoCurrentDateDefault, out var written) && written.Year > 1 ? DateOnly.FromDateTime(written) : null;
    }

    /// <summary>The day of a moment, in the bill's zone.</summary>
    public DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);

    /// <summary>A zone by its name or its distance from UTC; null for none.</summary>
    public static TimeZoneInfo? ZoneOf(string name)
    {
        if (name.Equals("UTC", StringComparison.OrdinalIgnoreCase) || name.Equals("Z", StringComparison.OrdinalIgnoreCase))
        {
            return TimeZoneInfo.Utc;
        }

        var bare = name.StartsWith("UTC", StringComparison.OrdinalIgnoreCase) ? name[3..] : name;
        if (bare is ['+' or '-', ..] && TimeSpan.TryParseExact(bare[1..], ["hh\\:mm", "h\\:mm", "hhmm", "%h"], CultureInfo.InvariantCulture, out var span) && span <= TimeSpan.FromHours(14))
        {
            var offset = bare[0] == '-' ? -span : span;
            return TimeZoneInfo.CreateCustomTimeZone($"UTC{bare}", offset, $"UTC{bare}", $"UTC{bare}");
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
    }
}
