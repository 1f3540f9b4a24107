using System.Collections;
using System.Globalization;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;

namespace Wan27.Cmdlets.Binding;

/// <summary>Reads a palette: a hashtable of colour and percent, or texts such as <c>#0B3C5D=50</c>, several parted by semicolons.</summary>
internal static class PaletteParser
{
    public static IReadOnlyList<PaletteColor> Parse(object[]? input)
        => [.. (input ?? []).SelectMany(static item => Read(Unwrap.Value(item)))];

    private static IEnumerable<PaletteColor> Read(object? item) => item switch
    {
        null => [],
        IDictionary pairs => pairs.Keys.Cast<object>().Select(key => Color(key.ToString()!, Unwrap.Value(pairs[key]))),
        string text => text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Pair),
        _ => throw Refuse(item.ToString()),
    };

    private static PaletteColor Pair(string text)
    {
        var parts = text.Split('=', ':');
        return parts.Length == 2 ? Color(parts[0].Trim(), parts[1]) : throw Refuse(text);
    }

    private static PaletteColor Color(string hex, object? percent)
    {
        var text = Convert.ToString(percent, CultureInfo.InvariantCulture)?.Trim().TrimEnd('%');
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var share)
            ? new PaletteColor(hex, share)
            : throw Refuse($"{hex}={percent}");
    }

    private static WanException Refuse(string? text)
        => ErrorFactory.Local(WanBoundary.Route, "PaletteMalformed", $"'{text}' is not a colour with its share.", "Write @{ '#0B3C5D' = 50; '#F2A541' = 30; '#F7F7F2' = 20 } or '#0B3C5D=50;#F2A541=30;#F7F7F2=20'.");
}
