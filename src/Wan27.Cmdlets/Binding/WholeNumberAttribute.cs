using System.Globalization;
using Wan27.Engine.Contract;

namespace Wan27.Cmdlets.Binding;

/// <summary>Reads a whole number strictly: nothing is rounded, and an empty cell is an absent value, not a zero.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WholeNumberAttribute : CellAttribute
{
    /// <summary>Names of the contract's limits, for the words of an error only; the route's rules do the checking.</summary>
    public string? Min { get; init; }

    public string? Max { get; init; }

    /// <summary>What an empty cell stands for, where the parameter has no word for "absent".</summary>
    public bool EmptyIsZero { get; init; }

    /// <summary>True where the parameter is a long.</summary>
    public bool IsLong { get; init; }

    protected override object Unusable => IsLong ? (object)long.MinValue : EmptyIsZero ? 0 : int.MinValue;

    protected override object? Read(object? input) => Cell.Single(input) switch
    {
        null => EmptyIsZero ? 0 : null,
        string text => decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) ? Whole(number, text) : throw Refuse(text),
        double or float => FromReal(Convert.ToDouble(Cell.Single(input), CultureInfo.InvariantCulture)),
        decimal number => Whole(number, number),
        sbyte or byte or short or ushort or int or uint or long or ulong => Whole(Convert.ToDecimal(Cell.Single(input), CultureInfo.InvariantCulture), input!),
        System.Numerics.BigInteger big => throw TooLarge(big),
        var other => throw Refuse(other),
    };

    private int FromReal(double number)
        => Math.Truncate(number) != number ? throw Refuse(number) : Math.Abs(number) > int.MaxValue ? throw TooLarge(number) : Whole((decimal)number, number);

    private int Whole(decimal number, object given)
        => decimal.Truncate(number) != number ? throw Refuse(given)
            : number is < int.MinValue or > int.MaxValue ? throw TooLarge(given)
            : (int)number;

    private WanException Refuse(object given) => RouteErrors.ValueUnusableOfNoWholeNumber(Cell.Shown(given), Allowed);

    private WanException TooLarge(object given) => RouteErrors.ValueUnusableOutOfRange(Cell.Shown(given), Allowed);

    private string Allowed
        => Min is null || Max is null ? string.Empty
            : string.Create(CultureInfo.InvariantCulture, $"; allowed is {ContractData.Current.Limit(Min).Value} to {ContractData.Current.Limit(Max).Value}");
}
