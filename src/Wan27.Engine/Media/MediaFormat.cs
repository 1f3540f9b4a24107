namespace Wan27.Engine.Media;

/// <summary>
/// The names of formats as the contract data writes them, with the extensions that go with each.
/// Formats outside this table keep the name their detector gives them.
/// </summary>
internal static class MediaFormat
{
    public const string Unknown = "unknown";
    public const string Jpeg = "JPEG";
    public const string Png = "PNG";
    public const string Bmp = "BMP";
    public const string WebP = "WEBP";
    public const string Gif = "GIF";
    public const string Tiff = "TIFF";
    public const string Heif = "HEIF";
    public const string Avif = "AVIF";
    public const string Mp4 = "MP4";
    public const string Mov = "MOV";
    public const string ThreeGp = "3GP";
    public const string M4a = "M4A";
    public const string WebM = "WEBM";
    public const string Matroska = "MKV";
    public const string Avi = "AVI";
    public const string Wav = "WAV";
    public const string Mp3 = "MP3";
    public const string Aac = "AAC";
    public const string Flac = "FLAC";
    public const string Ogg = "OGG";

    private static readonly Dictionary<string, string[]> Extensions = new(StringComparer.Ordinal)
    {
        [Jpeg] = [".jpg", ".jpeg", ".jpe", ".jfif"],
        [Png] = [".png"],
        [Bmp] = [".bmp", ".dib"],
        [WebP] = [".webp"],
        [Gif] = [".gif"],
        [Tiff] = [".tif", ".tiff"],
        [Heif] = [".heic", ".heif", ".hif"],
        [Avif] = [".avif"],
        [Mp4] = [".mp4", ".m4v"],
        [Mov] = [".mov", ".qt"],
        [ThreeGp] = [".3gp", ".3g2"],
        [M4a] = [".m4a", ".m4b"],
        [WebM] = [".webm"],
        [Matroska] = [".mkv", ".mka"],
        [Avi] = [".avi"],
        [Wav] = [".wav", ".wave"],
        [Mp3] = [".mp3"],
        [Aac] = [".aac"],
        [Flac] = [".flac"],
        [Ogg] = [".ogg", ".oga", ".ogv", ".opus"],
    };

    /// <summary>The usual extension of a format, with its dot.</summary>
    public static string? ExtensionOf(string format) => Extensions.TryGetValue(format, out var known) ? known[0] : null;

    /// <summary>The format that an extension promises; null when it promises none.</summary>
    public static string? FromExtension(string extension)
    {
        foreach (var (format, known) in Extensions)
        {
            if (known.Contains(extension, StringComparer.OrdinalIgnoreCase))
            {
                return format;
            }
        }

        return null;
    }

    public static MediaKind KindOf(string format) => format switch
    {
        Jpeg or Png or Bmp or WebP or Gif or Tiff or Heif or Avif => MediaKind.Image,
        Mp4 or Mov or ThreeGp or WebM or Matroska or Avi => MediaKind.Video,
        Wav or Mp3 or Aac or Flac or Ogg or M4a => MediaKind.Audio,
        _ => ForeignFormats.Find(format)?.Kind ?? MediaKind.Unknown,
    };

    /// <summary>
    /// True where a name and a content may differ without anybody noticing: MP4 and MOV are one family of boxes,
    /// and phones name either as the other.
    /// </summary>
    public static bool AreInterchangeable(string one, string other)
        => one == other
            || (one is Mp4 or Mov or ThreeGp or M4a && other is Mp4 or Mov or ThreeGp or M4a)
            || (one is WebM or Matroska && other is WebM or Matroska);
}
