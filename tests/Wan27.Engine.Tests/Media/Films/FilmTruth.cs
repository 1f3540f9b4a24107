using System.Globalization;
using System.Text.Json;

namespace Wan27.Engine.Tests.Media.Films;

/// <summary>What ffprobe finds in a film, by its packets rather than by the headers that the engine reads too, or by decoding it.</summary>
internal sealed record FilmTruth
{
    public string Container { get; private init; } = string.Empty;

    /// <summary>Seconds from the first picture shown to the end of the last; null without pictures.</summary>
    public double? Seconds { get; private init; }

    public int Width { get; private init; }

    public int Height { get; private init; }

    public int Rotation { get; private init; }

    public double PixelRatio { get; private init; } = 1;

    public string? Codec { get; private init; }

    public double? FrameRate { get; private init; }

    /// <summary>The longest time from one picture to the next.</summary>
    public double Frame { get; private init; }

    public string? SoundCodec { get; private init; }

    public int SampleRate { get; private init; }

    public int Channels { get; private init; }

    public double? SoundSeconds { get; private init; }

    /// <summary>Reads a film; with <paramref name="decode"/> the pictures are decoded and counted instead of the packets.</summary>
    public static async Task<FilmTruth?> ReadAsync(string path, bool decode)
    {
        var (code, said) = await FilmTools.RunAsync(
            "ffprobe", "-v", "quiet", "-print_format", "json", "-show_entries",
            "stream=index,codec_name,codec_type,width,height,sample_aspect_ratio,avg_frame_rate,sample_rate,channels,duration:stream_disposition=default,attached_pic:stream_side_data=rotation:format=format_name"
            + (decode ? ":frame=stream_index,pts_time,best_effort_timestamp_time,duration_time,pkt_duration_time" : ":packet=stream_index,pts_time,dts_time,duration_time,flags"),
            path);
        if (code != 0)
        {
            return null;
        }

        using var json = JsonDocument.Parse(said);
        var root = json.RootElement;
        var streams = root.GetProperty("streams").EnumerateArray().ToArray();
        var shown = (decode ? root.GetProperty("frames") : root.GetProperty("packets")).EnumerateArray()
            .Where(static item => !(Text(item, "flags") ?? string.Empty).Contains('D', StringComparison.Ordinal))
            .ToLookup(static item => item.TryGetProperty("stream_index", out var stream) ? stream.GetInt32() : -1);
        var films = streams.Where(static stream => Text(stream, "codec_type") == "video" && Flag(stream, "attached_pic") == 0).Select(stream => (Stream: stream, Times: Times(shown[Index(stream)]))).ToArray();
        var film = films.OrderByDescending(static film => film.Times.Length > 1).ThenByDescending(static film => Flag(film.Stream, "default")).ThenByDescending(static film => Length(film.Times)).FirstOrDefault();
        var sound = streams.Where(static stream => Text(stream, "codec_type") == "audio").OrderByDescending(static stream => Flag(stream, "default")).FirstOrDefault();
        var truth = new FilmTruth { Container = root.GetProperty("format").GetProperty("format_name").GetString()! };
        if (sound.ValueKind == JsonValueKind.Object)
        {
            truth = truth with
            {
                SoundCodec = Text(sound, "codec_name"),
                SampleRate = int.Parse(Text(sound, "sample_rate") ?? "0", CultureInfo.InvariantCulture),
                Channels = sound.TryGetProperty("channels", out var channels) ? channels.GetInt32() : 0,
                SoundSeconds = Length(Times(shown[Index(sound)])),
            };
        }

        if (film.Times is null)
        {
            return truth;
        }

        var turn = film.Stream.TryGetProperty("side_data_list", out var side) ? side.EnumerateArray().Select(static data => data.TryGetProperty("rotation", out var value) ? value.GetInt32() : 0).FirstOrDefault() : 0;
        return truth with
        {
            Seconds = film.Times.Length == 0 ? null : Length(film.Times),
            Width = film.Stream.TryGetProperty("width", out var width) ? width.GetInt32() : 0,
            Height = film.Stream.TryGetProperty("height", out var height) ? height.GetInt32() : 0,

            // ffprobe counts anticlockwise.
            Rotation = (360 - turn) % 360,
            PixelRatio = Ratio(Text(film.Stream, "sample_aspect_ratio")?.Replace(':', '/')) is { } pixel and > 0 ? pixel : 1,
            Codec = Text(film.Stream, "codec_name"),
            FrameRate = Ratio(Text(film.Stream, "avg_frame_rate")),
            Frame = film.Times.Length < 2 ? 0 : film.Times.Zip(film.Times.Skip(1), static (one, next) => next.Start - one.Start).Append(film.Times[^1].Length).Max(),
        };
    }

    private static (double Start, double Length)[] Times(IEnumerable<JsonElement> items)
        => [.. items
            .Select(static item => (Start: Number(item, "pts_time") ?? Number(item, "best_effort_timestamp_time") ?? Number(item, "dts_time"), Length: Number(item, "duration_time") ?? Number(item, "pkt_duration_time") ?? 0))
            .Where(static item => item.Start is not null).Select(static item => (item.Start!.Value, item.Length)).OrderBy(static item => item.Item1)];

    private static double Length((double Start, double Length)[] times) => times.Length == 0 ? 0 : times.Max(static item => item.Start + item.Length) - times[0].Start;

    private static int Index(JsonElement stream) => stream.GetProperty("index").GetInt32();

    private static int Flag(JsonElement stream, string name) => stream.TryGetProperty("disposition", out var set) && set.TryGetProperty(name, out var flag) ? flag.GetInt32() : 0;

    private static string? Text(JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static double? Number(JsonElement item, string name) => double.TryParse(Text(item, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static double? Ratio(string? text)
        => text?.Split('/') is [var over, var under] && double.TryParse(over, CultureInfo.InvariantCulture, out var a) && double.TryParse(under, CultureInfo.InvariantCulture, out var b) && b > 0 ? a / b : null;
}
