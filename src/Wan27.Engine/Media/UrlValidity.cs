using System.Globalization;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Media;

/// <summary>
/// Holds the life of a signed URL against the time at which its job can run. The service fails such a job late, with words that do not
/// name the reason (contract section 12, row 34).
/// </summary>
internal static class UrlValidity
{
    private const string RuleEnd = ".url.validity";

    /// <summary>True for a check of this class.</summary>
    public static bool IsAnsweredBy(WanCheck check) => check.Rule.EndsWith(RuleEnd, StringComparison.Ordinal);

    /// <summary>One check, or null where the address does not say when it ends.</summary>
    /// <param name="role">What the file behind the URL is for.</param>
    /// <param name="subject">How messages call it; it shows no query.</param>
    /// <param name="url">The address as it will be sent.</param>
    /// <param name="contract">The contract as the profile sees it.</param>
    /// <param name="now">The time of this check.</param>
    public static WanCheck? Check(MediaRole role, string subject, string url, ContractView contract, DateTimeOffset now)
    {
        var (start, end) = SignedUrl.Read(url);
        if (start is null && end is null)
        {
            return null;
        }

        var limit = contract.Data.Route(role.Route).MakesPictures ? "input.url.picture.minutes.min" : "input.url.video.minutes.min";
        var needed = TimeSpan.FromMinutes(contract.Number(limit));

        // The service and the storage have clocks of their own; a URL that was signed a moment ago has begun.
        var skew = contract.Seconds("clock.skew.max.seconds");
        var renewal = $"Sign it again for at least {Span(needed)}, or give a local path.";
        return (start, end) switch
        {
            (_, { } ended) when ended <= now => Finding(
                WanCheckStatus.Failed, Moment(ended), $"The signed URL of {subject} expired at {Moment(ended)}, {Span(now - ended)} ago: the service cannot fetch it.", renewal),
            ({ } begin, _) when begin > now + needed => Finding(
                WanCheckStatus.Failed, Moment(begin), $"The signed URL of {subject} holds only from {Moment(begin)}, in {Span(begin - now)}: the service cannot fetch it before.", "Sign it from now on, or give a local path."),
            ({ } begin, _) when begin > now + skew => Finding(
                WanCheckStatus.Warning, Moment(begin), $"The signed URL of {subject} holds only from {Moment(begin)}, in {Span(begin - now)}: a job that runs before cannot fetch it.", "Sign it from now on, or give a local path."),
            (_, { } ending) when ending < now + needed => Finding(
                WanCheckStatus.Warning, Moment(ending), $"The signed URL of {subject} ends at {Moment(ending)}, in {Span(ending - now)}: a job that queues for longer cannot fetch it.", renewal),
            (_, { } ending) => Finding(WanCheckStatus.Passed, Moment(ending), $"The signed URL of {subject} holds until {Moment(ending)}.", fix: null),
            _ => null,
        };

        WanCheck Finding(WanCheckStatus status, string actual, string message, string? fix) => new()
        {
            Rule = role.Group + RuleEnd,
            Subject = subject,
            Status = status,
            Actual = actual,
            Limit = $"{Span(needed)} from now",
            Message = message,
            Fix = fix,
            Source = contract.Source(limit),
        };
    }

    /// <summary>The same for an object in a store, whose address is signed when the job is sent: it ends with the keys that sign it.</summary>
    /// <param name="role">What the object is for.</param>
    /// <param name="subject">How messages call it.</param>
    /// <param name="store">The store.</param>
    /// <param name="keysEnd">When its keys die; null where they do not, or where it is not known.</param>
    /// <param name="contract">The contract as the profile sees it.</param>
    /// <param name="now">The time of this check.</param>
    public static WanCheck? CheckKeys(MediaRole role, string subject, string store, DateTimeOffset? keysEnd, ContractView contract, DateTimeOffset now)
    {
        var limit = contract.Data.Route(role.Route).MakesPictures ? "input.url.picture.minutes.min" : "input.url.video.minutes.min";
        var needed = TimeSpan.FromMinutes(contract.Number(limit));
        return keysEnd is not { } end || end >= now + needed ? null : new WanCheck
        {
            Rule = role.Group + RuleEnd,
            Subject = subject,
            Status = WanCheckStatus.Warning,
            Actual = Moment(end),
            Limit = $"{Span(needed)} from now",
            Message = $"The keys of store '{store}' end at {Moment(end)}, and the address of {subject} with them: a job that queues for longer cannot fetch it.",
            Fix = $"Use keys that live for at least {Span(needed)} more, or give a local file.",
            Source = contract.Source(limit),
        };
    }

    private static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A length of time in the largest unit that still tells it apart.</summary>
    private static string Span(TimeSpan length) => length switch
    {
        { TotalDays: >= 2 } => Text($"{Math.Floor(length.TotalDays)} days"),
        { TotalHours: >= 2 } => Text($"{Math.Floor(length.TotalHours)} hours"),
        { TotalMinutes: >= 2 } => Text($"{Math.Floor(length.TotalMinutes)} minutes"),
        { TotalSeconds: >= 2 } => Text($"{Math.Floor(length.TotalSeconds)} seconds"),
        _ => "a moment",
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
