using System.Globalization;

namespace Wan27.Engine.Records;

/// <summary>How many of a thing there are, in words that fit one as well.</summary>
internal static class Counted
{
    /// <param name="count">How many.</param>
    /// <param name="one">What one is called; more of them end in s.</param>
    public static string Of(int count, string one) => string.Create(CultureInfo.InvariantCulture, $"{count} {one}{(count == 1 ? string.Empty : "s")}");
}
