using System.Globalization;

namespace Wan27.Emulator.Service;

/// <summary>The part of a file that a Range header asks for.</summary>
internal readonly record struct ByteRange(long Start, long Length)
{
    private const string Unit = "bytes=";

    /// <summary>Null when there is no range or it is not understood, in which case storage sends the whole file.</summary>
    public static ByteRange? Parse(string? header, long total)
    {
        if (header?.StartsWith(Unit, StringComparison.OrdinalIgnoreCase) != true || header.Contains(',', StringComparison.Ordinal))
        {
            return null;
        }

        var ends = header[Unit.Length..].Trim().Split('-');
        if (ends.Length != 2 || (Number(ends[0]) is null && ends[0].Length > 0) || (Number(ends[1]) is null && ends[1].Length > 0))
        {
            return null;
        }

        if (Number(ends[0]) is not { } start)
        {
            return Number(ends[1]) is not { } tail ? null
                : tail == 0 || total == 0 ? throw Invalid()
                : new(Math.Max(0, total - tail), Math.Min(tail, total));
        }

        var last = Math.Min(Number(ends[1]) ?? total - 1, total - 1);
        return start >= total ? throw Invalid()
            : last < start ? null
            : new(start, last - start + 1);
    }

    private static StorageRefusal Invalid() => new(416, "InvalidRange", "The requested range cannot be satisfied.");

    private static long? Number(string text)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
