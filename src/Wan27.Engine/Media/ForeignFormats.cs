using System.Collections.Frozen;

namespace Wan27.Engine.Media;

/// <summary>The formats that are named for what they are, so that their message says more than "not recognised".</summary>
internal static class ForeignFormats
{
    public const string TransportStream = "MPEG-TS";
    public const string Ac3 = "AC3";
    public const string Mp2 = "MP2";
    public const string Ico = "ICO";
    public const string Svg = "SVG";
    public const string Html = "HTML";
    public const string Xml = "XML";
    public const string Json = "JSON";
    public const string Text = "text";
    public const string Playlist = "M3U";
    public const string LfsPointer = "LFS";

    private const string ExportPicture = "Open it in a picture program and export it as PNG or JPEG.";
    private const string Unpack = "Unpack it and give the file inside.";
    private const string SavedPage = "It is what a server said in place of the file: open the file's address in a browser, sign in if asked, and download the file itself.";
    private const string NameMedia = "Name the picture, film or sound itself; check the path and what the program that wrote it saved.";

    private static readonly FrozenDictionary<string, ForeignFormat> Known = new ForeignFormat[]
    {
        new(TransportStream, MediaKind.Video, "an MPEG transport stream"),
        new("MPEG-PS", MediaKind.Video, "an MPEG program stream"),
        new("MPEG-ES", MediaKind.Video, "a bare MPEG video stream"),
        new("H264", MediaKind.Video, "a bare H.264 stream"),
        new("HEVC", MediaKind.Video, "a bare HEVC stream"),
        new("FLV", MediaKind.Video, "a Flash film"),
        new("ASF", MediaKind.Video, "a Windows Media film or sound (WMV, WMA)"),
        new("MXF", MediaKind.Video, "a film of broadcast equipment"),
        new("RM", MediaKind.Video, "a RealMedia film"),
        new("IVF", MediaKind.Video, "a bare VP8, VP9 or AV1 stream"),
        new("Y4M", MediaKind.Video, "an uncompressed film"),
        new("AIFF", MediaKind.Audio, "Apple's uncompressed sound"),
        new("AIFC", MediaKind.Audio, "Apple's AIFF sound with a codec"),
        new("W64", MediaKind.Audio, "Sony Wave64 sound"),
        new("CAF", MediaKind.Audio, "Apple's Core Audio sound"),
        new("AMR", MediaKind.Audio, "sound of a telephone"),
        new(Ac3, MediaKind.Audio, "Dolby Digital sound"),
        new("DTS", MediaKind.Audio, "DTS sound"),
        new(Mp2, MediaKind.Audio, "MPEG audio of layer I or II"),
        new("AU", MediaKind.Audio, "Sun's sound"),
        new("WavPack", MediaKind.Audio, "losslessly packed sound"),
        new("APE", MediaKind.Audio, "Monkey's Audio sound"),
        new("TTA", MediaKind.Audio, "losslessly packed sound"),
        new("DSF", MediaKind.Audio, "DSD sound"),
        new("MIDI", MediaKind.Audio, "notes to be played, no recorded sound", "Export it as WAV from the program that plays it."),
        new(MediaFormat.Heif, MediaKind.Image, "a HEIC picture as phones take it", "Export it as JPEG or PNG on the phone or computer that made it; an iPhone writes JPEG under Settings, Camera, Formats, Most Compatible."),
        new(MediaFormat.Avif, MediaKind.Image, "a picture coded as AV1", ExportPicture),
        new("JP2", MediaKind.Image, "a JPEG 2000 picture"),
        new("JXL", MediaKind.Image, "a JPEG XL picture", ExportPicture),
        new("PSD", MediaKind.Image, "a Photoshop document"),
        new(Ico, MediaKind.Image, "an icon", ExportPicture),
        new(Svg, MediaKind.Image, "a drawing of lines, not of pixels", "Export it as PNG from a drawing program, in the size that the route takes."),
        new("EXR", MediaKind.Image, "an OpenEXR picture", ExportPicture),
        new("HDR", MediaKind.Image, "a Radiance picture", ExportPicture),
        new("DDS", MediaKind.Image, "a picture for graphics cards", ExportPicture),
        new("QOI", MediaKind.Image, "a QOI picture", ExportPicture),
        new("PNM", MediaKind.Image, "a portable any-map picture"),
        new("PDF", MediaKind.Unknown, "a PDF document", "Export the page or the picture in it as PNG."),
        new(Html, MediaKind.Unknown, "an HTML page", SavedPage),
        new(Xml, MediaKind.Unknown, "an XML document", SavedPage),
        new(Json, MediaKind.Unknown, "a JSON document", SavedPage),
        new(Text, MediaKind.Unknown, "plain text", NameMedia),
        new(Playlist, MediaKind.Unknown, "a playlist, which names media and holds none", "Give the film that it names as one MP4 file."),
        new(LfsPointer, MediaKind.Unknown, "a Git LFS pointer, which stands for the file", "Fetch the file itself with: git lfs pull."),
        new("GZIP", MediaKind.Unknown, "a gzip archive", Unpack),
        new("ZIP", MediaKind.Unknown, "a ZIP archive or an Office document", Unpack),
        new("7Z", MediaKind.Unknown, "a 7-Zip archive", Unpack),
        new("RAR", MediaKind.Unknown, "a RAR archive", Unpack),
        new("XZ", MediaKind.Unknown, "an xz archive", Unpack),
        new("BZIP2", MediaKind.Unknown, "a bzip2 archive", Unpack),
        new("ZSTD", MediaKind.Unknown, "a Zstandard archive", Unpack),
        new("TAR", MediaKind.Unknown, "a tar archive", Unpack),
    }.ToFrozenDictionary(static format => format.Name, StringComparer.Ordinal);

    public static IEnumerable<ForeignFormat> All => Known.Values;

    public static ForeignFormat? Find(string format) => Known.GetValueOrDefault(format);
}
