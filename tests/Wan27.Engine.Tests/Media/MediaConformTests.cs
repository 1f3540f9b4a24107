using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Routes.Image;
using Wan27.Engine.Routes.VideoEdit;

namespace Wan27.Engine.Tests.Media;

public sealed class MediaConformTests : IDisposable
{
    private const string H264 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p";

    private static readonly ContractView View = new(ContractData.Current);

    private readonly string _folder = Directory.CreateTempSubdirectory("wan27-conform-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Source, its ffmpeg arguments, route, role, fit, the extension of the result, and the first word of each step.</summary>
    public static TheoryData<string, string, string, string, string, string, string> Work => new()
    {
        { "wide.png", "-f lavfi -i testsrc=size=2500x250:rate=1 -frames:v 1 {out}", WanRoutes.VideoEdit, "ReferenceImage", "Pad", ".png", "Pad" },
        { "tall.jpg", "-f lavfi -i testsrc=size=250x2500:rate=1 -frames:v 1 {out}", WanRoutes.VideoEdit, "ReferenceImage", "Crop", ".jpg", "Crop" },
        { "small.gif", "-f lavfi -i testsrc=size=100x60:rate=1 -frames:v 1 {out}", WanRoutes.Image, "Image", "Pad", ".png", "Scale Convert" },
        { "big.bmp", "-f lavfi -i color=blue:size=8200x300:rate=1 -frames:v 1 {out}", WanRoutes.ImageToVideo, "FirstFrame", "Crop", ".png", "Crop Convert" },
        { "clear.png", "-f lavfi -i color=red@0.5:size=300x300:rate=1,format=rgba -frames:v 1 {out}", WanRoutes.ImageToVideo, "LastFrame", "Pad", ".png", "Flatten" },
        { "clear.webp", "-f lavfi -i color=red@0.5:size=300x300:rate=1,format=rgba -frames:v 1 -c:v libwebp {out}", WanRoutes.Image, "Image", "Pad", ".jpg", "Flatten Convert" },
        { "long.mp4", "-f lavfi -i testsrc=size=320x240:rate=24:duration=11 -f lavfi -i sine=duration=11 " + H264 + " -c:a aac {out}", WanRoutes.VideoEdit, "Video", "Pad", ".mp4", "Cut" },
        { "ntsc.mov", "-f lavfi -i testsrc=size=320x240:rate=30000/1001:duration=11 -f lavfi -i sine=duration=11 " + H264 + " -c:a aac {out}", WanRoutes.ImageToVideo, "FirstClip", "Pad", ".mp4", "Cut Re-encode" },
        { "small.webm", "-f lavfi -i testsrc=size=120x90:rate=10:duration=2 -c:v libvpx -deadline realtime {out}", WanRoutes.VideoEdit, "Video", "Pad", ".mp4", "Scale Re-encode" },
        { "strip.mp4", "-f lavfi -i testsrc=size=1300x130:rate=10:duration=2 " + H264 + " {out}", WanRoutes.VideoEdit, "Video", "Pad", ".mp4", "Pad" },
        { "strip.mkv", "-f lavfi -i testsrc=size=130x1300:rate=10:duration=2 " + H264 + " {out}", WanRoutes.ImageToVideo, "FirstClip", "Crop", ".mp4", "Crop Re-encode" },
        { "old.mov", "-f lavfi -i testsrc=size=320x240:rate=10:duration=2 -c:v mpeg4 {out}", WanRoutes.VideoEdit, "Video", "Pad", ".mp4", "Re-encode" },
        { "long.flac", "-f lavfi -i sine=duration=31 {out}", WanRoutes.ImageToVideo, "DrivingAudio", "Pad", ".wav", "Cut Convert" },
        { "long.mp3", "-f lavfi -i sine=duration=31 -c:a libmp3lame {out}", WanRoutes.ImageToVideo, "DrivingAudio", "Pad", ".mp3", "Cut" },
        { "short.m4a", "-f lavfi -i sine=duration=3 -c:a aac {out}", WanRoutes.ImageToVideo, "DrivingAudio", "Pad", ".wav", "Convert" },
        { "sound.mp4", "-f lavfi -i testsrc=size=64x48:rate=10:duration=3 -f lavfi -i sine=duration=3 " + H264 + " -c:a aac {out}", WanRoutes.ImageToVideo, "DrivingAudio", "Pad", ".wav", "Take" },
    };

    [FfmpegTheory]
    [MemberData(nameof(Work))]
    public async Task What_is_converted_passes_the_preflight_and_decodes(string name, string arguments, string route, string roleName, string fit, string extension, string steps)
    {
        var role = Roles.Find(route, roleName);
        var source = await MediaCorpus.FileAsync($"conform-{name}", arguments);
        var before = await File.ReadAllBytesAsync(source);

        var plan = MediaConform.Plan(MediaProbe.Read(source), role, View, new ConformOptions { Fit = Enum.Parse<MediaFit>(fit), Background = "#336699" });
        var target = At($"result{extension}");
        await new MediaConform(FfmpegTools.Find()).RunAsync(plan, target, progress: null, CancellationToken.None);

        Assert.Equal(steps.Split(' '), plan.Steps.Select(static step => step.Split(' ')[0]));
        Assert.Equal(extension, plan.Extension);
        var facts = MediaProbe.Read(target);
        Assert.All(MediaRules.Check(role, "Result", facts, View), static check => Assert.Equal((WanCheckStatus.Passed, check.Message), (check.Status, check.Message)));
        Assert.All(
            (await new DeepProbe(FfmpegTools.Find()).CheckAsync(role, "Result", facts, View, CancellationToken.None)).Where(static check => check.Rule.EndsWith("decodes", StringComparison.Ordinal)),
            static check => Assert.Equal(WanCheckStatus.Passed, check.Status));
        Assert.Empty(MediaConform.Plan(facts, role, View).Steps);
        Assert.Equal(before, await File.ReadAllBytesAsync(source));
        Assert.Equal([target], Directory.GetFiles(_folder));
    }

    [FfmpegFact]
    public async Task A_converted_film_is_h264_and_aac_with_its_index_in_front()
    {
        var source = await CorpusTable.PathAsync("plain.mkv");
        var small = new ContractView(ContractData.Current, new Dictionary<string, double> { ["videoedit.video.side.min"] = 32 });
        var plan = MediaConform.Plan(MediaProbe.Read(source), VideoEditRoute.Video, small);

        await new MediaConform(FfmpegTools.Find()).RunAsync(plan, At("a.mp4"), null, CancellationToken.None);

        var facts = MediaProbe.Read(At("a.mp4"));
        Assert.Equal(("MP4", "h264", "aac", true), (facts.Format, facts.VideoCodec, facts.AudioCodec, facts.MoovFirst));
    }

    [FfmpegTheory]
    [InlineData("Image", WanRoutes.Image, "noise.png", "-f lavfi -i testsrc2=size=400x400:rate=1,noise=alls=100 -frames:v 1 {out}", 60_000)]
    [InlineData("Video", WanRoutes.VideoEdit, "noise.mp4", "-f lavfi -i testsrc2=size=320x240:rate=10:duration=2,noise=alls=60:allf=t " + H264 + " -crf 5 {out}", 300_000)]
    [InlineData("DrivingAudio", WanRoutes.ImageToVideo, "noise.wav", "-f lavfi -i anoisesrc=duration=5 -ar 48000 {out}", 100_000)]
    public async Task A_file_over_the_size_limit_is_compressed_below_it(string roleName, string route, string name, string arguments, int limit)
    {
        var role = Roles.Find(route, roleName);
        var source = MediaProbe.Read(await MediaCorpus.FileAsync($"conform-{name}", arguments));
        var tight = new ContractView(ContractData.Current, new Dictionary<string, double> { [role.BytesRule] = limit });
        Assert.True(source.Length > limit);

        var plan = MediaConform.Plan(source, role, tight);
        await new MediaConform(FfmpegTools.Find()).RunAsync(plan, At($"a{plan.Extension}"), null, CancellationToken.None);

        Assert.InRange(new FileInfo(At($"a{plan.Extension}")).Length, 1, limit);
        Assert.All(MediaRules.Check(role, "Result", MediaProbe.Read(At($"a{plan.Extension}")), tight), static check => Assert.Equal(WanCheckStatus.Passed, check.Status));
    }

    [FfmpegFact]
    public async Task A_turned_picture_stays_upright()
    {
        // Left half red, right half blue; turned by 90 degrees clockwise red is on top.
        var stored = await File.ReadAllBytesAsync(await MediaCorpus.FileAsync(
            "conform-turned.jpg", "-f lavfi -i color=red:size=100x200:rate=1 -f lavfi -i color=blue:size=100x200:rate=1 -filter_complex hstack -frames:v 1 {out}"));
        byte[] exif = [.. "Exif\0\0"u8, .. HandMade.Tiff(6)];
        await File.WriteAllBytesAsync(At("turned.jpg"), [0xFF, 0xD8, 0xFF, 0xE1, .. HandMade.Big((ushort)(exif.Length + 2)), .. exif, .. stored[2..]]);
        var facts = MediaProbe.Read(At("turned.jpg"));
        Assert.Equal(90, facts.Rotation);

        var plan = MediaConform.Plan(facts, ImageRoute.Input, View, new ConformOptions { Format = MediaFormat.Bmp });
        await new MediaConform(FfmpegTools.Find()).RunAsync(plan, At("upright.bmp"), null, CancellationToken.None);

        // Rows of a BMP run from the bottom up, pixels are blue, green, red.
        var pixels = await File.ReadAllBytesAsync(At("upright.bmp"));
        Assert.True(pixels[^3] < 80 && pixels[^1] > 150, "The top is red.");
        Assert.True(pixels[54] > 150 && pixels[56] < 80, "The bottom is blue.");
    }

    [FfmpegFact]
    public async Task A_turned_film_is_framed_as_it_is_shown()
    {
        const int MatrixOffset = 44;
        var bytes = await File.ReadAllBytesAsync(await MediaCorpus.FileAsync("conform-strip.mp4", "-f lavfi -i testsrc=size=1300x130:rate=10:duration=2 " + H264 + " {out}"));
        HandMade.Matrix(90).CopyTo(bytes, bytes.AsSpan().IndexOf("tkhd"u8) + MatrixOffset);
        await File.WriteAllBytesAsync(At("turned.mp4"), bytes);
        var plan = MediaConform.Plan(MediaProbe.Read(At("turned.mp4")), VideoEditRoute.Video, View);

        await new MediaConform(FfmpegTools.Find()).RunAsync(plan, At("upright.mp4"), null, CancellationToken.None);

        var facts = MediaProbe.Read(At("upright.mp4"));
        Assert.Equal((plan.Geometry!.Width, plan.Geometry.Height, 0), (facts.Width, facts.Height, facts.Rotation));
        Assert.True(facts.Height > facts.Width);
        Assert.DoesNotContain(MediaRules.Check(VideoEditRoute.Video, "Result", facts, View), static check => check.Status == WanCheckStatus.Failed);
    }

    [FfmpegFact]
    public async Task Transparent_parts_take_the_background_colour()
    {
        var source = await MediaCorpus.FileAsync("conform-empty.png", "-f lavfi -i color=black@0:size=300x300:rate=1,format=rgba -frames:v 1 {out}");
        var plan = MediaConform.Plan(MediaProbe.Read(source), ImageRoute.Input, View, new ConformOptions { Format = MediaFormat.Bmp, Background = "#FF8000" });

        await new MediaConform(FfmpegTools.Find()).RunAsync(plan, At("flat.bmp"), null, CancellationToken.None);

        var pixels = await File.ReadAllBytesAsync(At("flat.bmp"));
        Assert.Equal([0x00, 0x80, 0xFF], pixels[54..57].Select(static value => (int)value));
    }

    [Fact]
    public async Task A_file_that_conforms_is_copied_byte_for_byte_without_ffmpeg()
    {
        await File.WriteAllBytesAsync(At("a.png"), HandMade.Png(2, false));
        var plan = MediaConform.Plan(MediaProbe.Read(At("a.png")), ImageRoute.Input, View);

        await new MediaConform(tools: null).RunAsync(plan, At("b.png"), null, CancellationToken.None);

        Assert.True(plan.Conforms);
        Assert.Equal(HandMade.Png(2, false), await File.ReadAllBytesAsync(At("b.png")));
    }

    [Theory]
    [InlineData(1.5, "ConformTooShort")]
    [InlineData(0.0, "ConformTooShort")]
    public void What_is_too_short_is_refused(double seconds, string code)
    {
        var facts = MediaRulesTests.Good(VideoEditRoute.Video) with { Duration = TimeSpan.FromSeconds(seconds) };

        AssertError(code, Assert.Throws<WanException>(() => MediaConform.Plan(facts, VideoEditRoute.Video, View)));
    }

    [Fact]
    public void A_damaged_file_is_refused()
        => AssertError("ConformTruncated", Assert.Throws<WanException>(() => MediaConform.Plan(MediaRulesTests.Good(VideoEditRoute.Video).Truncated("so it is"), VideoEditRoute.Video, View)));

    [Fact]
    public void A_picture_cannot_become_a_film()
        => AssertError("ConformKind", Assert.Throws<WanException>(() => MediaConform.Plan(MediaRulesTests.Good(ImageRoute.Input), VideoEditRoute.Video, View)));

    [Fact]
    public void A_format_that_the_route_does_not_take_is_refused()
        => AssertError("ConformFormat", Assert.Throws<WanException>(
            () => MediaConform.Plan(MediaRulesTests.Good(ImageRoute.Input), ImageRoute.Input, View, new ConformOptions { Format = "GIF" })));

    [Theory]
    [InlineData("white,drawtext=text=x")]
    [InlineData("#12345")]
    [InlineData("red\"")]
    [InlineData("")]
    public void A_background_that_is_no_colour_is_refused(string background)
        => AssertError("ConformBackground", Assert.Throws<WanException>(
            () => MediaConform.Plan(MediaRulesTests.Good(ImageRoute.Input), ImageRoute.Input, View, new ConformOptions { Background = background })));

    [Theory]
    [InlineData("source.png", "ConformOntoSource")]
    [InlineData("link.png", "ConformOntoSource")]
    [InlineData("taken.png", "ConformExists")]
    [InlineData("a.jpg", "ConformExtension")]
    [InlineData("nowhere/a.png", "ConformFolder")]
    public async Task A_destination_that_cannot_be_right_is_refused(string name, string code)
    {
        await File.WriteAllBytesAsync(At("source.png"), HandMade.Png(2, false));
        await File.WriteAllBytesAsync(At("taken.png"), [1]);
        File.CreateSymbolicLink(At("link.png"), At("source.png"));
        var plan = MediaConform.Plan(MediaProbe.Read(At("source.png")), ImageRoute.Input, View, new ConformOptions { Overwrite = code == "ConformOntoSource" });

        AssertError(code, await Assert.ThrowsAsync<WanException>(() => new MediaConform(null).RunAsync(plan, At(name), null, CancellationToken.None)));
        Assert.Equal(3, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public async Task Overwriting_is_possible_when_asked_for()
    {
        await File.WriteAllBytesAsync(At("source.png"), HandMade.Png(2, false));
        await File.WriteAllBytesAsync(At("taken.png"), [1]);
        var plan = MediaConform.Plan(MediaProbe.Read(At("source.png")), ImageRoute.Input, View, new ConformOptions { Overwrite = true });

        await new MediaConform(null).RunAsync(plan, At("taken.png"), null, CancellationToken.None);

        Assert.Equal(HandMade.Png(2, false), await File.ReadAllBytesAsync(At("taken.png")));
    }

    [Fact]
    public async Task Without_ffmpeg_a_conversion_says_what_to_install()
    {
        await File.WriteAllBytesAsync(At("a.png"), HandMade.Png(6, false));
        var plan = MediaConform.Plan(MediaProbe.Read(At("a.png")), ImageRoute.Input, View);

        AssertError("FfmpegMissing", await Assert.ThrowsAsync<WanException>(() => new MediaConform(null).RunAsync(plan, At("b.png"), null, CancellationToken.None)));
    }

    [FfmpegFact]
    public async Task What_ffmpeg_cannot_decode_is_an_error_that_leaves_nothing_behind()
    {
        await File.WriteAllBytesAsync(At("a.png"), HandMade.Png(6, false));
        var plan = MediaConform.Plan(MediaProbe.Read(At("a.png")), ImageRoute.Input, View);

        AssertError("ConformUndecodable", await Assert.ThrowsAsync<WanException>(() => new MediaConform(FfmpegTools.Find()).RunAsync(plan, At("b.png"), null, CancellationToken.None)));
        Assert.Equal([At("a.png")], Directory.GetFiles(_folder));
    }

    [FfmpegFact]
    public async Task A_cancelled_conversion_leaves_nothing_behind_and_progress_never_falls()
    {
        // Should ffmpeg be done before the first report, that report still arrives before its exit, so the outcome is the same.
        var source = await MediaCorpus.FileAsync("conform-minute.mkv", "-f lavfi -i color=gray:size=320x240:rate=30:duration=60 " + H264 + " {out}");
        var plan = MediaConform.Plan(
            MediaProbe.Read(source), VideoEditRoute.Video, new ContractView(ContractData.Current, new Dictionary<string, double> { ["videoedit.video.seconds.max"] = 3600 }));
        using var stop = new CancellationTokenSource();
        var reports = new List<double>();
        var progress = new Callback(value =>
        {
            reports.Add(value);
            if (value > 0)
            {
                stop.Cancel();
            }
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new MediaConform(FfmpegTools.Find()).RunAsync(plan, At("a.mp4"), progress, stop.Token));

        Assert.Empty(Directory.GetFiles(_folder));
        Assert.Equal(reports.Order(), reports);
        Assert.All(reports, static value => Assert.InRange(value, 0, 99));
    }

    [Fact]
    public void Every_geometry_ends_within_its_limits()
    {
        var limits = new PictureLimits(240, 4096, 8);
        int[] sides = [1, 17, 239, 240, 241, 511, 513, 1919, 1921, 4095, 4096, 4097, 8001, 60_000];
        foreach (var (width, height, fit, even) in from width in sides from height in sides from fit in Enum.GetValues<MediaFit>() from even in new[] { true, false } select (width, height, fit, even))
        {
            var geometry = PictureGeometry.Fit(width, height, limits, fit, even);

            Assert.True(limits.Allows(geometry.Width, geometry.Height), $"{width} x {height} {fit}: {geometry}");
            Assert.True(!even || (geometry.Width % 2 == 0 && geometry.Height % 2 == 0), $"{geometry}");
            Assert.True(geometry.PictureWidth <= geometry.Width && geometry.PictureHeight <= geometry.Height, $"{geometry}");
            Assert.True(geometry.CutWidth <= width && geometry.CutHeight <= height, $"{geometry}");
            Assert.True(fit == MediaFit.Pad ? (geometry.CutWidth, geometry.CutHeight) == (width, height) : !geometry.IsPadded, $"{geometry}");
        }
    }

    private string At(string name) => Path.Combine(_folder, name);

    private static void AssertError(string code, WanException exception)
    {
        Assert.EndsWith($".{code}", exception.Error.ErrorId, StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(exception.Error.RecommendedAction));
    }

    private sealed class Callback(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
