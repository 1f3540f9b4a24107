using System.Globalization;
using System.Text.RegularExpressions;

namespace Wan27.Emulator.Replicate;

/// <summary>The two headers that say how long: how long to wait for an answer, and how long a prediction may take.</summary>
internal static partial class ReplicateHeaders
{
    private const int LongestWait = 60;

    /// <summary>What <c>Prefer: wait</c> or <c>wait=N</c> asks for; null where nobody waits.</summary>
    public static TimeSpan? Wait(string? prefer)
        => prefer is null ? null
            : prefer == "wait" ? TimeSpan.FromSeconds(LongestWait)
            : prefer.StartsWith("wait=", StringComparison.Ordinal)
                && int.TryParse(prefer.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= LongestWait
                    ? TimeSpan.FromSeconds(seconds)
                    : throw ReplicateAnswers.Refusal(400, "Bad request", $"Prefer must be wait or wait=N with N from 1 to {LongestWait}");

    /// <summary>What <c>Cancel-After</c> asks for, such as <c>30s</c>, <c>1m</c> or <c>1h30m</c>.</summary>
    public static TimeSpan? CancelAfter(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var match = Period().Match(text);
        var time = TimeSpan.FromHours(Number(match, 1)) + TimeSpan.FromMinutes(Number(match, 2)) + TimeSpan.FromSeconds(Number(match, 3));
        return match.Success && time > TimeSpan.Zero ? time : throw ReplicateAnswers.Refusal(400, "Bad request", "Cancel-After must be a duration such as 30s, 1m or 1h30m");
    }

    private static int Number(Match match, int group) => match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex("^(?:([0-9]{1,4})h)?(?:([0-9]{1,4})m)?(?:([0-9]{1,6})s)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Period();
}
