using System.Globalization;

namespace Wan27.Engine.Media;

/// <summary>ffmpeg's options for one try at a plan; each further try compresses more.</summary>
/// <param name="Input">Options before the input.</param>
/// <param name="Output">Options before the output.</param>
/// <param name="Length">Length that will be written, for progress; null for pictures.</param>
/// <param name="CanYield">True when another try would give a smaller result.</param>
internal sealed record ConformCommand(string Input, string Output, TimeSpan? Length, bool CanYield)
{
    private const int AudioBitRate = 192_000;
    private const int VideoBitRateMinimum = 200_000;

    /// <summary>The part of a size limit that is aimed at; containers and rate control need the rest.</summary>
    private const double Headroom = 0.9;

    /// <summary>By how much each further try lowers rates and sizes.</summary>
    private const double Yield = 0.75;

    /// <summary>Longest audio packet that a codec may add at the end of what it is given.</summary>
    private static readonly TimeSpan SoundTail = TimeSpan.FromMilliseconds(60);

    private static readonly int[] JpegQualities = [2, 4, 7, 11, 16, 22];

    public static ConformCommand For(ConformPlan plan, int attempt) => plan.Role.Kind switch
    {
        MediaKind.Image => Picture(plan, attempt),
        MediaKind.Audio => Sound(plan, attempt),
        _ => Film(plan, attempt),
    };

    private static ConformCommand Picture(ConformPlan plan, int attempt)
    {
        var isJpeg = plan.Format == MediaFormat.Jpeg;
        var quality = JpegQualities[Math.Min(attempt, JpegQualities.Length - 1)];

        // A JPEG shrinks by quality first; what has no quality, or no more of it, shrinks by size.
        var shrinks = isJpeg ? Math.Max(0, attempt - JpegQualities.Length + 1) : attempt;
        var geometry = Shrink(plan, shrinks);
        var source = plan.Source;
        var filters = new List<string>();
        if (source.IsMirrored)
        {
            filters.Add("hflip");
        }

        // Only some versions of ffmpeg obey a picture's orientation, so it is switched off and done here.
        filters.AddRange(source.Rotation switch
        {
            90 => ["transpose=clock"],
            180 => ["hflip", "vflip"],
            270 => ["transpose=cclock"],
            _ => Array.Empty<string>(),
        });
        if (geometry.CutWidth != source.Width || geometry.CutHeight != source.Height)
        {
            filters.Add(Text($"crop={geometry.CutWidth}:{geometry.CutHeight}"));
        }

        filters.Add(Text($"scale={geometry.PictureWidth}:{geometry.PictureHeight}:flags=lanczos"));
        var graph = plan.Flattens || geometry.IsPadded
            ? Text($"[0:v]{string.Join(',', filters)},format=rgba[picture];color=c={plan.Options.Colour}:s={geometry.Width}x{geometry.Height},format=rgba[ground];[ground][picture]overlay=(W-w)/2:(H-h)/2:format=auto:shortest=1,setsar=1,format=rgb24[result]")
            : $"[0:v]{string.Join(',', filters)},setsar=1,format=rgb24[result]";
        var codec = plan.Format switch
        {
            MediaFormat.Jpeg => Text($"-c:v mjpeg -pix_fmt yuvj420p -q:v {quality}"),
            MediaFormat.Bmp => "-c:v bmp -pix_fmt bgr24",
            MediaFormat.WebP => Text($"-c:v libwebp -pix_fmt yuv420p -quality {Math.Max(40, 92 - (8 * attempt))}"),
            _ => "-c:v png -pix_fmt rgb24",
        };
        var container = plan.Format == MediaFormat.WebP ? "webp" : "image2pipe";
        return new ConformCommand("-noautorotate", $"-filter_complex \"{graph}\" -map [result] -frames:v 1 -map_metadata -1 {codec} -f {container}", null, CanYield: true);
    }

    /// <summary>The plan's geometry, made smaller by further tries but never below the limits.</summary>
    private static PictureGeometry Shrink(ConformPlan plan, int times)
    {
        var (width, height) = (plan.Source.Width!.Value, plan.Source.Height!.Value);
        var geometry = plan.Geometry ?? new PictureGeometry(width, height, width, height, width, height);
        if (times == 0)
        {
            return geometry;
        }

        var least = plan.Contract.Number(plan.Role.SideMinimumRule);
        var factor = Math.Min(1, Math.Max(Math.Pow(Yield, times), least / Math.Min(geometry.Width, geometry.Height)));
        int Scaled(int side) => (int)Math.Ceiling(side * factor);
        return geometry with
        {
            PictureWidth = Scaled(geometry.PictureWidth),
            PictureHeight = Scaled(geometry.PictureHeight),
            Width = Scaled(geometry.Width),
            Height = Scaled(geometry.Height),
        };
    }

