namespace Wan27.Engine.Media;

/// <summary>What a file is for a listener or viewer, by its content.</summary>
internal enum MediaKind
{
    Unknown,
    Image,
    Video,
    Audio,
}
