using System.Globalization;

namespace Wan27.Cmdlets.Binding;

/// <summary>Reads a time as scripts write it, with the year first; without an offset it is local.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MomentAttribute : CellAttribute
{
    protected override object Unusable => DateTime.MinValue;

    protected override object? Read(object? input) => Cell.Single(input) switch
    {
        null => null,
        DateTime moment => moment,
        DateTimeOffset moment => moment.UtcDateTime,
        string text when DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.RoundtripKind, out var moment) => moment,
        var other => throw Cell.Refuse($"{Cell.Shown(other)} is not a time.", "Write it with the year first, such as 2026-04-28 or 2026-04-28T06:00:00Z."),
    };
}
