using System.Text;
using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Routes.Image;
using Wan27.Engine.Routes.ImageToVideo;
using Wan27.Engine.Routes.VideoEdit;
using static Wan27.Engine.Tests.Media.HandMade;

namespace Wan27.Engine.Tests.Media;

/// <summary>What no route takes is named for what it is, with a way out that works.</summary>
public sealed class ForeignFormatTests
{
    private static readonly ContractView View = new(ContractData.Current);

    public static TheoryData<string, byte[]> Heads => new()
    {
        { "MPEG-TS", Packets(188, 0, 9) },
        { "MPEG-TS", Packets(192, 4, 9) },
        { "MPEG-TS", Packets(204, 0, 9) },
        { "MPEG-TS", Packets(188, 57, 12) },
        { "MPEG-PS", Padded(0, 0, 1, 0xBA, 0x44) },
        { "MPEG-ES", Padded(0, 0, 1, 0xB3) },
        { "H264", Padded(0, 0, 0, 1, 0x67, 0x64) },
        { "HEVC", Padded(0, 0, 0, 1, 0x40, 0x01) },
        { "FLV", Padded("FLV\u0001\u0005") },
        { "ASF", Padded(0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11) },
        { "MXF", Padded(0x06, 0x0E, 0x2B, 0x34, 0x02, 0x05) },
        { "RM", Padded(".RMF") },
        { "IVF", Padded("DKIF\0\0") },
        { "Y4M", Padded("YUV4MPEG2 W64") },
        { "AIFF", Padded("FORM\0\0\u0001\0AIFFCOMM") },
        { "AIFC", Padded("FORM\0\0\u0001\0AIFCFVER") },
        { "W64", Padded(0x72, 0x69, 0x66, 0x66, 0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB) },
        { "CAF", Padded("caff\0\u0001") },
        { "AMR", Padded("#!AMR\n") },
        { "AMR", Padded("#!AMR-WB\n") },
        { "AC3", Frames([0x0B, 0x77, 0, 0, 0x14, 0x40], 768) },
        { "AC3", Frames([0x0B, 0x77, 0, 0xBF, 0x14, 0x80], 384) },
        { "DTS", Padded(0x7F, 0xFE, 0x80, 0x01) },
        { "AU", Padded(".snd\0\0\0\u0018") },
        { "WavPack", Padded("wvpk") },
        { "APE", Padded("MAC \0") },
        { "MIDI", Padded("MThd\0\0\0\u0006") },
        { "JP2", Padded(0, 0, 0, 0x0C, 0x6A, 0x50, 0x20, 0x20) },
        { "JP2", Padded(0xFF, 0x4F, 0xFF, 0x51) },
        { "JXL", Padded(0, 0, 0, 0x0C, 0x4A, 0x58, 0x4C, 0x20) },
        { "PSD", Padded("8BPS\0\u0001") },
        { "ICO", Padded(0, 0, 1, 0, 1, 0, 16, 16, 0, 0, 1, 0, 32, 0, 0x68, 4, 0, 0, 22, 0, 0, 0) },
        { "SVG", Encoding.UTF8.GetBytes("<svg xmlns=\"http://www.w3.org/2000/svg\"/>") },
        { "SVG", Encoding.UTF8.GetBytes("<?xml version=\"1.0\"?>\n<!-- drawn -->\n<svg/>") },
        { "HEIF", Join(Ftyp("heic"), new byte[64]) },
        { "AVIF", Join(Ftyp("avif"), new byte[64]) },
        { "PDF", Padded("%PDF-1.7") },
        { "HTML", Encoding.UTF8.GetBytes("\uFEFF  <!DOCTYPE html><html></html>") },
        { "HTML", Encoding.UTF8.GetBytes("<HTML><body>Sign in</body>") },
        { "HTML", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("<html lang='de'>")).ToArray() },
        { "XML", Encoding.UTF8.GetBytes("<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>") },
        { "JSON", Encoding.UTF8.GetBytes("{ \"code\": \"InvalidApiKey\" }") },
        { "JSON", Encoding.UTF8.GetBytes("[1, 2]") },
        { "text", Encoding.UTF8.GetBytes("Not a film at all, só há texto.") },
        { "M3U", Encoding.UTF8.GetBytes("#EXTM3U\n#EXTINF:1,\na.ts\n") },
        { "LFS", Encoding.UTF8.GetBytes("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n") },
        { "GZIP", Padded(0x1F, 0x8B, 0x08) },
        { "ZIP", Padded(0x50, 0x4B, 3, 4) },
        { "7Z", Padded(0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C) },
        { "RAR", Padded("Rar!\u001a\u0007") },
        { "MP2", [.. Enumerable.Repeat(Join(Big(0xFFFD8400), new byte[380]), 10).SelectMany(static frame => frame)] },
    };

    [Theory]
    [MemberData(nameof(Heads))]
    public void A_foreign_format_is_named_for_what_it_is(string format, byte[] bytes)
    {
        var facts = Read(bytes, "given.mp4");

        Assert.Equal(format, facts.Format);
        var foreign = ForeignFormats.Find(format)!;
        Assert.Equal(foreign.Kind, facts.Kind);
        Assert.False(facts.Has(MediaProblemKind.ExtensionMismatch));
        if (foreign.IsNoMedia)
        {
            Assert.Equal($"The content is {foreign.What}, neither a picture nor a video nor sound.", Assert.Single(facts.Problems).Message);
        }

        var check = Format(VideoEditRoute.Video, facts);
        Assert.Equal($"Video given.mp4 is {format} ({foreign.What}) by its content; the route takes MP4, MOV.", check.Message);
        Assert.DoesNotContain("Convert-WanMedia", check.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MPEG-TS", "video", "Write it as MP4: ffmpeg -i 'it''s.mp4' -c:v libx264 -pix_fmt yuv420p -c:a aac 'it''s.converted.mp4'.")]
    [InlineData("AIFF", "audio", "Write it as WAV: ffmpeg -i 'it''s.mp4' -vn -c:a pcm_s16le 'it''s.converted.wav'.")]
    [InlineData("MPEG-TS", "audio", "Write it as WAV: ffmpeg -i 'it''s.mp4' -vn -c:a pcm_s16le 'it''s.converted.wav'.")]
    [InlineData("JP2", "picture", "Write it as PNG: ffmpeg -i 'it''s.mp4' -frames:v 1 -pix_fmt rgb24 'it''s.converted.png'.")]
    [InlineData("AIFF", "video", "Give a file with a film in it.")]
    [InlineData("MPEG-TS", "picture", "Give a file with a picture in it.")]
    [InlineData("HEIF", "picture", "Export it as JPEG or PNG on the phone or computer that made it; an iPhone writes JPEG under Settings, Camera, Formats, Most Compatible.")]
    [InlineData("HTML", "video", "It is what a server said in place of the file: open the file's address in a browser, sign in if asked, and download the file itself.")]
    [InlineData("ZIP", "video", "Unpack it and give the file inside.")]
    [InlineData("LFS", "video", "Fetch the file itself with: git lfs pull.")]
    public void The_advice_fits_what_is_wanted(string format, string wanted, string advice)
    {
        var kind = wanted switch { "video" => MediaKind.Video, "audio" => MediaKind.Audio, _ => MediaKind.Image };

        Assert.Equal(advice, ForeignFormats.Find(format)!.Advice(new MediaFacts { Path = "it's.mp4" }, kind));
    }

    [FfmpegTheory]
    [InlineData("film.ts", "-f lavfi -i testsrc=size=320x240:rate=10:duration=2 -c:v libx264 -preset ultrafast -f mpegts {out}", "MPEG-TS")]
    [InlineData("film.m2ts", "-f lavfi -i testsrc=size=320x240:rate=10:duration=2 -c:v libx264 -preset ultrafast -mpegts_m2ts_mode 1 -f mpegts {out}", "MPEG-TS")]
    [InlineData("film.vob", "-f lavfi -i testsrc=size=320x240:rate=25:duration=2 -c:v mpeg2video -f vob {out}", "MPEG-PS")]
    [InlineData("film.flv", "-f lavfi -i testsrc=size=320x240:rate=10:duration=2 -c:v flv {out}", "FLV")]
    [InlineData("film.wmv", "-f lavfi -i testsrc=size=320x240:rate=10:duration=2 -c:v wmv2 {out}", "ASF")]
    [InlineData("film.mxf", "-f lavfi -i testsrc=size=320x240:rate=25:duration=2 -c:v mpeg2video {out}", "MXF")]
    [InlineData("film.264", "-f lavfi -i testsrc=size=320x240:rate=10:duration=2 -c:v libx264 -preset ultrafast -f h264 {out}", "H264")]
    [InlineData("sound.aiff", "-f lavfi -i sine=duration=3 {out}", "AIFF")]
    [InlineData("sound.aifc", "-f lavfi -i sine=duration=3 -c:a pcm_s16le -f aiff {out}", "AIFC")]
    [InlineData("sound.w64", "-f lavfi -i sine=duration=3 {out}", "W64")]
    [InlineData("sound.caf", "-f lavfi -i sine=duration=3 {out}", "CAF")]
    [InlineData("sound.ac3", "-f lavfi -i sine=duration=3 {out}", "AC3")]
    [InlineData("sound.eac3", "-f lavfi -i sine=duration=3 {out}", "AC3")]
    [InlineData("sound.mp2", "-f lavfi -i sine=duration=3 {out}", "MP2")]
    [InlineData("sound.au", "-f lavfi -i sine=duration=3 {out}", "AU")]
    [InlineData("still.jp2", "-f lavfi -i testsrc=size=320x240:rate=1 -frames:v 1 -c:v jpeg2000 {out}", "JP2")]
    public async Task The_line_of_ffmpeg_that_is_advised_makes_a_file_that_the_route_takes(string name, string arguments, string format)
    {
        var path = await MediaCorpus.FileAsync(name, arguments);
        var facts = MediaProbe.Read(path);
        Assert.Equal(format, facts.Format);

        var role = facts.Kind switch { MediaKind.Video => VideoEditRoute.Video, MediaKind.Audio => ImageToVideoRoute.DrivingAudio, _ => ImageRoute.Input };
        var words = Format(role, facts).Fix!.Split("ffmpeg ")[1].TrimEnd('.').Split(' ').Select(static word => word.Trim('\'')).ToArray();
        await MediaCorpus.RunAsync("ffmpeg", ["-v", "error", "-y", .. words]);

        Assert.All(MediaRules.Check(role, "Made", MediaProbe.Read(words[^1]), View), static check => Assert.Equal(WanCheckStatus.Passed, check.Status));
    }

    [Fact]
    public void A_foreign_film_is_refused_once_and_no_rule_sends_to_a_look_that_cannot_tell()
    {
        var facts = Read(Packets(188, 0, 9), "it's.mp4");

        Assert.DoesNotContain(MediaRules.Check(VideoEditRoute.Video, "Video it's.mp4", facts, View), static check => check.Status == WanCheckStatus.Skipped);
        var refused = Assert.Throws<WanException>(() => MediaConform.Plan(facts, VideoEditRoute.Video, View)).Error;
        Assert.Equal($"{facts.Path} is MPEG-TS (an MPEG transport stream), which does not tell its width and height here.", refused.Message);
        Assert.Equal(ForeignFormats.Find("MPEG-TS")!.Advice(facts, MediaKind.Video), refused.RecommendedAction);
    }

    private static WanCheck Format(MediaRole role, MediaFacts facts)
        => MediaRules.Check(role, "Video given.mp4", facts, View).Single(check => check.Rule == role.FormatsRule);

    private static MediaFacts Read(byte[] bytes, string name) => MediaProbe.Read(new MemoryStream(bytes), name);

    private static byte[] Padded(params byte[] head) => [.. head, .. new byte[600]];

    private static byte[] Padded(string head) => Padded(Encoding.Latin1.GetBytes(head));

    private static byte[] Packets(int length, int start, int count)
    {
        var all = new byte[start + (length * count)];
        for (var i = 0; i < count; i++)
        {
            all[start + (i * length)] = 0x47;
        }

        return all;
    }

    private static byte[] Frames(byte[] header, int length) => [.. header, .. new byte[length - header.Length], .. header, .. new byte[length - header.Length]];
}
