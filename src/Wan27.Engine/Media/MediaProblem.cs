namespace Wan27.Engine.Media;

/// <summary>A finding of the reader: what is wrong, in one sentence, and what to do about it.</summary>
internal sealed record MediaProblem(MediaProblemKind Kind, string Message, string Fix)
{
    /// <summary>True when no service could use the file; false when it is only suspect.</summary>
    public bool IsFatal => Kind is not (MediaProblemKind.PossiblyTruncated or MediaProblemKind.TooComplex
        or MediaProblemKind.ExtensionMismatch or MediaProblemKind.LengthUndeclared or MediaProblemKind.TrailingBytes or MediaProblemKind.StillFilm
        or MediaProblemKind.TrackDisabled or MediaProblemKind.LengthDisputed or MediaProblemKind.Animated or MediaProblemKind.ZeroEdit);

    /// <summary>
    /// True when sound that is written anew has a right header. A wave of a wrong rate is left out: ffmpeg goes by that very rate when it
    /// tells where its packets are, so that no result could be proven.
    /// </summary>
    public bool IsMendedByWriting(string format) => Kind == MediaProblemKind.LengthUndeclared || (Kind == MediaProblemKind.LengthDisputed && format == MediaFormat.Mp3);

    /// <summary>True when nothing was learnt about the content, so that the other rules have nothing to say.</summary>
    public bool HidesContent => Kind is MediaProblemKind.Missing or MediaProblemKind.BrokenLink or MediaProblemKind.Directory
        or MediaProblemKind.NoAccess or MediaProblemKind.Unresponsive or MediaProblemKind.Unreadable or MediaProblemKind.Empty;
}
