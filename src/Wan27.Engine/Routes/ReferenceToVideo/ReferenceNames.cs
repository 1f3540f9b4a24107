using System.Globalization;
using System.Text.RegularExpressions;

namespace Wan27.Engine.Routes.ReferenceToVideo;

/// <summary>
/// The references that a prompt names: "Image 1", "Video 1", 图1, 视频1, each kind counted by itself. A number that only follows another
/// ("Image 1 and 2", "Image 1, 2 birds") may be one or not: it never counts as missing.
/// </summary>
internal sealed partial class ReferenceNames
{
    private readonly HashSet<int> _certain = [];
    private readonly HashSet<int> _possible = [];

    private ReferenceNames(IEnumerable<Match> matches)
    {
        foreach (var match in matches)
        {
            _certain.Add(Number(match.Groups["first"].Value));
            _possible.UnionWith(match.Groups["next"].Captures.Select(static capture => Number(capture.Value)));
        }
    }

    public static ReferenceNames OfImages(string prompt) => new(Images().Matches(prompt));

    public static ReferenceNames OfVideos(string prompt) => new(Videos().Matches(prompt));

    /// <summary>Those that a prompt calls by one word for all kinds, counted together.</summary>
    public static ReferenceNames Of(string word, string prompt)
        => new(Regex.Matches(prompt, $@"(?<!\p{{L}}){Regex.Escape(word)}s?{Numbers}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5)));

    /// <summary>Numbers that are named although there are only so many references.</summary>
    public IEnumerable<int> Beyond(int count) => _certain.Where(number => number < 1 || number > count).Order();

    /// <summary>Numbers of references that are not named.</summary>
    public IEnumerable<int> Unnamed(int count) => Enumerable.Range(1, count).Where(number => !_certain.Contains(number) && !_possible.Contains(number));

    // Not the figures of "video 720p", "image 16:9" or "image 2.5".
    private const string End = /* lang=regex */ @"(?![\dA-Za-z]|[:.x×*]\d)";

    private const string Numbers = /* lang=regex */ @"\s*\#?(?<first>\d{1,4})" + End + @"(?:\s*(?:,|、|&|and|和|与)\s*(?:and\s+)?(?<next>\d{1,4})" + End + ")*";

    [GeneratedRegex(@"(?:(?<!\p{L})images?|图(?:片|像)?)" + Numbers, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Images();

    [GeneratedRegex(@"(?:(?<!\p{L})videos?|视频)" + Numbers, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Videos();

    // Digits of any script: a Chinese keyboard may write wide ones.
    private static int Number(string digits) => digits.Aggregate(0, static (number, digit) => (number * 10) + CharUnicodeInfo.GetDecimalDigitValue(digit));
}
