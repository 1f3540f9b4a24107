using Microsoft.Extensions.Time.Testing;
using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Routes.Image;
using Wan27.Engine.Routes.ImageToVideo;
using Wan27.Engine.Routes.VideoEdit;

namespace Wan27.Engine.Tests.Media;

public sealed class DeepProbeTests
{
    private static readonly ContractView View = new(ContractData.Current);

    [FfmpegFact]
    public async Task A_sound_film_decodes_and_holds_its_length()
    {
        var checks = await DeepAsync(VideoEditRoute.Video, MediaProbe.Read(await CorpusTable.PathAsync("index-first.mp4")));

        Assert.Equal(["videoedit.video.decodes", "videoedit.video.frameRate", "videoedit.video.length"], checks.Select(static check => check.Rule).Order());
        Assert.All(checks, static check => Assert.Equal(WanCheckStatus.Passed, check.Status));
    }

    [FfmpegTheory]
    [InlineData("progressive.png")]
    [InlineData("rgb.jpg")]
    [InlineData("lossy-alpha.webp")]
    [InlineData("rgb.bmp")]
    public async Task A_sound_picture_decodes(string name)
    {
        var checks = await DeepAsync(ImageRoute.Input, MediaProbe.Read(await CorpusTable.PathAsync(name)));

        Assert.Equal((WanCheckStatus.Passed, "image.input.decodes"), (Assert.Single(checks).Status, checks[0].Rule));
    }

    [FfmpegTheory]
    [InlineData("pcm16.wav")]
    [InlineData("constant.mp3")]
    public async Task Sound_decodes_and_holds_its_length(string name)
    {
        var checks = await DeepAsync(ImageToVideoRoute.DrivingAudio, MediaProbe.Read(await CorpusTable.PathAsync(name)));

        Assert.Equal(2, checks.Count);
        Assert.All(checks, static check => Assert.Equal(WanCheckStatus.Passed, check.Status));
    }

    [FfmpegFact]
    public async Task Damage_behind_a_good_header_is_found()
    {
        var bytes = await File.ReadAllBytesAsync(await CorpusTable.PathAsync("index-first.mp4"));
        var half = bytes.Length / 2;
        Array.Clear(bytes, half, bytes.Length - half);
        var facts = MediaProbe.Read(await WriteAsync("zeroed.mp4", bytes));
        Assert.DoesNotContain(facts.Problems, static problem => problem.IsFatal);

        var checks = await DeepAsync(VideoEditRoute.Video, facts);

        var failed = Assert.Single(checks, static check => check is { Rule: "videoedit.video.decodes", Status: WanCheckStatus.Failed });
        Assert.False(string.IsNullOrEmpty(failed.Actual));
    }

    [FfmpegFact]
    public async Task A_cut_off_film_is_found_by_its_true_length()
    {
        var bytes = await File.ReadAllBytesAsync(await CorpusTable.PathAsync("index-first.mp4"));

        var checks = await DeepAsync(VideoEditRoute.Video, MediaProbe.Read(await WriteAsync("cut.mp4", bytes[..(bytes.Length * 6 / 10)])));

        Assert.Contains(checks, static check => check.Status == WanCheckStatus.Failed);
    }

    [FfmpegTheory]
    [InlineData("index-first.mp4", 1.0, "File declares 1 s and holds 2 s, 1 s more.")]
    [InlineData("pcm16.wav", 1.5, "File declares 1.5 s and holds 3 s, 1.5 s more.")]
    public async Task A_file_that_holds_more_than_it_declares_is_said_with_both_figures(string name, double declared, string message)
    {
        var facts = MediaProbe.Read(await CorpusTable.PathAsync(name)) with { Duration = TimeSpan.FromSeconds(declared), StoredDuration = null, HasEditList = false };

        var checks = await DeepAsync(facts.Kind == MediaKind.Audio ? ImageToVideoRoute.DrivingAudio : VideoEditRoute.Video, facts);

        var check = Assert.Single(checks, static check => check.Rule.EndsWith(".length", StringComparison.Ordinal));
        Assert.Equal((WanCheckStatus.Warning, message), (check.Status, check.Message));
    }

    [FfmpegFact]
    public async Task A_file_that_holds_less_than_it_declares_fails_with_both_figures()
    {
        var facts = MediaProbe.Read(await CorpusTable.PathAsync("pcm16.wav")) with { Duration = TimeSpan.FromSeconds(5) };

        var check = Assert.Single(await DeepAsync(ImageToVideoRoute.DrivingAudio, facts), static check => check.Rule.EndsWith(".length", StringComparison.Ordinal));

        Assert.Equal((WanCheckStatus.Failed, "File declares 5 s and holds 3 s, 2 s less."), (check.Status, check.Message));
    }

    [FfmpegFact]
    public async Task A_true_length_beyond_the_limit_fails_although_the_declared_one_keeps_it()
    {
        var path = await MediaCorpus.FileAsync("eleven.mp4", "-f lavfi -i testsrc=size=320x240:rate=10:duration=11 -c:v libx264 -preset ultrafast -bf 0 {out}");
        var facts = MediaProbe.Read(path) with { Duration = TimeSpan.FromSeconds(9), StoredDuration = null, HasEditList = false };

        Assert.Contains(await DeepAsync(VideoEditRoute.Video, facts), static check => check is { Rule: "videoedit.video.seconds.max", Status: WanCheckStatus.Failed, Actual: "11 s" });
    }

