using System.Globalization;
using Wan27.Engine.Contract;

namespace Wan27.Cmdlets.Binding;

/// <summary>Reads a number with a point, whatever the session's culture writes.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NumberAttribute : CellAttribute
{
    /// <summary>What an empty cell stands for, where the parameter has no word for "absent".</summary>
    public double WhenEmpty { get; init; } = double.NaN;

    protected override object Unusable => 0d;

    protected override object? Read(object? input) => Cell.Single(input) switch
    {
        null => double.IsNaN(WhenEmpty) ? null : WhenEmpty,
        string text => double.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : throw Refuse(text),
        double or float or decimal or sbyte or byte or short or ushort or int or uint or long or ulong => Convert.ToDouble(Cell.Single(input), CultureInfo.InvariantCulture),
        var other => throw Refuse(other),
    };

    private static WanException Refuse(object given) => RouteErrors.ValueUnusableOfNoNumber(Cell.Shown(given));
}
