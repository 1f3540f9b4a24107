using System.Globalization;
using System.Management.Automation;

namespace Wan27.Cmdlets.Binding;

/// <summary>
/// Reads a whole number strictly. PowerShell passes over a cell that it cannot convert, and rounds what it can: either would be paid for
/// with a default that nobody asked for. An empty cell is an absent value, not a zero.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WholeNumberAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) => Unwrap.Value(inputData) switch
    {
        null => null,
        string text when string.IsNullOrWhiteSpace(text) => null,
        string text => long.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Refuse(text),
        double number => Math.Truncate(number) == number ? number : throw Refuse(number.ToString(CultureInfo.InvariantCulture)),
        float number => Math.Truncate(number) == number ? number : throw Refuse(number.ToString(CultureInfo.InvariantCulture)),
        decimal number => Math.Truncate(number) == number ? number : throw Refuse(number.ToString(CultureInfo.InvariantCulture)),
        var other => other,
    };

    private static ArgumentTransformationMetadataException Refuse(string text)
        => new($"'{text}' is not a whole number. Write digits only, such as 5.");
}
