using System.Collections.Concurrent;
using Wan27.Engine.Media.Readers;

namespace Wan27.Engine.Media;

/// <summary>
/// Reads what a file's headers say: opened once, for reading only, with little memory and within a second. What is wrong with a file
/// is a finding on the facts, never an exception.
/// <para>
/// MetadataExtractor reads JPEG segments, EXIF and TIFF directories and names the formats that no route takes. Where it copies whatever
/// size a header declares, or does not know the field, a reader of our own stands in; each says why.
/// </para>
/// </summary>
internal static class MediaProbe
{
    /// <summary>How long a file may take to answer before its share counts as gone.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(900);

    /// <summary>
    /// Folders whose last read has not come back yet. A batch on a lost share would otherwise wait for, and leave behind a thread
    /// for, each of its files.
    /// </summary>
    private static readonly ConcurrentDictionary<string, Task> Stuck = new(StringComparer.Ordinal);

    public static MediaFacts Read(string path) => ReadAsync(path).GetAwaiter().GetResult();

    /// <summary>Reads on a thread of its own, since opening a file on a lost share blocks for minutes and cannot be cancelled.</summary>
    public static Task<MediaFacts> ReadAsync(string path, CancellationToken cancellationToken = default)
        => ReadAsync(path, InspectFile, TimeProvider.System, cancellationToken);

