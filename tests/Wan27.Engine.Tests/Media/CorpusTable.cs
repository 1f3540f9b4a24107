using Wan27.Engine.Media;

namespace Wan27.Engine.Tests.Media;

/// <summary>What ffmpeg makes, and what the reader must find in it: one row per file. A field left out is not compared.</summary>
internal static class CorpusTable
{
    private const string Picture = "-f lavfi -i testsrc=size=64x48:rate=1 -frames:v 1";
    private const string Alpha = "-f lavfi -i color=red@0.5:size=64x48:rate=1,format=rgba -frames:v 1";
    private const string Film = "-f lavfi -i testsrc=size=64x48:rate=10:duration=2";
    private const string Sounding = Film + " -f lavfi -i sine=frequency=440:sample_rate=44100:duration=2";
    private const string H264 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p";
    private const string Sine = "-f lavfi -i sine=frequency=440:sample_rate=44100:duration=3";

    public static IReadOnlyList<CorpusRow> Rows { get; } =
    [
        // Pictures ------------------------------------------------------------------------------------------------------------
        new("rgb.jpg", Picture + " {out}") { Format = "JPEG", Kind = MediaKind.Image, Size = (64, 48), Alpha = false },
        new("grey.jpg", Picture + " -pix_fmt gray {out}") { Format = "JPEG", Size = (64, 48), Alpha = false },
        new("progressive.png", Picture + " -pix_fmt rgb24 {out}") { Format = "PNG", Kind = MediaKind.Image, Size = (64, 48), Alpha = false },
        new("rgb48.png", Picture + " -pix_fmt rgb48be {out}") { Format = "PNG", Size = (64, 48), Alpha = false },
        new("grey.png", Picture + " -pix_fmt gray {out}") { Format = "PNG", Alpha = false },
        new("palette.png", Picture + " -pix_fmt pal8 {out}") { Format = "PNG", Alpha = false },
        new("rgba.png", Alpha + " -pix_fmt rgba {out}") { Format = "PNG", Alpha = true },
        new("rgba64.png", Alpha + " -pix_fmt rgba64be {out}") { Format = "PNG", Alpha = true },
        new("grey-alpha.png", Alpha + " -pix_fmt ya8 {out}") { Format = "PNG", Alpha = true },
        new("rgb.bmp", Picture + " -pix_fmt bgr24 {out}") { Format = "BMP", Kind = MediaKind.Image, Size = (64, 48), Alpha = false },
        new("lossy.webp", Picture + " -c:v libwebp {out}") { Format = "WEBP", Kind = MediaKind.Image, Size = (64, 48), Alpha = false },
        new("lossless.webp", Picture + " -c:v libwebp -lossless 1 -pix_fmt bgra {out}") { Format = "WEBP", Size = (64, 48), Alpha = false },
        new("lossy-alpha.webp", Alpha + " -c:v libwebp -pix_fmt yuva420p {out}") { Format = "WEBP", Size = (64, 48), Alpha = true },
        new("lossless-alpha.webp", Alpha + " -c:v libwebp -lossless 1 -pix_fmt bgra {out}") { Format = "WEBP", Size = (64, 48), Alpha = true },
        new("still.gif", Picture + " {out}") { Format = "GIF", Kind = MediaKind.Image, Size = (64, 48) },
        new("still.tiff", Picture + " -pix_fmt rgb24 {out}") { Format = "TIFF", Kind = MediaKind.Image, Size = (64, 48), Alpha = false },
        new("alpha.tiff", Alpha + " -pix_fmt rgba {out}") { Format = "TIFF", Size = (64, 48), Alpha = true },

        // Films ---------------------------------------------------------------------------------------------------------------
        new("index-first.mp4", Sounding + $" {H264} -c:a aac -movflags +faststart {{out}}")
            { Format = "MP4", Kind = MediaKind.Video, Size = (64, 48), Seconds = 2, FrameRate = 10, Video = "h264", Audio = "aac", MoovFirst = true, Fragmented = false },
        new("index-last.mp4", Film + $" {H264} {{out}}")
            { Format = "MP4", Size = (64, 48), Seconds = 2, FrameRate = 10, Video = "h264", Audio = "", MoovFirst = false, VariableRate = false },
        new("fragmented.mp4", Sounding + $" {H264} -g 5 -c:a aac -movflags frag_keyframe+empty_moov {{out}}")
            { Format = "MP4", Size = (64, 48), Seconds = 2, FrameRate = 10, Video = "h264", Audio = "aac", Fragmented = true },
        new("segment-index.mp4", Film + $" {H264} -g 5 -movflags frag_keyframe+empty_moov+default_base_moof+global_sidx {{out}}")
            { Format = "MP4", Seconds = 2, Fragmented = true },
        new("edit-list.mp4", "-ss 1 -i {index-last.mp4} -c copy {out}", "index-last.mp4") { Format = "MP4", Seconds = 1, EditList = true },
        new("no-edit-list.mp4", Film + $" {H264} -bf 0 -use_editlist 0 {{out}}") { Format = "MP4", Seconds = 2, EditList = false },
        new("uneven.mp4", "-f lavfi -i testsrc=size=64x48:rate=30:duration=2,select=not(mod(n\\,3))+lt(n\\,20) " + $"-fps_mode vfr {H264} -bf 0 {{out}}")
            { Format = "MP4", VariableRate = true },
        new("plain.mov", Sounding + $" {H264} -c:a pcm_s16le {{out}}") { Format = "MOV", Kind = MediaKind.Video, Size = (64, 48), Seconds = 2, Video = "h264", Audio = "pcm" },
        new("prores.mov", Film + " -c:v prores_ks {out}") { Format = "MOV", Video = "prores", Seconds = 2 },
        new("mpeg4.mp4", Film + " -c:v mpeg4 {out}") { Format = "MP4", Video = "mpeg4", Seconds = 2, Size = (64, 48) },
        new("phone.3gp", Film + $" {H264} {{out}}") { Kind = MediaKind.Video, Video = "h264", Seconds = 2 },
        new("vp8.webm", Film + " -c:v libvpx -deadline realtime {out}") { Format = "WEBM", Kind = MediaKind.Video, Size = (64, 48), Seconds = 2 },
        new("plain.mkv", Sounding + $" {H264} -c:a aac {{out}}") { Format = "MKV", Kind = MediaKind.Video, Size = (64, 48), Seconds = 2 },
        new("plain.avi", Sounding + " -c:v mpeg4 -c:a mp2 {out}") { Format = "AVI", Kind = MediaKind.Video, Size = (64, 48), Seconds = 2, FrameRate = 10 },

        // Sound ---------------------------------------------------------------------------------------------------------------
        new("pcm16.wav", Sine + " {out}") { Format = "WAV", Kind = MediaKind.Audio, Seconds = 3, Audio = "pcm", Rate = 44_100, Channels = 1 },
        new("pcm24.wav", Sine + " -c:a pcm_s24le -ac 2 {out}") { Format = "WAV", Seconds = 3, Audio = "pcm", Channels = 2 },
        new("float.wav", Sine + " -c:a pcm_f32le {out}") { Format = "WAV", Seconds = 3, Audio = "pcm_float" },
        new("large-sizes.wav", Sine + " -rf64 always {out}") { Format = "WAV", Seconds = 3 },
        new("constant.mp3", Sine + " -c:a libmp3lame -b:a 64k {out}") { Format = "MP3", Kind = MediaKind.Audio, Seconds = 3, Audio = "mp3", Rate = 44_100, Channels = 1 },
        new("untagged.mp3", Sine + " -c:a libmp3lame -b:a 64k -write_xing 0 -id3v2_version 0 {out}") { Format = "MP3", Seconds = 3.05 },
        new("variable.mp3", Sine + " -c:a libmp3lame -q:a 5 -ar 22050 {out}") { Format = "MP3", Seconds = 3, Rate = 22_050 },
        new("tagged.mp3", "-i {constant.mp3} -i {rgb.jpg} -map 0 -map 1 -c copy -id3v2_version 3 -metadata title=Sine {out}", "constant.mp3", "rgb.jpg") { Format = "MP3", Seconds = 3 },
        new("adts.aac", Sine + " -c:a aac {out}") { Format = "AAC", Kind = MediaKind.Audio, Rate = 44_100 },
        new("plain.m4a", Sine + " -c:a aac {out}") { Format = "M4A", Kind = MediaKind.Audio, Seconds = 3, Audio = "aac" },
        new("plain.flac", Sine + " {out}") { Format = "FLAC", Kind = MediaKind.Audio, Seconds = 3, Rate = 44_100 },
        new("vorbis.ogg", Sine + " -c:a libvorbis {out}") { Format = "OGG", Kind = MediaKind.Audio, Seconds = 3, Audio = "vorbis" },
        new("opus.ogg", Sine + " -c:a libopus {out}") { Format = "OGG", Seconds = 3, Audio = "opus" },
    ];

    public static Task<string> PathAsync(string name)
    {
        var row = Rows.First(row => row.Name == name);
        return MediaCorpus.FileAsync(row.Name, row.Arguments, row.Needs);
    }
}

internal sealed record CorpusRow(string Name, string Arguments, params string[] Needs)
{
    public string? Format { get; init; }

    public MediaKind? Kind { get; init; }

    public (int Width, int Height)? Size { get; init; }

    public int? Rotation { get; init; }

    public double? Seconds { get; init; }

    public double? FrameRate { get; init; }

    public bool? VariableRate { get; init; }

    public string? Video { get; init; }

    /// <summary>Codec of the sound; empty for none.</summary>
    public string? Audio { get; init; }

    public bool? Alpha { get; init; }

    public int? Rate { get; init; }

    public int? Channels { get; init; }

    public bool? MoovFirst { get; init; }

    public bool? Fragmented { get; init; }

    public bool? EditList { get; init; }
}
