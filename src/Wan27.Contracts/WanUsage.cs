using System.Globalization;

namespace Wan27;

/// <summary>What the provider says it counted (contract sections 2.3, 3.3, 4 and 10).</summary>
public sealed record WanUsage
{
    /// <summary>What is billed: seconds for video, pictures for images.</summary>
    public double BilledUnits { get; init; }

    /// <summary><c>second</c> or <c>picture</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>Seconds of input plus output video as billed.</summary>
    public double? Duration { get; init; }

    /// <summary>Seconds of input video.</summary>
    public double? InputVideoDuration { get; init; }

    /// <summary>Seconds of output video.</summary>
    public double? OutputVideoDuration { get; init; }

    /// <summary>Number of clips made.</summary>
    public int? VideoCount { get; init; }

    /// <summary>Output tier, <c>720P</c> or <c>1080P</c>.</summary>
    public string? Resolution { get; init; }

    /// <summary>Number of pictures made.</summary>
    public int? ImageCount { get; init; }

    /// <summary>Size of the pictures made, <c>width*height</c>.</summary>
    public string? Size { get; init; }

    /// <summary>All tokens counted; tokens are reported but not billed.</summary>
    public int? TotalTokens { get; init; }

    /// <summary>What is billed and for which tier or size, such as <c>5 s, 720P</c> or <c>2 pictures, 1024*1024</c>.</summary>
    /// <returns>One short line.</returns>
    public override string ToString()
    {
        var units = BilledUnits.ToString("0.##", CultureInfo.InvariantCulture);
        var billed = Unit == "second" ? $"{units} s" : BilledUnits == 1 ? $"1 {Unit}" : $"{units} {Unit}s";
        return (Resolution ?? Size) is { } tier ? $"{billed}, {tier}" : billed;
    }
}
