using System.Globalization;

namespace Wan27.Engine.Contract;

/// <summary>A unit of the contract, and what a limit in it may be set to where it has no range of its own.</summary>
internal sealed record UnitEntry(string Name, double Floor, double Ceiling, bool IsWhole = false);

/// <summary>What a limit may be set to: numbers that the code behind it can work with, so that no library's own error is ever met.</summary>
internal sealed record LimitRange(double Floor, double Ceiling, bool IsWhole, string Unit)
{
    public bool Holds(double value) => value >= Floor && value <= Ceiling && (!IsWhole || Math.Truncate(value) == value);

    /// <summary>Such as <c>1 to 32 files, whole numbers only</c>.</summary>
    public override string ToString()
        => $"{Text(Floor)} to {Text(Ceiling)} {Unit}{(IsWhole ? ", whole numbers only" : string.Empty)}";

    public static string Text(double value) => value.ToString("0.############", CultureInfo.InvariantCulture);
}