    /// <summary>As above, with the reading and the clock given, so that a share that never answers can be acted out.</summary>
    internal static async Task<MediaFacts> ReadAsync(string path, Func<string, MediaFacts> inspect, TimeProvider time, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(path) ?? path;
        if (Stuck.TryGetValue(folder, out var stuck))
        {
            if (!stuck.IsCompleted)
            {
                return Unresponsive(path);
            }

            Stuck.TryRemove(folder, out _);
        }

        var reading = Task.Factory.StartNew(() => inspect(path), cancellationToken, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
        try
        {
            return await reading.WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            Stuck[folder] = reading;
            return Unresponsive(path);
        }
    }

    /// <summary>Reads a stream that can seek. Pass the total length where the stream holds only the beginning.</summary>
    public static MediaFacts Read(Stream stream, string path, long? totalLength = null)
        => Read(new ByteSource(stream, totalLength), path);

    public static MediaFacts Read(ByteSource source, string path)
    {
        var facts = new MediaFacts { Path = path, Length = source.Length, IsPartial = source.IsPartial };
        if (source.Length == 0)
        {
            return Empty(facts);
        }

        var format = FormatDetector.Detect(source);
        facts = Describe(source, facts with { Format = format, Kind = MediaFormat.KindOf(format) });
        if (source.HasFailed)
        {
            return Unreadable(new MediaFacts { Path = path, Length = source.Length });
        }

        if (facts.Format == MediaFormat.Unknown)
        {
            facts = facts.With(MediaProblemKind.Unrecognised, "The content is neither a picture nor a video nor sound of a known format.", "Export it as PNG, JPEG, MP4, WAV or MP3.");
        }
        else if (ForeignFormats.Find(facts.Format) is { IsNoMedia: true } stranger)
        {
            facts = facts.With(MediaProblemKind.Unrecognised, $"The content is {stranger.What}, neither a picture nor a video nor sound.", stranger.Advice(facts, MediaKind.Unknown));
        }

        return WithExtension(facts);
    }

    private static MediaFacts Describe(ByteSource source, MediaFacts facts) => facts.Format switch
    {
        MediaFormat.Jpeg => JpegReader.Read(source, facts),
        MediaFormat.Png => PngReader.Read(source, facts),
        MediaFormat.Bmp => BmpReader.Read(source, facts),
        MediaFormat.WebP => WebPReader.Read(source, facts),
        MediaFormat.Gif => GifReader.Read(source, facts),
        MediaFormat.Tiff => TiffImageReader.Read(source, facts),
        MediaFormat.Heif or MediaFormat.Avif => HeifReader.Read(source, facts),
        MediaFormat.Mp4 or MediaFormat.Mov or MediaFormat.ThreeGp or MediaFormat.M4a => Mp4Reader.Read(source, facts),
        MediaFormat.Matroska => MatroskaReader.Read(source, facts),
        MediaFormat.Avi => AviReader.Read(source, facts),
        MediaFormat.Wav => WaveReader.Read(source, facts),
        MediaFormat.Mp3 => Mp3Reader.Read(source, facts),
        MediaFormat.Aac => AacReader.Read(source, facts),
        MediaFormat.Flac => FlacReader.Read(source, facts),
        MediaFormat.Ogg => OggReader.Read(source, facts),
        _ => facts,
    };

    private static MediaFacts WithExtension(MediaFacts facts)
    {
        // No other name makes a format usable that no route takes; the rule of the formats says what does.
        var extension = Path.GetExtension(facts.Path);
        return facts.Format == MediaFormat.Unknown || ForeignFormats.Find(facts.Format) is not null || MediaFormat.FromExtension(extension) is not { } promised || MediaFormat.AreInterchangeable(promised, facts.Format)
            ? facts
            : facts.With(
                MediaProblemKind.ExtensionMismatch,
                $"The name ends in {extension}, the content is {facts.Format}.",
                MediaFormat.ExtensionOf(facts.Format) is { } right ? $"Rename it to {right}." : "Give it the extension of its content.");
    }

    /// <summary>Reads on the calling thread, which a lost share may keep.</summary>
    internal static MediaFacts InspectFile(string path)
    {
        var facts = new MediaFacts { Path = path };
        try
        {
            if (Directory.Exists(path))
            {
                return facts.With(MediaProblemKind.Directory, "The path is a folder, not a file.", "Name the file itself.");
            }

            var file = new FileInfo(path);
            if (file.LinkTarget is not null)
            {
                if (file.ResolveLinkTarget(returnFinalTarget: true) is not FileInfo { Exists: true } target)
                {
                    return BrokenLink(facts);
                }

                file = target;
            }

            if (!file.Exists)
            {
                return Missing(facts);
            }

            // Pipes, sockets and devices have no length either. They are left unopened: opening a pipe waits for its writer.
            if (file.Length == 0)
            {
                return Empty(facts);
            }

            using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return Read(stream, path);
        }
        catch (UnauthorizedAccessException)
        {
            return facts.With(MediaProblemKind.NoAccess, "This account may not read the file.", "Grant read access to the file and its folder.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or ArgumentException)
        {
            return Missing(facts);
        }
        catch (IOException) when (IsLink(path))
        {
            return BrokenLink(facts);
        }
        catch (Exception exception) when (exception is IOException or NotSupportedException)
        {
            return Unreadable(facts);
        }
    }

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    private static MediaFacts Empty(MediaFacts facts)
        => facts.With(MediaProblemKind.Empty, "The file holds no bytes: it is empty, or a pipe or device.", "Name a regular file with the media in it.");

    private static MediaFacts Missing(MediaFacts facts)
        => facts.With(MediaProblemKind.Missing, "There is no such file, or this account may not look into its folder.", "Check the path; relative paths start at the current location.");

    private static MediaFacts BrokenLink(MediaFacts facts)
        => facts.With(MediaProblemKind.BrokenLink, "The file is a link that leads nowhere.", "Restore the link's target, or name the file itself.");

    private static MediaFacts Unresponsive(string path)
        => new MediaFacts { Path = path }.With(
            MediaProblemKind.Unresponsive,
            "The file did not answer within a second.",
            "Check that its drive or network share is reachable, or copy the file to a local disk.");

    private static MediaFacts Unreadable(MediaFacts facts)
        => facts.With(MediaProblemKind.Unreadable, "The file could not be read to the end of its header.", "Check the drive or network share, then try again.");
}
