using System.Globalization;

namespace Wan27.Engine.Media;

/// <summary>Writes numbers of media in the units that people use, the same on every machine.</summary>
internal static class Measure
{
    private const double Mebi = 1024 * 1024;

    /// <summary>Megabytes, with the exact count beside them where rounding could hide a difference.</summary>
    public static string Bytes(long bytes)
        => bytes < Mebi
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} bytes")
            : bytes % Mebi == 0
                ? string.Create(CultureInfo.InvariantCulture, $"{bytes / Mebi:0} MB")
                : string.Create(CultureInfo.InvariantCulture, $"{bytes / Mebi:0.##} MB ({bytes:N0} bytes)");

    public static string Bytes(double bytes) => Bytes((long)bytes);

    public static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.###} s");

    public static string Seconds(TimeSpan length) => Seconds(length.TotalSeconds);

    public static string Pixels(double pixels) => string.Create(CultureInfo.InvariantCulture, $"{pixels:0} px");

    public static string Size(long width, long height) => string.Create(CultureInfo.InvariantCulture, $"{width} x {height} px");

    /// <summary>A ratio with the smaller side as one, such as 16:9 as 1.778:1.</summary>
    public static string Aspect(double width, double height)
        => width >= height
            ? string.Create(CultureInfo.InvariantCulture, $"{width / height:0.###}:1")
            : string.Create(CultureInfo.InvariantCulture, $"1:{height / width:0.###}");

    public static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
