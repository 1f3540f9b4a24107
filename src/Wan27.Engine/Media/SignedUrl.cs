using System.Globalization;

namespace Wan27.Engine.Media;

/// <summary>
/// When a signed URL may be used, as its query says: OSS, S3, Google Cloud Storage and Azure each write it in their own words. Names are
/// read in any case; a value that cannot be read says nothing. The signature itself is never looked at.
/// </summary>
/// <param name="Start">From when it holds; null where it does not say.</param>
/// <param name="End">Until when it holds; null where it does not say.</param>
internal readonly record struct SignedUrl(DateTimeOffset? Start, DateTimeOffset? End)
{
    /// <summary>Smaller figures are lifetimes or versions, not moments: as moments they would lie before 2001.</summary>
    private const long LeastUnixSeconds = 1_000_000_000;

    /// <summary>From here on a figure counts milliseconds.</summary>
    private const long LeastUnixMilliseconds = LeastUnixSeconds * 1000;

    /// <summary>A signature outlives no century; a longer life is no life.</summary>
    private const double LongestSeconds = 100 * 366 * 86_400.0;

    private static readonly string[] BasicForms = ["yyyyMMdd'T'HHmmss'Z'", "yyyyMMdd'T'HHmmss"];

    private static readonly string[] ExtendedForms =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mmzzz",
    ];

    /// <summary>Parameters that give the moment of signing and, beside it, a life in seconds.</summary>
    private static readonly (string Date, string Life)[] Pairs = [("x-amz-date", "x-amz-expires"), ("x-goog-date", "x-goog-expires"), ("x-oss-date", "x-oss-expires")];

    /// <summary>Reads an address. It never throws.</summary>
    public static SignedUrl Read(string url)
    {
        var values = Query(url);
        var ends = Pairs.Select(pair => values.TryGetValue(pair.Date, out var date) && values.TryGetValue(pair.Life, out var life) && Basic(date) is { } signed && Life(life) is { } seconds ? signed + seconds : (DateTimeOffset?)null)
            .Append(values.TryGetValue("expires", out var unix) ? Unix(unix) : null)
            .Append(values.TryGetValue("se", out var end) ? Extended(end) : null);
        var starts = Pairs.Select(pair => values.TryGetValue(pair.Date, out var date) ? Basic(date) : null)
            .Append(values.TryGetValue("st", out var start) ? Extended(start) : null);
        return new SignedUrl(starts.Max(), ends.Min());
    }

    private static Dictionary<string, string> Query(string url)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var fragment = url.IndexOf('#', StringComparison.Ordinal);
        var start = url.IndexOf('?', StringComparison.Ordinal);
        if (start < 0 || (fragment >= 0 && fragment < start))
        {
            return values;
        }

        foreach (var pair in url[(start + 1)..(fragment < 0 ? url.Length : fragment)].Split('&'))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                // The first of two counts: which one a server takes is its own matter.
                values.TryAdd(Uri.UnescapeDataString(pair[..equals]).Trim(), Uri.UnescapeDataString(pair[(equals + 1)..]).Trim());
            }
        }

        return values;
    }

    private static DateTimeOffset? Unix(string text)
        => !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var figure) || figure < LeastUnixSeconds ? null
            : figure < LeastUnixMilliseconds ? DateTimeOffset.FromUnixTimeSeconds(Math.Min(figure, 253_402_300_799))
            : figure < LeastUnixMilliseconds * 100 ? DateTimeOffset.FromUnixTimeMilliseconds(figure)
            : null;

    private static TimeSpan? Life(string text)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= LongestSeconds ? TimeSpan.FromSeconds(seconds) : null;

    private static DateTimeOffset? Basic(string text) => Parse(text, BasicForms);

    private static DateTimeOffset? Extended(string text) => Parse(text, ExtendedForms);

    /// <summary>A time of this calendar's middle, so that a life can be added to it.</summary>
    private static DateTimeOffset? Parse(string text, string[] forms)
        => DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) && time.Year is > 2000 and < 9000
            ? time
            : null;
}
