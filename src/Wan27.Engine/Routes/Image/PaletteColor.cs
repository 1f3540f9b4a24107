using System.Globalization;
using System.Text.RegularExpressions;

namespace Wan27.Engine.Routes.Image;

/// <summary>A colour of a palette and its share in percent.</summary>
internal sealed partial record PaletteColor(string Hex, decimal Percent)
{
    public bool HasHexForm => HexPattern().IsMatch(Hex);

    /// <summary>The share as the wire wants it: a string with two decimals.</summary>
    public string Ratio => Percent.ToString("0.00", CultureInfo.InvariantCulture) + "%";

    [GeneratedRegex("^#[0-9A-Fa-f]{6}$")]
    private static partial Regex HexPattern();
}

/// <summary>A marked area in absolute pixels of its image, origin top left.</summary>
internal readonly record struct PixelBox(int Left, int Top, int Right, int Bottom)
{
    public bool IsWellFormed => Left >= 0 && Top >= 0 && Right > Left && Bottom > Top;

    public override string ToString() => $"{Left},{Top},{Right},{Bottom}";
}
