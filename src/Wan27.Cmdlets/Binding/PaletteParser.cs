using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes.Image;

namespace Wan27.Cmdlets.Binding;

/// <summary>
/// Reads a palette: a hashtable or JSON object of colour and percent, objects with hex and ratio as the service writes them, or texts such
/// as <c>#0B3C5D=50</c>, several parted by semicolons.
/// </summary>
internal static class PaletteParser
{
    private const string Hex = "hex";
    private const string Ratio = "ratio";

    public static IReadOnlyList<PaletteColor> Parse(object[]? input)
        => [.. (input ?? []).SelectMany(Read)];

    private static IEnumerable<PaletteColor> Read(object? item) => Unwrap.Value(item) switch
    {
        null => [],
        string text => text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Pair),
        IDictionary pairs => Table([.. pairs.Keys.Cast<object>().Select(key => (key.ToString()!, pairs[key]))]),
        PSCustomObject => Table([.. ((PSObject)item!).Properties.Select(static property => (property.Name, (object?)property.Value))]),
        var value => throw RouteErrors.PaletteMalformed(value.ToString()),
    };

    private static IEnumerable<PaletteColor> Table((string Name, object? Value)[] entries)
        => entries.Length == 2 && Of(entries, Hex) is { } hex && Of(entries, Ratio) is { } ratio
            ? [Color(Cell.Text(hex), ratio)]
            : entries.Select(static entry => Color(entry.Name.Trim(), entry.Value));

    private static object? Of((string Name, object? Value)[] entries, string name)
        => entries.FirstOrDefault(entry => name.Equals(entry.Name, StringComparison.OrdinalIgnoreCase)).Value;

    private static PaletteColor Pair(string text)
    {
        var parts = text.Split('=', ':');
        return parts.Length == 2 ? Color(parts[0].Trim(), parts[1]) : throw RouteErrors.PaletteMalformed(text);
    }

    private static PaletteColor Color(string hex, object? percent)
    {
        var text = percent is null ? null : Cell.Text(percent).Trim().TrimEnd('%');
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var share)
            ? new PaletteColor(hex, share)
            : throw RouteErrors.PaletteMalformed($"{hex}={percent}");
    }
}
