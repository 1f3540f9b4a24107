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
}
