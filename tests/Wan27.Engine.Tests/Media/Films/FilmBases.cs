using System.Collections.Concurrent;

namespace Wan27.Engine.Tests.Media.Films;

/// <summary>The few encodes that all films of the comparison are made from without encoding again, and the texts beside them.</summary>
internal static class FilmBases
{
    private const string Picture = "-f lavfi -i testsrc=size=160x120:rate=10:duration=3";
    private const string Fast = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p";
    private const string Sine = "-f lavfi -i sine=frequency=440:sample_rate=44100:duration=";

    private static readonly ConcurrentDictionary<string, Lazy<Task<string?>>> Made = new();

    /// <summary>Name, file name, encoder that it needs, command line.</summary>
    private static readonly (string Name, string File, string Encoder, string Arguments)[] Encodes =
    [
        ("h264", "h264.mp4", "libx264", $"{Picture} {Fast} -bf 2 -g 10 -x264-params b-adapt=0"),
        ("plain", "plain.mp4", "libx264", $"{Picture} {Fast} -bf 0 -g 5"),
        ("ntsc", "ntsc.mp4", "libx264", $"-f lavfi -i testsrc=size=160x120:rate=30000/1001:duration=3 {Fast} -bf 2 -g 15"),
        ("fast", "fast.mp4", "libx264", $"-f lavfi -i testsrc=size=64x48:rate=60:duration=2 {Fast} -bf 0 -g 30"),
        ("slow", "slow.mp4", "libx264", $"-f lavfi -i testsrc=size=160x120:rate=2:duration=4 {Fast} -bf 0 -g 2"),
        ("uneven", "uneven.mp4", "libx264", $"-f lavfi -i testsrc=size=160x120:rate=30:duration=3,select=not(mod(n\\,3))+lt(n\\,20) -fps_mode vfr {Fast} -bf 0 -g 10"),
        ("wide", "wide.mp4", "libx264", $"-f lavfi -i testsrc=size=160x120:rate=10:duration=3,setsar=32/27 {Fast} -bf 0 -g 5"),
        ("long", "long.mp4", "libx264", $"-f lavfi -i testsrc=size=64x48:rate=10:duration=5 {Fast} -bf 0 -g 5"),
        ("hevc", "hevc.mp4", "libx265", $"{Picture} -c:v libx265 -preset ultrafast -x265-params log-level=error:bframes=2 -pix_fmt yuv420p"),
        ("mpeg4", "mpeg4.mp4", "mpeg4", $"{Picture} -c:v mpeg4 -g 5"),
        ("prores", "prores.mov", "prores_ks", $"{Picture} -c:v prores_ks"),
        ("mjpeg", "mjpeg.mov", "mjpeg", $"{Picture} -c:v mjpeg -pix_fmt yuvj420p"),
        ("vp9", "vp9.mp4", "libvpx-vp9", $"{Picture} -c:v libvpx-vp9 -deadline realtime -cpu-used 8"),
        ("av1", "av1.mp4", "libaom-av1", $"{Picture} -c:v libaom-av1 -usage realtime -cpu-used 8 -g 10"),
        ("still", "still.jpg", "mjpeg", "-f lavfi -i testsrc=size=320x240:rate=1 -frames:v 1"),
        ("aac", "aac.m4a", "aac", $"{Sine}3 -c:a aac -b:a 32k"),
        ("aac5", "aac5.m4a", "aac", $"{Sine}5 -c:a aac -b:a 32k -ac 2"),
        ("aac1", "aac1.m4a", "aac", $"{Sine}1 -c:a aac -b:a 32k"),
        ("mp3", "mp3.mp3", "libmp3lame", $"{Sine}3 -c:a libmp3lame -b:a 32k"),
        ("pcm", "pcm.wav", "pcm_s16le", $"{Sine}3"),
        ("ac3", "ac3.ac3", "ac3", $"{Sine}3 -c:a ac3 -b:a 64k"),
    ];

    private static readonly (string Name, string File, string Text)[] Texts =
    [
        ("chapters", "chapters.txt", ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1000\ntitle=One\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=1000\nEND=3000\ntitle=Two\n"),
        ("titles", "titles.srt", "1\n00:00:00,000 --> 00:00:02,000\nOne\n\n2\n00:00:05,000 --> 00:00:08,000\nTwo\n"),
    ];

    /// <summary>Path of a base, made on first use; null where this ffmpeg lacks the encoder.</summary>
    public static Task<string?> PathAsync(string name) => Made.GetOrAdd(name, static name => new(() => MakeAsync(name))).Value;

    private static async Task<string?> MakeAsync(string name)
    {
        if (Texts.FirstOrDefault(text => text.Name == name) is { Name: not null } text)
        {
            var file = Path.Combine(MediaCorpus.Folder, text.File);
            await File.WriteAllTextAsync(file, text.Text);
            return file;
        }

        var encode = Encodes.Single(encode => encode.Name == name);
        if (!(await FilmTools.EncodersAsync()).Contains(encode.Encoder))
        {
            return null;
        }

        var path = Path.Combine(MediaCorpus.Folder, "base-" + encode.File);
        var (code, said) = await FilmTools.RunAsync("ffmpeg", ["-v", "error", "-y", .. encode.Arguments.Split(' '), path]);
        Assert.True(code == 0, $"The base {name} could not be made: {said}");
        return path;
    }
}
