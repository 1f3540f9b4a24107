using System.Collections;
using System.Globalization;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes.Image;

namespace Wan27.Cmdlets.Binding;

/// <summary>
/// Reads bounding boxes, one entry per image: nothing for an image without boxes, <c>x1,y1,x2,y2</c> or four numbers for one box, two
/// boxes parted by a bar.
/// </summary>
internal static class BoxParser
{
    private const int Corners = 4;

    public static IReadOnlyList<IReadOnlyList<PixelBox>>? Parse(object[]? input)
    {
        // A cell of a CSV row holds all images: "; 980,510,1140,690".
        if (input is [{ } only] && Unwrap.Value(only) is string cell && cell.Contains(';', StringComparison.Ordinal))
        {
            input = [.. cell.Split(';')];
        }

        // Four bare numbers are one box of the only image.
        return input is null ? null
            : input.Length == Corners && input.All(static entry => Unwrap.Value(entry) is IConvertible and not string) ? [ReadItems([.. input.Select(Unwrap.Value)])]
            : [.. input.Select(static entry => ReadImage(Unwrap.Value(entry)))];
    }

    private static List<PixelBox> ReadImage(object? entry) => entry switch
    {
        null => [],
        string text => [.. text.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(static box => Box(box, box.Split(',')))],
        IEnumerable items => ReadItems([.. items.Cast<object?>().Select(Unwrap.Value)]),
        _ => throw RouteErrors.BoundingBoxMalformed(entry.ToString()),
    };

    private static List<PixelBox> ReadItems(object?[] items)
        => items.Length == Corners && items.All(static item => item is IConvertible and not string)
            ? [Box(string.Join(",", items), items)]
            : [.. items.SelectMany(ReadImage)];

    private static PixelBox Box(string text, IReadOnlyCollection<object?> corners)
    {
        var numbers = corners
            .Select(static corner => int.TryParse(Convert.ToString(corner, CultureInfo.InvariantCulture), NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) ? number : (int?)null)
            .OfType<int>()
            .ToArray();
        return numbers.Length == Corners && corners.Count == Corners ? new PixelBox(numbers[0], numbers[1], numbers[2], numbers[3]) : throw RouteErrors.BoundingBoxMalformed(text);
    }
}
