namespace Wan27.Engine.Media;

/// <summary>What can be wrong with a file before any rule of the contract is asked.</summary>
internal enum MediaProblemKind
{
    Missing,
    BrokenLink,
    Directory,
    NoAccess,
    Unresponsive,
    Unreadable,
    Empty,
    Unrecognised,
    Truncated,
    PossiblyTruncated,
    ZeroDimension,
    Malformed,
    TooComplex,
    MoovMissing,
    ReferenceMovie,
    Encrypted,
    NoTracks,
    ExtensionMismatch,
    LengthUndeclared,
    TrailingBytes,
    StillFilm,
    TrackDisabled,
    LengthDisputed,
    Animated,
    ZeroEdit,
}