    private static ConformCommand Sound(ConformPlan plan, int attempt)
    {
        var length = plan.CutTo ?? plan.Source.Duration ?? plan.Contract.Seconds(plan.Role.SecondsMaximumRule);
        var isMp3 = plan.Format == MediaFormat.Mp3;
        var end = plan.CutTo is null ? length : length - (isMp3 ? SoundTail * (attempt + 1) : TimeSpan.Zero);
        var rate = isMp3
            ? Text($"-c:a libmp3lame -b:a {Math.Clamp(Budget(plan, length, attempt), 32_000, AudioBitRate):0}")
            : "-c:a pcm_s16le";
        return new ConformCommand(
            string.Empty, Text($"-map {Map(plan.Seen.SoundTrack, "a:0")} -vn -t {end.TotalSeconds:0.000} -ar {SampleRateOf(plan)} {(plan.Source.Channels > 2 ? "-ac 2 " : string.Empty)}-map_metadata -1 {rate} -f {(isMp3 ? "mp3" : "wav")}"), length, CanYield: isMp3);
    }

    private static int SampleRateOf(ConformPlan plan) => plan.Source.SampleRate is 44_100 or 48_000 or 32_000 ? plan.Source.SampleRate.Value : MediaConform.SampleRate;

    private static ConformCommand Film(ConformPlan plan, int attempt)
    {
        var source = plan.Source;
        var frameRate = plan.FrameRate;
        var length = plan.CutTo ?? source.Duration ?? plan.Contract.Seconds(plan.Role.SecondsMaximumRule);
        var cut = string.Empty;
        if (plan.CutTo is { } end)
        {
            // Half a frame before the first frame that is not wanted, so that rounding cannot let it in.
            var frames = Math.Max(1, Math.Floor((end.TotalSeconds * frameRate) + 1e-6) - attempt);
            cut = Text($"-t {(frames - 0.5) / frameRate:0.000000} -af atrim=end={Math.Max(0.1, (frames / frameRate) - SoundTail.TotalSeconds):0.000} ");
        }

        var rate = Math.Max(VideoBitRateMinimum, Budget(plan, length, attempt) - AudioBitRate);
        var constant = plan.ConstantRate is { } steady ? Text($"-r {steady:0.######} ") : string.Empty;
        return new ConformCommand(
            string.Empty,
            Text($"-map {Map(plan.Seen.PictureTrack, "V:0")} -map {Map(plan.Seen.SoundTrack, "a:0?")} {cut}{constant}-vf \"{FilmFilters(plan)}\" -c:v libx264 -preset medium -crf {18 + (2 * attempt)} -maxrate {rate:0} -bufsize {rate:0} -pix_fmt yuv420p -c:a aac -b:a {AudioBitRate} -ac 2 -map_metadata -1 -movflags +faststart -f {(plan.Format == MediaFormat.Mov ? "mov" : "mp4")}"),
            length,
            CanYield: true);
    }

    /// <summary>The very stream that was looked at; by its kind only where ffprobe has not looked.</summary>
    private static string Map(int? track, string kind) => track is { } index ? Text($"0:{index}") : $"0:{kind}";

    private static string FilmFilters(ConformPlan plan)
    {
        if (plan.Geometry is not { } geometry)
        {
            // Chroma of 4:2:0 takes even sides only.
            return "scale=ceil(iw/2)*2:ceil(ih/2)*2,setsar=1";
        }

        var filters = new List<string>();
        if (geometry.CutWidth != plan.Source.ShownWidth || geometry.CutHeight != plan.Source.Height)
        {
            if (plan.Source.PixelAspect is { IsSquare: false })
            {
                // What is cut is measured in square pixels.
                filters.Add(Text($"scale={plan.Source.ShownWidth}:{plan.Source.Height}:flags=lanczos"));
            }

            filters.Add(Text($"crop={geometry.CutWidth}:{geometry.CutHeight}"));
        }

        filters.Add(Text($"scale={geometry.PictureWidth}:{geometry.PictureHeight}:flags=lanczos"));
        if (geometry.IsPadded)
        {
            filters.Add(Text($"format=yuv444p,pad={geometry.Width}:{geometry.Height}:(ow-iw)/2:(oh-ih)/2:{plan.Options.Colour}"));
        }

        filters.Add("setsar=1");
        return string.Join(',', filters);
    }

    /// <summary>Bits per second that fill the size limit, less what a try before has shown to be too much.</summary>
    private static double Budget(ConformPlan plan, TimeSpan length, int attempt)
        => plan.BytesMaximum * 8 * Headroom * Math.Pow(Yield, attempt) / Math.Max(1, length.TotalSeconds);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