    [FfmpegFact]
    public async Task A_variable_frame_rate_is_a_warning()
    {
        var checks = await DeepAsync(VideoEditRoute.Video, MediaProbe.Read(await CorpusTable.PathAsync("uneven.mp4")));

        Assert.Contains(checks, static check => check is { Rule: "videoedit.video.frameRate", Status: WanCheckStatus.Warning });
    }

    [FfmpegFact]
    public async Task A_length_that_no_header_tells_is_found_and_ruled_on()
    {
        var facts = MediaProbe.Read(await CorpusTable.PathAsync("index-first.mp4")) with { Duration = null };

        var checks = await DeepAsync(VideoEditRoute.Video, facts);

        Assert.Contains(checks, static check => check is { Rule: "videoedit.video.seconds.max", Status: WanCheckStatus.Passed, Actual: "2 s" });
    }

    [FfmpegFact]
    public async Task A_name_full_of_traps_is_taken_literally()
    {
        var bytes = await File.ReadAllBytesAsync(await CorpusTable.PathAsync("index-first.mp4"));
        var names = OperatingSystem.IsWindows() ? ["a %03d 'b'.mp4"] : new[] { "a %03d 'b' $HOME;x.mp4", "a\\ \"b\\\" c.mp4", "file:x.mp4" };
        foreach (var name in names)
        {
            var checks = await DeepAsync(VideoEditRoute.Video, MediaProbe.Read(await WriteAsync(name, bytes)));

            Assert.Equal(WanCheckStatus.Passed, checks.Single(static check => check.Rule == "videoedit.video.decodes").Status);
        }
    }

    [FfmpegFact]
    public async Task A_playlist_named_as_a_film_leads_nowhere()
    {
        var secret = await WriteAsync("secret.txt", "secret"u8.ToArray());
        var facts = MediaProbe.Read(await WriteAsync("list.mp4", System.Text.Encoding.UTF8.GetBytes($"#EXTM3U\n#EXTINF:1,\n{secret}\n")));

        Assert.Empty(await DeepAsync(VideoEditRoute.Video, facts));
        Assert.Equal(MediaProblemKind.Unrecognised, Assert.Single(facts.Problems).Kind);
    }

    [Fact]
    public async Task Without_ffmpeg_the_check_is_skipped_with_advice()
    {
        var check = Assert.Single(await new DeepProbe(tools: null).CheckAsync(VideoEditRoute.Video, "Video", MediaRulesTests.Good(VideoEditRoute.Video), View, CancellationToken.None));

        Assert.Equal((WanCheckStatus.Skipped, FfmpegTools.Advice), (check.Status, check.Fix));
    }

    [Fact]
    public void A_folder_without_the_programs_is_not_taken_for_ffmpeg() => Assert.Null(FfmpegTools.Find(Path.GetTempPath()));

    [FfmpegFact]
    public void A_folder_with_the_programs_is() => Assert.NotNull(FfmpegTools.Find(FfmpegTools.Find()!.Folder));

    [FfmpegFact]
    public async Task A_cancelled_check_stops_and_later_cancellation_does_no_harm()
    {
        using var before = new CancellationTokenSource();
        await before.CancelAsync();
        var facts = MediaProbe.Read(await CorpusTable.PathAsync("index-first.mp4"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new DeepProbe(FfmpegTools.Find()).CheckAsync(VideoEditRoute.Video, "Video", facts, View, before.Token));

        using var after = new CancellationTokenSource();
        await new DeepProbe(FfmpegTools.Find()).CheckAsync(VideoEditRoute.Video, "Video", facts, View, after.Token);
        await after.CancelAsync();
    }

    [FfmpegFact]
    public async Task A_check_that_takes_too_long_is_skipped()
    {
        var time = new ExpiredTimeProvider();
        var facts = MediaProbe.Read(await CorpusTable.PathAsync("index-first.mp4"));

        var checks = await new DeepProbe(FfmpegTools.Find(), time).CheckAsync(VideoEditRoute.Video, "Video", facts, View, CancellationToken.None);

        Assert.Contains(checks, static check => check.Status == WanCheckStatus.Skipped);
    }

    private static Task<IReadOnlyList<WanCheck>> DeepAsync(MediaRole role, MediaFacts facts)
        => new DeepProbe(FfmpegTools.Find()).CheckAsync(role, "File", facts, View, CancellationToken.None);

    private static async Task<string> WriteAsync(string name, byte[] bytes)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(MediaCorpus.Folder, "deep")).FullName, name);
        await File.WriteAllBytesAsync(path, bytes);
        return path;
    }

    /// <summary>A clock on which every timer is due at once.</summary>
    private sealed class ExpiredTimeProvider : FakeTimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Advance(dueTime);
            return timer;
        }
    }
}
