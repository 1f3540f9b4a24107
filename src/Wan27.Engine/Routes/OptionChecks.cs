using System.Globalization;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Routes;

/// <summary>Builds the checks that all routes word alike. It knows forms of rules, never a route's rules.</summary>
internal sealed class OptionChecks(ContractView contract)
{
    public WanCheck Pass(string rule, string subject, string? actual, string? limit, string message, string? source = null)
        => new() { Rule = rule, Subject = subject, Actual = actual, Limit = limit, Status = WanCheckStatus.Passed, Message = message, Source = source };

    public WanCheck Fail(string rule, string subject, string? actual, string message, string? fix, string? limit = null, string? source = null)
        => new() { Rule = rule, Subject = subject, Actual = actual, Limit = limit, Status = WanCheckStatus.Failed, Message = message, Fix = fix, Source = source };

    public WanCheck Warn(string rule, string subject, string? actual, string message, string? fix, string? limit = null, string? source = null, bool blocking = false, bool billing = false)
        => new() { Rule = rule, Subject = subject, Actual = actual, Limit = limit, Status = WanCheckStatus.Warning, Message = message, Fix = fix, Source = source, Blocking = blocking, ConcernsBilling = billing };

    public WanCheck Range(string rule, string subject, double actual, string minName, string maxName, string unit = "")
    {
        var (min, max) = (contract.Number(minName), contract.Number(maxName));
        var limit = $"{Text(min)} to {Text(max)}{Unit(unit)}";
        return actual >= min && actual <= max
            ? Pass(rule, subject, Text(actual), limit, $"{subject} is within {limit}.", contract.Source(maxName))
            : Fail(rule, subject, Text(actual), $"{subject} is {Text(actual)}; allowed is {limit}.", $"Give a value from {limit}.", limit, contract.Source(maxName));
    }

    public WanCheck OneOf(string listName, string subject, string actual)
    {
        var values = contract.Values(listName);
        var limit = string.Join(", ", values);
        return values.Contains(actual, StringComparer.OrdinalIgnoreCase)
            ? Pass(listName, subject, actual, limit, $"{subject} is one of {limit}.", contract.Source(listName))
            : Fail(listName, subject, actual, $"{subject} is '{actual}'; allowed is {limit}.", $"Use one of {limit}.", limit, contract.Source(listName));
    }

    /// <summary>
    /// The service would cut an over-long text in silence and bill the result, so a submit is refused although it would be accepted.
    /// </summary>
    public WanCheck TextLength(string limitName, string subject, string text)
    {
        var max = contract.Integer(limitName);
        var count = text.EnumerateRunes().Count();
        var limit = $"{max} characters";
        return count <= max
            ? Pass(limitName, subject, Text(count), limit, $"{subject} has {count} of {limit}.", contract.Source(limitName))
            : contract.Data.Own is { } own
            ? Fail(limitName, subject, Text(count), $"{subject} has {count} characters; {own.Provider.Owner} takes {max}.", $"Shorten it by {count - max} characters.", limit, contract.Source(limitName))
            : Warn(limitName, subject, Text(count), $"{subject} has {count} characters; the limit is {max}, and the service would cut the rest in silence and bill the result, so it is not sent.",
                $"Shorten it by {count - max} characters.", limit, contract.Source(limitName), blocking: true);
    }

    public static string Text(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Unit(string unit) => unit.Length == 0 ? string.Empty : " " + unit;
}
