namespace Wan27.Engine.Media;

/// <summary>One stream of a file as ffprobe describes it.</summary>
internal sealed record ProbedStream
{
    /// <summary>Its place among all streams, as ffmpeg's <c>-map</c> counts.</summary>
    public required int Index { get; init; }

    public required MediaKind Kind { get; init; }

    public string? Codec { get; init; }

    /// <summary>Pixels across as stored.</summary>
    public int Width { get; init; }

    /// <summary>Pixels down as stored.</summary>
    public int Height { get; init; }

    /// <summary>Shape of a pixel as stored; null for square or unsaid.</summary>
    public PixelAspect? PixelAspect { get; init; }

    /// <summary>Degrees clockwise by which it is turned when shown; null for an angle that is no quarter.</summary>
    public int? Rotation { get; init; }

    /// <summary>True for the track that players choose; a track that is switched off is not.</summary>
    public bool IsDefault { get; init; }

    /// <summary>True for a cover, a chapter's picture or any other still beside the film.</summary>
    public bool IsStill { get; init; }

    public bool HasAlpha { get; init; }

    public TimeSpan? Duration { get; init; }

    /// <summary>Pictures per second on average.</summary>
    public double? FrameRate { get; init; }
}
