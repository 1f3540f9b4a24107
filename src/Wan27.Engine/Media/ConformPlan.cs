using Wan27.Engine.Contract;

namespace Wan27.Engine.Media;

/// <summary>What has to be done to a file so that it conforms to a role, worked out from its facts alone.</summary>
internal sealed record ConformPlan
{
    private const double FrameRateDefault = 30;

    public required MediaFacts Source { get; init; }

    public required MediaRole Role { get; init; }

    public required ContractView Contract { get; init; }

    public required ConformOptions Options { get; init; }

    /// <summary>What ffprobe saw of the source; bare where it has not looked.</summary>
    public required ConformSource Seen { get; init; }

    public ProbedFrames? SourceFrames => Seen.Frames;

    /// <summary>Format of the result, in the contract's spelling.</summary>
    public required string Format { get; init; }

    /// <summary>What will be done, in sentences. Empty when the file conforms and is copied.</summary>
    public required IReadOnlyList<string> Steps { get; init; }

    /// <summary>Changes of size; null when the picture keeps its own.</summary>
    public PictureGeometry? Geometry { get; init; }

    /// <summary>Length to cut to; null to keep it all.</summary>
    public TimeSpan? CutTo { get; init; }

    public bool Flattens { get; init; }

    /// <summary>Largest size of the result in bytes.</summary>
    public long BytesMaximum { get; init; }

    /// <summary>Pictures per second that a film of a varying or unknown rate is given; null where it keeps its own.</summary>
    public double? ConstantRate => Role.Kind == MediaKind.Video && (Source.IsVariableFrameRate == true || Source.FrameRate is null) ? FrameRate : null;

    /// <summary>Pictures per second of the film, as far as it is known.</summary>
    public double FrameRate => Source.FrameRate is > 1 and < 240 and { } known ? known : FrameRateDefault;

    /// <summary>Size that the result will have. Chroma of 4:2:0 takes even sides only.</summary>
    public (int Width, int Height) ResultSize
        => Geometry is { } geometry ? (geometry.Width, geometry.Height)
            : Role.Kind == MediaKind.Video ? ((Source.Width!.Value + 1) / 2 * 2, (Source.Height!.Value + 1) / 2 * 2)
            : (Source.Width!.Value, Source.Height!.Value);

    public bool Conforms => Steps.Count == 0;

    /// <summary>The usual extension of the result, with its dot.</summary>
    public string Extension => MediaFormat.ExtensionOf(Format) ?? string.Empty;
}
