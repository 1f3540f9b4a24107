using System.Globalization;
using System.Text;
using Wan27.Engine.Records;

namespace Wan27.Engine.Tasks.Evidence;

/// <summary>
/// Whether a prompt that the provider tells is the one that was asked. Byte for byte first; then after what a service may do to a text on
/// its way, one step after the other, and what had to be assumed is said.
/// </summary>
internal static class PromptComparison
{
    private static readonly (string Assumed, Func<string, string> Apply)[] Steps =
    [
        ("keys and signatures taken out", RecordGuard.Clean),
        ("line ends changed", static text => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n')),
        ("blanks at the ends trimmed", static text => text.Trim()),
        ("characters written in their composed form", Composed),
        ("invisible characters dropped", static text => ServerText.Prose(text).Replace("\uFFFD", string.Empty, StringComparison.Ordinal)),
        ("runs of blanks folded", Folded),
    ];

    /// <summary>The same for prompts that may be the same, whatever the service has done to them; a cut is not considered.</summary>
    public static string KeyOf(string prompt) => Steps.Aggregate(prompt, static (text, step) => step.Apply(text));

    /// <param name="asked">The prompt of the request.</param>
    /// <param name="told">The prompt that the task has.</param>
    /// <param name="limit">Characters that the service reads; it cuts the rest.</param>
    public static PromptMatch Compare(string asked, string told, int? limit)
    {
        if (string.Equals(asked, told, StringComparison.Ordinal))
        {
            return new PromptMatch(true, null);
        }

        var assumed = new List<string>();
        foreach (var (name, apply) in Steps)
        {
            var (left, right) = (apply(asked), apply(told));
            if (left != asked || right != told)
            {
                assumed.Add(name);
            }

            (asked, told) = (left, right);
            if (string.Equals(asked, told, StringComparison.Ordinal))
            {
                return new PromptMatch(true, string.Join(", ", assumed));
            }
        }

        return limit is { } most && IsCut(asked, told, most)
            ? new PromptMatch(true, string.Join(", ", assumed.Append(string.Create(CultureInfo.InvariantCulture, $"cut at {most} characters"))))
            : new PromptMatch(false, null);
    }

    /// <summary>The beginning of a text that is over the limit, however the service counts its characters.</summary>
    private static bool IsCut(string asked, string told, int most)
        => told.Length < asked.Length
            && asked.StartsWith(told, StringComparison.Ordinal)
            && (Near(told.Length, most) || Near(told.EnumerateRunes().Count(), most));

    // What was trimmed or folded after the cut is missing too.
    private static bool Near(int length, int most) => length <= most && length >= most - (most / 50) - 1;

    private static string Composed(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            // Half a character: there is no composed form of it.
            return text;
        }
    }

    private static string Folded(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c))
            {
                folded.Append(c);
            }
            else if (folded.Length > 0 && folded[^1] != ' ')
            {
                folded.Append(' ');
            }
        }

        return folded.ToString().TrimEnd(' ');
    }
}

/// <summary>Whether two prompts are the same.</summary>
/// <param name="IsSame">True for the same prompt.</param>
/// <param name="Assumed">What the service must have done to it; null for the same bytes.</param>
internal readonly record struct PromptMatch(bool IsSame, string? Assumed);
