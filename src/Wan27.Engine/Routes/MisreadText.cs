namespace Wan27.Engine.Routes;

/// <summary>
/// Finds text that was read in the wrong encoding. It is sent nonetheless, as it is no proof; what comes of it is billed, so that whoever
/// pays hears of it.
/// </summary>
internal static class MisreadText
{
    /// <summary>Name of the rule.</summary>
    public const string Rule = "text.encoding";

    private const char Unread = '\uFFFD';

    /// <summary>The finding, or null for a text that was read as it was written.</summary>
    /// <param name="subject">How messages call it.</param>
    /// <param name="text">The text; may be absent.</param>
    public static WanCheck? Check(string subject, string? text)
        => text?.Contains(Unread, StringComparison.Ordinal) == true
            ? new WanCheck
            {
                Rule = Rule,
                Subject = subject,
                Actual = "U+FFFD",
                Status = WanCheckStatus.Warning,
                ConcernsBilling = true,
                Message = $"{subject} holds characters that could not be read (U+FFFD): the file was read in the wrong encoding.",
                Fix = "Read the file in the encoding that it was written in, such as Import-Csv -Encoding ansi, or save it as UTF-8.",
            }
            : null;
}
