using System.Globalization;
using System.Text.RegularExpressions;

namespace Wan27.Engine.Routes.Image;

/// <summary>The size of a picture: a tier such as <c>2K</c>, or <c>W*H</c>.</summary>
internal sealed partial record ImageSize
{
    public string? Tier { get; private init; }

    public int Width { get; private init; }

    public int Height { get; private init; }

    /// <summary>Reads <c>1K</c>, <c>1536*2048</c> and, as people write it, <c>1536x2048</c>; null when it is neither.</summary>
    public static ImageSize? Parse(string text)
    {
        var trimmed = text.Trim();
        if (TierPattern().IsMatch(trimmed))
        {
            return new ImageSize { Tier = trimmed.ToUpperInvariant() };
        }

        var match = PixelPattern().Match(trimmed);
        return match.Success
            && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            && int.TryParse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var height)
            && width > 0 && height > 0
                ? new ImageSize { Width = width, Height = height }
                : null;
    }

    public override string ToString() => Tier ?? $"{Width}*{Height}";

    [GeneratedRegex("^[0-9]{1,2}[Kk]$")]
    private static partial Regex TierPattern();

    [GeneratedRegex("^([0-9]{1,6})\\s*[*xX×]\\s*([0-9]{1,6})$")]
    private static partial Regex PixelPattern();
}
