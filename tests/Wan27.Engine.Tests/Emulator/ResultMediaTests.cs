using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Wan27.Emulator.Media;

namespace Wan27.Engine.Tests.Emulator;

public sealed class ResultMediaTests
{
    [Theory]
    [InlineData("16:9", 1280, 720)]
    [InlineData("9:16", 720, 1280)]
    [InlineData("1:1", 960, 960)]
    [InlineData("4:3", 1104, 832)]
    [InlineData("3:4", 832, 1104)]
    public async Task An_edited_clip_has_the_asked_ratio_and_length(string ratio, int width, int height)
    {
        await using var service = await EmulatedService.StartAsync();

        var done = await service.FinishAsync(EmulatedService.Video, Requests.VideoEdit(parameters: $$"""{"resolution": "720P", "ratio": "{{ratio}}", "duration": 2}"""));
        var facts = MediaProbe.Read(new MemoryStream((await service.DownloadAsync(done.At("output.video_url"))).Body));

        Assert.Equal((MediaFormat.MP4, width, height, 2.0), (facts.Format, facts.Width, facts.Height, facts.Seconds));
    }

    [Fact]
    public async Task A_clip_follows_the_aspect_of_its_first_frame_in_whole_blocks()
    {
        await using var service = await EmulatedService.StartAsync();
        var frame = await service.UploadedAsync(PngPicture.Encode(750, 1000, "frame", []));
        var id = await service.SubmitAsync(
            EmulatedService.Video, Requests.ImageToVideo($$"""[{"type": "first_frame", "url": "{{frame}}"}]"""), resolve: true);
        service.Clock.Advance(TimeSpan.FromSeconds(10));

        var facts = MediaProbe.Read(new MemoryStream((await service.DownloadAsync((await service.TaskAsync(id)).At("output.video_url"))).Body));

        Assert.Equal((816, 1104), (facts.Width, facts.Height));
    }

    [Fact]
    public async Task An_edited_picture_takes_the_aspect_of_the_last_image()
    {
        await using var service = await EmulatedService.StartAsync();
        var wide = $"data:image/png;base64,{Convert.ToBase64String(PngPicture.Encode(800, 400, "wide", []))}";
        var content = $$"""[{"image": "https://cdn.example.com/a.png"}, {"image": "{{wide}}"}, {"text": "x"}]""";

        var reply = await service.PostAsync(EmulatedService.ImageSync, Requests.Image(content));
        var facts = MediaProbe.Read(new MemoryStream((await service.DownloadAsync(reply.At("output.choices.0.message.content.0.image"))).Body));

        Assert.Equal($"{facts.Width}*{facts.Height}", reply.At("usage.size"));
        Assert.Equal(2.0, (double)facts.Width / facts.Height, 1);
        Assert.InRange(facts.Width * facts.Height, 0.95 * 1024 * 1024, 1024 * 1024);
    }

    [Theory]
    [InlineData("768*768")]
    [InlineData("1536*2048")]
    public async Task A_picture_has_the_asked_pixels_and_the_colours_of_its_palette(string size)
    {
        await using var service = await EmulatedService.StartAsync();
        var parameters = $$"""
            {"size": "{{size}}", "n": 1, "color_palette": [
                {"hex": "#0B3C5D", "ratio": "50.00%"}, {"hex": "#F2A541", "ratio": "30.25%"}, {"hex": "#F7F7F2", "ratio": "19.75%"}]}
            """;

        var reply = await service.PostAsync(EmulatedService.ImageSync, Requests.Image(parameters: parameters));
        var png = (await service.DownloadAsync(reply.At("output.choices.0.message.content.0.image"))).Body;
        var facts = MediaProbe.Read(new MemoryStream(png));

        Assert.Equal(size, $"{facts.Width}*{facts.Height}");
        Assert.True(png.AsSpan().IndexOf(new byte[] { 0x0B, 0x3C, 0x5D, 0xF2, 0xA5, 0x41, 0xF7, 0xF7, 0xF2 }) > 0);
        Assert.Equal((facts.Width + 1L) * facts.Height, InflatedLength(png));
    }

