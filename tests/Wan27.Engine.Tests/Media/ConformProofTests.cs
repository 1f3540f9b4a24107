using System.Diagnostics;
using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Routes.Image;
using Wan27.Engine.Routes.VideoEdit;

namespace Wan27.Engine.Tests.Media;

/// <summary>What a conversion promises is held against a second look with ffprobe: shape, length, pictures and sound.</summary>
public sealed class ConformProofTests : IDisposable
{
    private const string H264 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p";

    private static readonly ContractView View = new(ContractData.Current);

    private readonly string _folder = Directory.CreateTempSubdirectory("wan27-proof-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [FfmpegTheory]
    [InlineData("32/27", 360, 240, "426x240", "Make its pixels square: 360 x 240 px of 32:27 are shown as 427 x 240 px.")]
    [InlineData("3/4", 640, 240, "480x240", "Make its pixels square: 640 x 240 px of 3:4 are shown as 480 x 240 px.")]
    [InlineData("8/1", 1000, 300, "4096x512", "Make its pixels square: 1000 x 300 px of 8:1 are shown as 8000 x 300 px.")]
    public async Task A_film_with_pixels_that_are_not_square_keeps_its_shape(string shape, int width, int height, string size, string step)
    {
        var source = await MediaCorpus.FileAsync($"proof-{shape.Replace('/', '-')}.mp4", $"-f lavfi -i testsrc=size={width}x{height}:rate=10:duration=3,setsar={shape} {H264} {{out}}");
        var conform = new MediaConform(FfmpegTools.Find());

        var plan = await conform.PlanAsync(MediaProbe.Read(source), VideoEditRoute.Video, View, ConformOptions.Default, CancellationToken.None);
        await conform.RunAsync(plan, At("a.mp4"), null, CancellationToken.None);

        Assert.Equal(step, plan.Steps[0]);
        Assert.Equal($"{size},1:1,30", await FfprobeAsync(At("a.mp4"), "stream=width,height,sample_aspect_ratio,nb_read_frames"));
    }

    [FfmpegFact]
    public async Task A_film_that_is_longer_than_its_first_part_is_cut_by_its_decoded_length()
    {
        // The index in front knows three seconds only; the rest stands in fragments.
        var source = await MediaCorpus.FileAsync("proof-fragments.mp4", $"-f lavfi -i testsrc=size=320x240:rate=10:duration=12 {H264} -g 30 -movflags frag_keyframe {{out}}");
        var conform = new MediaConform(FfmpegTools.Find());
        var blind = MediaProbe.Read(source) with { Duration = TimeSpan.FromSeconds(9) };

        var plan = await conform.PlanAsync(blind, VideoEditRoute.Video, View, ConformOptions.Default, CancellationToken.None);
        await conform.RunAsync(plan, At("a.mp4"), null, CancellationToken.None);

        Assert.Equal(["Cut from 12 s to 10 s."], plan.Steps);
        Assert.Equal("100", await FfprobeAsync(At("a.mp4"), "stream=nb_read_frames"));
    }

    [FfmpegFact]
    public async Task A_film_that_its_headers_call_longer_is_not_cut_and_not_refused()
    {
        var source = await MediaCorpus.FileAsync("proof-short.mkv", $"-f lavfi -i testsrc=size=320x240:rate=10:duration=4 {H264} {{out}}");
        var conform = new MediaConform(FfmpegTools.Find());

        var plan = await conform.PlanAsync(MediaProbe.Read(source) with { Duration = TimeSpan.FromSeconds(40) }, VideoEditRoute.Video, View, ConformOptions.Default, CancellationToken.None);

        Assert.Equal("Re-encode from MKV (h264) to MP4 (H.264, AAC).", Assert.Single(plan.Steps));
        Assert.Equal(4, plan.Source.Duration!.Value.TotalSeconds, 3);
    }

    [FfmpegFact]
    public async Task The_track_that_the_headers_name_is_taken_and_no_other()
    {
        var source = await MediaCorpus.FileAsync(
            "proof-two.mov",
            $"-f lavfi -i color=red:size=640x480:rate=10:duration=3 -f lavfi -i color=blue:size=320x240:rate=10:duration=3 -map 0 -map 1 {H264} {{out}}");
        var conform = new MediaConform(FfmpegTools.Find());
        var facts = MediaProbe.Read(source) with { PictureTrack = 1 };
        var missing = await Assert.ThrowsAsync<WanException>(() => conform.PlanAsync(facts with { PictureTrack = 2 }, VideoEditRoute.Video, View, ConformOptions.Default, CancellationToken.None));

        var plan = await conform.PlanAsync(facts with { VideoCodec = "odd" }, VideoEditRoute.Video, View, ConformOptions.Default, CancellationToken.None);
        await conform.RunAsync(plan, At("a.mp4"), null, CancellationToken.None);

        Assert.Equal("320x240", await FfprobeAsync(At("a.mp4"), "stream=width,height"));
        Assert.Equal($"{source} cannot be converted: ffprobe finds no film where its headers name one.", missing.Message);
        Assert.Equal("Wan.Media.ConformTrack", missing.Error.ErrorId);
    }

    [FfmpegFact]
    public async Task Of_an_animation_the_first_picture_is_taken_and_said_to_be()
    {
        var source = await MediaCorpus.FileAsync("proof-moving.gif", "-f lavfi -i testsrc=size=300x300:rate=5:duration=2 {out}");
        var conform = new MediaConform(FfmpegTools.Find());

        var plan = await conform.PlanAsync(MediaProbe.Read(source), ImageRoute.Input, View, ConformOptions.Default, CancellationToken.None);
        await conform.RunAsync(plan, At("a.png"), null, CancellationToken.None);

        Assert.Equal(["Take the first picture of its animation.", "Convert from GIF to PNG."], plan.Steps);
        Assert.Equal("300x300,1", await FfprobeAsync(At("a.png"), "stream=width,height,nb_read_frames"));
    }

    [FfmpegFact]
    public async Task Half_a_picture_is_not_converted_in_silence()
    {
        var whole = await File.ReadAllBytesAsync(await MediaCorpus.FileAsync("proof-noise.jpg", "-f lavfi -i testsrc2=size=400x400:rate=1,noise=alls=80 -frames:v 1 {out}"));
        await File.WriteAllBytesAsync(At("half.jpg"), whole[..(whole.Length / 2)]);
        var conform = new MediaConform(FfmpegTools.Find());
        var plan = await conform.PlanAsync(MediaProbe.Read(At("half.jpg")), ImageRoute.Input, View, new ConformOptions { Format = MediaFormat.Png }, CancellationToken.None);

        var warnings = await conform.RunAsync(plan, At("a.png"), null, CancellationToken.None);

        Assert.StartsWith("ffmpeg complained while it read half.jpg, which may be damaged: ", Assert.Single(warnings), StringComparison.Ordinal);
    }

    /// <summary>Each fault is made by a plan that promises what ffmpeg was not asked for.</summary>
    [FfmpegTheory]
    [InlineData("size", "it is 320 x 240 px where 640 x 480 px were wanted")]
    [InlineData("length", "it is 3 s long where 5 s were wanted")]
    [InlineData("sound", "it has lost its sound")]
    [InlineData("shape", "its picture has an aspect of 1.333:1 where 1.779:1 is shown")]
    [InlineData("pictures", "it holds 30 pictures where 90 were wanted")]
    public async Task A_result_that_does_not_keep_the_plan_is_told_by_what_it_breaks(string what, string fault)
    {
        var result = await MediaCorpus.FileAsync("proof-plain.mp4", $"-f lavfi -i testsrc=size=320x240:rate=10:duration=3 {H264} {{out}}");
        var facts = MediaProbe.Read(result);
        var good = MediaConform.Plan(facts, VideoEditRoute.Video, View) with { Steps = ["Write it again."] };
        var kept = new PictureGeometry(320, 240, 320, 240, 320, 240);
        var plan = what switch
        {
            "size" => good with { Geometry = new PictureGeometry(320, 240, 640, 480, 640, 480) },
            "length" => good with { Source = facts with { Duration = TimeSpan.FromSeconds(5) } },
            "sound" => good with { Source = facts with { HasAudio = true } },
            "shape" => good with { Geometry = kept with { CutWidth = 427 } },
            _ => good with { Seen = good.Seen with { Frames = new ProbedFrames([.. Enumerable.Range(0, 90).Select(static at => at / 30.0)], TimeSpan.FromSeconds(3), null) } },
        };
        var proof = new ConformProof(FfmpegTools.Find()!);

        Assert.Empty(await proof.FaultsAsync(good with { Geometry = kept }, result, 0, CancellationToken.None));
        Assert.Equal([fault], await proof.FaultsAsync(plan, result, 0, CancellationToken.None));
    }

    [FfmpegFact]
    public async Task A_result_that_is_not_proven_is_removed_and_the_source_is_as_it_was()
    {
        // The headers claim sound that the film does not have; ffmpeg cannot write it.
        var source = await MediaCorpus.FileAsync("proof-silent.mkv", $"-f lavfi -i testsrc=size=320x240:rate=10:duration=3 {H264} {{out}}");
        var before = await File.ReadAllBytesAsync(source);
        var conform = new MediaConform(FfmpegTools.Find());
        var seen = await conform.PlanAsync(MediaProbe.Read(source), VideoEditRoute.Video, View, ConformOptions.Default, CancellationToken.None);
        var plan = seen with { Source = seen.Source with { HasAudio = true } };

        var refused = await Assert.ThrowsAsync<WanException>(() => conform.RunAsync(plan, At("a.mp4"), null, CancellationToken.None));

        Assert.Equal(("Wan.Media.ConformNotProven", "The result was not kept, as a second look at it with ffprobe finds that it has lost its sound."), (refused.Error.ErrorId, refused.Message));
        Assert.Empty(Directory.GetFiles(_folder));
        Assert.Equal(before, await File.ReadAllBytesAsync(source));
    }

    private string At(string name) => Path.Combine(_folder, name);

    /// <summary>What ffprobe says of the first picture stream, joined by commas; width and height by an x.</summary>
    private static async Task<string> FfprobeAsync(string path, string entries)
    {
        var start = new ProcessStartInfo(FfmpegTools.Find()!.Ffprobe) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in new[] { "-v", "error", "-count_frames", "-select_streams", "v:0", "-show_entries", entries, "-of", "csv=p=0", path })
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var text = (await process.StandardOutput.ReadToEndAsync()).Trim().TrimEnd(',');
        await process.WaitForExitAsync();
        var parts = text.Split(',');
        return entries.Contains("width", StringComparison.Ordinal) ? string.Join(',', parts.Skip(2).Prepend($"{parts[0]}x{parts[1]}")) : text;
    }
}
