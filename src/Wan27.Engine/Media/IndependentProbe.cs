using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Wan27.Engine.Media;

/// <summary>
/// Looks at a file with ffprobe and its decoders: the second opinion that a conversion is held against. It shares nothing with the readers
/// of headers, so that neither can hide the other's mistake.
/// </summary>
internal sealed class IndependentProbe(FfmpegTools tools)
{
    private const string FrameFields = "frame=pts_time,best_effort_timestamp_time,duration_time,pkt_duration_time";

    /// <summary>The streams of a file; none where ffprobe cannot read it.</summary>
    public async Task<IReadOnlyList<ProbedStream>> StreamsAsync(string path, string inputOptions, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        await FfprobeRun.RunAsync(tools, [.. Arguments(inputOptions), "-show_streams", "-of", "json", Path.GetFullPath(path)], line => text.AppendLine(line), cancellationToken);
        try
        {
            using var document = JsonDocument.Parse(text.ToString());
            return document.RootElement.TryGetProperty("streams", out var streams) && streams.ValueKind == JsonValueKind.Array
                ? [.. streams.EnumerateArray().Select(Read)]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>Decodes one stream.</summary>
    /// <param name="path">The file.</param>
    /// <param name="inputOptions">From <see cref="FfmpegTools.InputOptions"/>.</param>
    /// <param name="stream">Which one.</param>
    /// <param name="interval">How far, in ffprobe's words; null for all of it.</param>
    /// <param name="cancellationToken">Ends ffprobe.</param>
    public async Task<ProbedFrames> DecodeAsync(string path, string inputOptions, ProbedStream stream, string? interval, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        double first = 0, end = 0, last = 0;
        string[] range = interval is null ? [] : ["-read_intervals", interval];
        var complaint = await FfprobeRun.RunAsync(
            tools,
            [.. Arguments(inputOptions), "-select_streams", Text($"{stream.Index}"), .. range, "-show_frames", "-show_entries", FrameFields, "-of", "compact=p=0", Path.GetFullPath(path)],
            Note,
            cancellationToken);

        // A last picture that tells no length of its own is shown for as long as the one before it.
        return new ProbedFrames(times, times.Count == 0 ? null : TimeSpan.FromSeconds(Math.Max(end, last + Usual()) - first), complaint);

        void Note(string line)
        {
            var fields = line.Split('|').Select(static field => field.Split('=', 2)).Where(static pair => pair.Length == 2).ToLookup(static pair => pair[0], static pair => pair[1]);
            double? Of(string name) => double.TryParse(fields[name].FirstOrDefault(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;
            if (fields.Count == 0)
            {
                return;
            }

            var start = Of("best_effort_timestamp_time") ?? Of("pts_time") ?? end;
            if (times.Count == 0)
            {
                first = start;
            }

            last = Math.Max(last, start);
            end = Math.Max(end, start + (Of("duration_time") ?? Of("pkt_duration_time") ?? 0));
            times.Add(start - first);
        }

        double Usual() => end > last || times.Count < 2 ? 0 : (last - first) / (times.Count - 1);
    }

    private static IEnumerable<string> Arguments(string inputOptions) => ["-v", "error", .. inputOptions.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    private static ProbedStream Read(JsonElement stream)
    {
        var disposition = stream.TryGetProperty("disposition", out var flags) && flags.ValueKind == JsonValueKind.Object ? flags : default;
        var format = Word(stream, "pix_fmt") ?? string.Empty;
        return new ProbedStream
        {
            Index = Whole(stream, "index") ?? 0,
            Kind = Word(stream, "codec_type") switch { "video" => MediaKind.Video, "audio" => MediaKind.Audio, _ => MediaKind.Unknown },
            Codec = Word(stream, "codec_name"),
            Width = Whole(stream, "width") ?? 0,
            Height = Whole(stream, "height") ?? 0,
            PixelAspect = Shape(Word(stream, "sample_aspect_ratio")),
            Rotation = Turn(stream),
            IsDefault = IsSet("default"),
            IsStill = IsSet("attached_pic") || IsSet("timed_thumbnails") || IsSet("still_image"),
            HasAlpha = format.Contains("rgba", StringComparison.Ordinal) || format.Contains("bgra", StringComparison.Ordinal) || format.StartsWith("yuva", StringComparison.Ordinal) || format.StartsWith("ya", StringComparison.Ordinal) || format == "pal8",
            Duration = double.TryParse(Word(stream, "duration"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 1e9 ? TimeSpan.FromSeconds(seconds) : null,
            FrameRate = Ratio(Word(stream, "avg_frame_rate")) is { } rate and > 0 ? rate : null,
        };

        bool IsSet(string name) => disposition.ValueKind == JsonValueKind.Object && Whole(disposition, name) == 1;
    }

    /// <summary>ffprobe gives the angle against the clock.</summary>
    private static int? Turn(JsonElement stream)
    {
        if (!stream.TryGetProperty("side_data_list", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            return 0;
        }

        var angle = list.EnumerateArray().Select(static entry => Whole(entry, "rotation")).OfType<int>().FirstOrDefault();
        var clockwise = ((-angle % 360) + 360) % 360;
        return clockwise % 90 == 0 ? clockwise : null;
    }

    private static PixelAspect? Shape(string? text)
        => text?.Split(':') is [var across, var down] && long.TryParse(across, NumberStyles.None, CultureInfo.InvariantCulture, out var a) && long.TryParse(down, NumberStyles.None, CultureInfo.InvariantCulture, out var b)
            ? PixelAspect.Of(a, b)
            : null;

    private static double? Ratio(string? text)
        => text?.Split('/') is [var top, var bottom] && double.TryParse(top, NumberStyles.Float, CultureInfo.InvariantCulture, out var a) && double.TryParse(bottom, NumberStyles.Float, CultureInfo.InvariantCulture, out var b) && b > 0
            ? a / b
            : null;

    private static string? Word(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int? Whole(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? (int)number : null;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
