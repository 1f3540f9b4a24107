namespace Wan27.Engine.Routes.ReferenceToVideo;

/// <summary>A picture or a video that the prompt names.</summary>
/// <param name="Media">The picture or video itself.</param>
/// <param name="Voice">The voice that it shall have; null for its own, or none.</param>
internal sealed record Reference(MediaPart Media, MediaPart? Voice);
