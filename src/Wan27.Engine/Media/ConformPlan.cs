using Wan27.Engine.Contract;

namespace Wan27.Engine.Media;

/// <summary>What has to be done to a file so that it conforms to a role, worked out from its facts alone.</summary>
internal sealed record ConformPlan
{
    public required MediaFacts Source { get; init; }

    public required MediaRole Role { get; init; }

    public required ContractView Contract { get; init; }

    public required ConformOptions Options { get; init; }

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

    public bool Conforms => Steps.Count == 0;

    /// <summary>The usual extension of the result, with its dot.</summary>
    public string Extension => MediaFormat.ExtensionOf(Format) ?? string.Empty;
}
