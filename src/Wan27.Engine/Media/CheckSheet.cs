using Wan27.Engine.Contract;

namespace Wan27.Engine.Media;

/// <summary>Collects the checks of one file and words what they share.</summary>
internal sealed class CheckSheet(MediaRole role, string subject, MediaFacts facts, ContractView contract)
{
    private readonly List<WanCheck> _checks = [];

    public MediaRole Role { get; } = role;

    public string Subject { get; } = subject;

    public MediaFacts Facts { get; } = facts;

    public ContractView Contract { get; } = contract;

    public IReadOnlyList<WanCheck> Checks => _checks;

    public void Add(string rule, WanCheckStatus status, string? actual, string? limit, string message, string? fix)
        => Add(rule, status, actual, limit, message, fix, Contract.Source(rule));

    public void Add(string rule, WanCheckStatus status, string? actual, string? limit, string message, string? fix, string? source)
        => _checks.Add(new WanCheck { Rule = rule, Subject = Subject, Status = status, Actual = actual, Limit = limit, Message = message, Fix = fix, Source = source });

    /// <summary>A largest value, of the rule's own name.</summary>
    public void AddMaximum(string rule, double actual, Func<double, string> unit, string verb, string fix)
    {
        var limit = Contract.Number(rule);
        var isWithin = actual <= limit;
        Add(
            rule, isWithin ? WanCheckStatus.Passed : WanCheckStatus.Failed, unit(actual), unit(limit),
            isWithin ? $"{Subject} {verb} {unit(actual)}, at most {unit(limit)}." : $"{Subject} {verb} {unit(actual)}; the route takes at most {unit(limit)}.",
            isWithin ? null : fix);
    }

    /// <summary>A value that the headers do not tell. Nothing is said where damage or a format that is not read further has been reported: that is the reason.</summary>
    public void AddUnknown(string rule, string what, string limit)
    {
        if (!Facts.Problems.Any(static problem => problem.IsFatal) && ForeignFormats.Find(Facts.Format) is null)
        {
            Add(rule, WanCheckStatus.Skipped, null, limit, $"{Subject} does not tell its {what} in its header; the limit is {limit}.", Facts.IsPartial || Facts.IsStored ? "Give a local file to have it checked." : "Check it with -Deep.");
        }
    }

    /// <summary>Advice to convert the file, where that would work.</summary>
    public string ConvertFix(string what) => ConvertAdvice.For(Facts, Role, Contract, what, FfmpegTools.Find());
}
