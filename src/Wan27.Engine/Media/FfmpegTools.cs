using System.Text;
using FFMpegCore;
using Wan27.Engine.Records;

namespace Wan27.Engine.Media;

/// <summary>Where ffmpeg and ffprobe are, and how they are called without trusting file names or later cancellations.</summary>
internal sealed class FfmpegTools
{
    /// <summary>
    /// How long ffmpeg may take to end by itself once it is asked to: not at all. It would flush its encoder for seconds, into a file that
    /// nobody wants any more.
    /// </summary>
    public static readonly TimeSpan NoGrace = TimeSpan.Zero;

    private static readonly string Suffix = OperatingSystem.IsWindows() ? ".exe" : string.Empty;

    static FfmpegTools()
        // The library would otherwise read its settings from a file in whatever folder the session happens to be in.
        => GlobalFFOptions.Configure(new FFOptions());

    private FfmpegTools(string folder) => Folder = folder;

    /// <summary>Folder that holds both programs.</summary>
    public string Folder { get; }

    public string Ffmpeg => Path.Combine(Folder, "ffmpeg" + Suffix);

    public string Ffprobe => Path.Combine(Folder, "ffprobe" + Suffix);

    /// <summary>How to get them, for findings and errors.</summary>
    public static string Advice => "Install ffmpeg (with ffprobe) and put its folder on the PATH, or name the folder.";

    /// <summary>Finds both programs in the folder given, else on the PATH; null where they are not installed.</summary>
    public static FfmpegTools? Find(string? folder = null)
    {
        var folders = folder is not null ? [folder] : (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        var found = folders.FirstOrDefault(static candidate =>
            Path.IsPathFullyQualified(candidate) && File.Exists(Path.Combine(candidate, "ffmpeg" + Suffix)) && File.Exists(Path.Combine(candidate, "ffprobe" + Suffix)));
        return found is null ? null : new FfmpegTools(found);
    }

    public FFOptions Options() => new() { BinaryFolder = Folder };

    /// <summary>
    /// A path as the library wants it between quotation marks. On one command line a quotation mark in a name must be escaped, and so
    /// must the backslashes that stand before it; Windows has no such names.
    /// </summary>
    public static string Argument(string path)
    {
        var full = Path.GetFullPath(path);
        if (!full.Contains('"', StringComparison.Ordinal) && !full.EndsWith('\\'))
        {
            return full;
        }

        var text = new StringBuilder(full.Length + 8);
        var backslashes = 0;
        foreach (var c in full)
        {
            if (c == '"')
            {
                text.Append('\\', backslashes + 1);
            }

            backslashes = c == '\\' ? backslashes + 1 : 0;
            text.Append(c);
        }

        return text.Append('\\', backslashes).ToString();
    }

    /// <summary>
    /// Options before an input that keep a hostile file from sending ffmpeg elsewhere: files only, and the demuxer of the format that
    /// was found, so that neither a playlist nor a pattern in the file's name is followed.
    /// </summary>
    public static string InputOptions(MediaFacts facts) => facts.Format switch
    {
        MediaFormat.Jpeg => "-protocol_whitelist file -f jpeg_pipe",
        MediaFormat.Png => "-protocol_whitelist file -f png_pipe",
        MediaFormat.Bmp => "-protocol_whitelist file -f bmp_pipe",
        MediaFormat.WebP => "-protocol_whitelist file -f webp_pipe",
        MediaFormat.Tiff => "-protocol_whitelist file -f tiff_pipe",
        MediaFormat.Gif => "-protocol_whitelist file -f gif",
        MediaFormat.Mp4 or MediaFormat.Mov or MediaFormat.M4a or MediaFormat.ThreeGp or MediaFormat.Avif => "-protocol_whitelist file -f mov",
        MediaFormat.Matroska or MediaFormat.WebM => "-protocol_whitelist file -f matroska",
        MediaFormat.Avi => "-protocol_whitelist file -f avi",
        MediaFormat.Wav => "-protocol_whitelist file -f wav",
        MediaFormat.Mp3 => "-protocol_whitelist file -f mp3",
        MediaFormat.Aac => "-protocol_whitelist file -f aac",
        MediaFormat.Flac => "-protocol_whitelist file -f flac",
        MediaFormat.Ogg => "-protocol_whitelist file -f ogg",
        _ => "-protocol_whitelist file",
    };

    /// <summary>A line of complaint without the name and address of ffmpeg's part that stands before it; null for an empty one.</summary>
    public static string? Complaint(string line)
    {
        var end = line.IndexOf("] ", StringComparison.Ordinal);
        var text = (line.StartsWith('[') && end > 0 ? line[(end + 2)..] : line).Trim().TrimEnd('.');
        return text.Length == 0 ? null : ServerText.Prose(text);
    }

    /// <summary>
    /// A token for one call of the library. It stays registered there after the process has gone, and a late cancellation would then
    /// throw into the caller's own; so the call gets a token of its own, cancelled in the background.
    /// </summary>
    public static IDisposable Detach(CancellationToken cancellationToken, out CancellationToken detached)
    {
        // Never disposed: it has no timer, and a cancellation in the background may outlive the call.
        var source = new CancellationTokenSource();
        detached = source.Token;
        return cancellationToken.Register(() => _ = source.CancelAsync());
    }
}
