namespace Wan27.Engine.Media;

/// <summary>What a file's headers say. A field is null where they do not say it.</summary>
internal sealed record MediaFacts
{
    /// <summary>Path or address as it was given.</summary>
    public required string Path { get; init; }

    /// <summary>Size in bytes.</summary>
    public long Length { get; init; }

    /// <summary>False when a remote server did not tell the size.</summary>
    public bool IsLengthKnown { get; init; } = true;

    public MediaKind Kind { get; init; }

    /// <summary>Format by content, in the contract data's spelling (<see cref="MediaFormat"/>).</summary>
    public string Format { get; init; } = MediaFormat.Unknown;

    /// <summary>Stored pixels across, after rotation. A service measures these; <see cref="ShownWidth"/> is what a viewer shows.</summary>
    public int? Width { get; init; }

    /// <summary>Stored pixels down, after rotation.</summary>
    public int? Height { get; init; }

    /// <summary>Shape of a pixel, after rotation; null where the file does not give one, which means square.</summary>
    public PixelAspect? PixelAspect { get; init; }

    /// <summary>Square pixels across in the picture as shown: the height stands, the width follows the shape of the pixels.</summary>
    public int? ShownWidth => PixelAspect is { IsSquare: false } pixel && Width is { } width ? (int)Math.Min(Math.Round(width * pixel.Ratio, MidpointRounding.AwayFromZero), int.MaxValue) : Width;

    /// <summary>Degrees clockwise by which a viewer turns the stored picture: 0, 90, 180 or 270.</summary>
    public int Rotation { get; init; }

    /// <summary>True when a viewer also mirrors the stored picture, before turning it.</summary>
    public bool IsMirrored { get; init; }

    /// <summary>Length as shown, after edit lists; of a film the length of its picture.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Length of a film's sound as heard, where it is told apart from the picture's.</summary>
    public TimeSpan? SoundDuration { get; init; }

    /// <summary>Lengths that other headers of the film state.</summary>
    public IReadOnlyList<MediaLength> OtherLengths { get; init; } = [];

    /// <summary>Place of a film's picture track among all tracks from 0, which is ffmpeg's stream index; null where it is not known.</summary>
    public int? PictureTrack { get; init; }

    /// <summary>How the length was found out.</summary>
    public LengthBasis LengthBasis { get; init; }

    /// <summary>Length as stored, where an edit list shows another one.</summary>
    public TimeSpan? StoredDuration { get; init; }

    /// <summary>The longest frame or audio packet: container lengths are rounded up to it.</summary>
    public TimeSpan Granularity { get; init; }

    /// <summary>Frames per second on average.</summary>
    public double? FrameRate { get; init; }

    /// <summary>True when frames differ in length.</summary>
    public bool? IsVariableFrameRate { get; init; }

    public string? VideoCodec { get; init; }

    public bool HasAudio { get; init; }

    public string? AudioCodec { get; init; }

    /// <summary>True when the picture carries an alpha channel or a transparent colour.</summary>
    public bool? HasAlpha { get; init; }

    /// <summary>Samples per second.</summary>
    public int? SampleRate { get; init; }

    public int? Channels { get; init; }

    public bool IsFragmented { get; init; }

    /// <summary>True when the index precedes the media, so that a reader need not seek.</summary>
    public bool? MoovFirst { get; init; }

    public bool HasEditList { get; init; }

    /// <summary>True when only the beginning of a remote file was read.</summary>
    public bool IsPartial { get; init; }

    /// <summary>True when the file lies in a store, where no program of this machine reaches it by a path.</summary>
    public bool IsStored { get; init; }

    public IReadOnlyList<MediaProblem> Problems { get; init; } = [];

    /// <summary>Characters that the file takes as base64.</summary>
    public long Base64Length => (Length + 2) / 3 * 4;

    public bool Has(MediaProblemKind kind) => Problems.Any(problem => problem.Kind == kind);

    public MediaFacts With(MediaProblemKind kind, string message, string fix)
        => Has(kind) ? this : this with { Problems = [.. Problems, new MediaProblem(kind, message, fix)] };

    public MediaFacts Truncated(string what)
        => With(MediaProblemKind.Truncated, $"The file is cut off: {what}.", "Copy or export the file again.");

    public MediaFacts Malformed(string what)
        => With(MediaProblemKind.Malformed, $"The file is damaged: {what}.", "Export the file again with another program.");

    /// <summary>Reports a picture that moves.</summary>
    public MediaFacts Moving()
        => With(
            MediaProblemKind.Animated,
            $"The {Format} is an animation; the service sees one still picture of it.",
            "Export the picture that you mean as PNG or JPEG, or give the animation as an MP4 film to a parameter that takes films.");

    /// <summary>Sets the size as stored, turned as the viewer turns it, and reports sizes of zero.</summary>
    public MediaFacts Sized(long storedWidth, long storedHeight, int rotation = 0, bool mirrored = false)
    {
        var turned = rotation is 90 or 270;
        var sized = this with
        {
            Width = (int)Math.Min(turned ? storedHeight : storedWidth, int.MaxValue),
            Height = (int)Math.Min(turned ? storedWidth : storedHeight, int.MaxValue),
            Rotation = rotation,
            IsMirrored = mirrored,
        };
        return storedWidth > 0 && storedHeight > 0
            ? sized
            : sized.With(MediaProblemKind.ZeroDimension, $"The header gives a size of {sized.Width} x {sized.Height} px.", "Export the file again with another program.");
    }
}
