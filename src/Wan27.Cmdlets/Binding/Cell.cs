using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Wan27.Engine.Contract;
using Wan27.Engine.Records;

namespace Wan27.Cmdlets.Binding;

/// <summary>Cells of rows, whatever they were read from: texts of a CSV, values of a JSON file, objects of a script.</summary>
internal static class Cell
{
    private const int ShownCharacters = 80;

    /// <summary>The one value of a cell; null when it is empty. A list of one is that one.</summary>
    public static object? Single(object? input) => Unwrap.Value(input) switch
    {
        null => null,
        string text => string.IsNullOrWhiteSpace(text) ? null : text,
        PSCustomObject or IDictionary => throw RouteErrors.ValueUnusableOfObject(),
        IEnumerable many => many.Cast<object?>().ToArray() is var items && items.Length < 2
            ? Single(items.FirstOrDefault())
            : throw RouteErrors.ValueUnusableOfMany(items.Length, string.Join(", ", items.Take(3).Select(Shown))),
        var value => value,
    };

    /// <summary>The values of a cell: those of a list, or the parts of a text with semicolons.</summary>
    public static IEnumerable<object> Many(object? input) => Unwrap.Value(input) switch
    {
        null => [],
        string text => text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        IEnumerable many when many is not IDictionary => many.Cast<object?>().SelectMany(Many),
        _ => [input!],
    };

    /// <summary>A value as text, the same in every culture.</summary>
    public static string Text(object value) => Unwrap.Value(value) switch
    {
        string text => text,
        DateTime moment => moment.ToString("yyyy-MM-ddTHH:mm:ssK", CultureInfo.InvariantCulture),
        DateTimeOffset moment => moment.ToString("yyyy-MM-ddTHH:mm:ssK", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };

    public static bool IsBlank(object? input) => Unwrap.Value(input) switch
    {
        null => true,
        string text => string.IsNullOrWhiteSpace(text),
        IList list => list.Count == 0,
        _ => false,
    };

    /// <summary>A value as an error may show it: short, and without a key that was put into the wrong column.</summary>
    public static string Shown(object? value)
    {
        var text = value is null ? string.Empty : RecordGuard.Clean(ServerText.Prose(Text(value)));
        return $"'{(text.Length > ShownCharacters ? text[..ShownCharacters] + "..." : text)}'";
    }
}
