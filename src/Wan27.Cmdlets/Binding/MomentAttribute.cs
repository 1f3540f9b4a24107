using System.Globalization;
using Wan27.Engine.Contract;

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
        var other => throw RouteErrors.ValueUnusableOfNoTime(Cell.Shown(other)),
    };
}
