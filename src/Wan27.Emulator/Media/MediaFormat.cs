namespace Wan27.Emulator.Media;

/// <summary>What a file is by its first bytes; the names are those of the contract's lists of formats.</summary>
internal enum MediaFormat
{
    Unknown,
    JPEG,
    PNG,
    BMP,
    WEBP,
    MP4,
    MOV,
    WAV,
    MP3,
}