    [Theory]
    [InlineData(1280, 720, 60, 0)]
    [InlineData(1920, 1080, 151, 3)]
    [InlineData(816, 1104, 450, 1)]
    public async Task The_emulators_own_clips_decode_without_an_error(int width, int height, int frames, int tint)
    {
        if (!IsInstalled("ffprobe"))
        {
            // Without a decoder there is still the structure to look at.
            var facts = MediaProbe.Read(new MemoryStream(MosaicVideo.Encode(width, height, frames, tint)));
            Assert.Equal((width, height), (facts.Width, facts.Height));
            return;
        }

        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, MosaicVideo.Encode(width, height, frames, tint));
            var (output, errors) = await RunAsync(
                "ffprobe", "-v", "warning", "-count_frames", "-select_streams", "v:0",
                "-show_entries", "stream=codec_name,width,height,pix_fmt,avg_frame_rate,nb_read_frames,duration", "-of", "default=noprint_wrappers=1", path);

            Assert.Equal("", errors);
            var seconds = ((double)frames / 30).ToString("F6", CultureInfo.InvariantCulture);
            Assert.Equal(
                new SortedSet<string>
                {
                    "codec_name=h264", $"width={width}", $"height={height}", "pix_fmt=yuv420p", "avg_frame_rate=30/1", $"duration={seconds}", $"nb_read_frames={frames}",
                },
                new SortedSet<string>(output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task With_ffmpeg_a_clip_has_the_asked_size_and_length_too()
    {
        await using var service = await EmulatedService.StartAsync(static options => options with { UseFfmpeg = true });

        var clip = (await service.DownloadAsync(await service.ClipUrlAsync())).Body;
        var facts = MediaProbe.Read(new MemoryStream(clip));

        // x264 signs its streams; the emulator's own encoder does not.
        Assert.Equal(IsInstalled("ffmpeg"), clip.AsSpan().IndexOf("x264"u8) > 0);
        Assert.Equal((MediaFormat.MP4, 1280, 720), (facts.Format, facts.Width, facts.Height));
        Assert.Equal(2.0, facts.Seconds, 1);
    }

    [Fact]
    public async Task A_two_megapixel_picture_and_its_repetition_are_the_same_bytes()
    {
        await using var service = await EmulatedService.StartAsync();
        var reply = await service.PostAsync(EmulatedService.ImageSync, Requests.Image(parameters: """{"n": 1}"""));
        var url = reply.At("output.choices.0.message.content.0.image");

        var first = await service.DownloadAsync(url);
        var second = await service.DownloadAsync(url);

        Assert.Equal("2048*2048", reply.At("usage.size"));
        Assert.Equal(first.Body, second.Body);
        Assert.Equal(first.Headers["ETag"], second.Headers["ETag"]);
    }

    [Fact]
    public async Task Padding_makes_results_large_without_making_them_wrong()
    {
        const int size = 300_000;
        await using var service = await EmulatedService.StartAsync(static options => options with { ResultPadding = size });

        var clip = (await service.DownloadAsync(await service.ClipUrlAsync())).Body;
        var reply = await service.PostAsync(EmulatedService.ImageSync, Requests.Image());
        var picture = (await service.DownloadAsync(reply.At("output.choices.0.message.content.0.image"))).Body;

        Assert.All(new[] { clip, picture }, static file => Assert.True(file.Length > size));
        Assert.Equal(2.0, MediaProbe.Read(new MemoryStream(clip)).Seconds);
        Assert.Equal(1024, MediaProbe.Read(new MemoryStream(picture)).Width);
    }

    [Fact]
    public async Task Sample_inputs_are_served_without_a_key()
    {
        await using var service = await EmulatedService.StartAsync();

        foreach (var (name, format) in new[] { ("photo.png", MediaFormat.PNG), ("clip.mp4", MediaFormat.MP4), ("tone.wav", MediaFormat.WAV) })
        {
            var reply = await service.DownloadAsync("/_media/" + name);
            Assert.Equal(200, reply.Status);
            Assert.Equal(format, MediaProbe.Read(new MemoryStream(reply.Body)).Format);
        }

        Assert.Equal(404, (await service.DownloadAsync("/_media/nothing.png")).Status);
    }

    private static long InflatedLength(byte[] png)
    {
        var at = png.AsSpan().IndexOf("IDAT"u8);
        using var data = new ZLibStream(new MemoryStream(png, at + 4, png.Length - at - 4), CompressionMode.Decompress);
        using var pixels = new MemoryStream();
        data.CopyTo(pixels);
        return pixels.Length;
    }

    private static bool IsInstalled(string tool)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, tool)) || File.Exists(Path.Combine(folder, tool + ".exe")));

    private static async Task<(string Output, string Errors)> RunAsync(string tool, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (await output, await errors);
    }
}
