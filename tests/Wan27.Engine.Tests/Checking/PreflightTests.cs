using Wan27.Engine.Checking;
using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Providers;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.Image;
using Wan27.Engine.Routes.ImageToVideo;
using Wan27.Engine.Routes.VideoEdit;
using Wan27.Engine.Tests.Media;

namespace Wan27.Engine.Tests.Checking;

/// <summary>Option rules, media rules and the rules between both, each said once.</summary>
public sealed class PreflightTests : IDisposable
{
    private static readonly ContractView View = new(ContractData.Current);

    private readonly string _folder = Directory.CreateTempSubdirectory("wan27-preflight-").FullName;
    private readonly Preflight _preflight = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_missing_file_is_one_finding_with_its_path()
    {
        var path = Path.Combine(_folder, "nowhere.png");
        var finding = Assert.Single(Failed(await CheckAsync(Clip(MediaSource.Local(path)))));

        Assert.Equal(("i2v.frame.readable", "Missing"), (finding.Rule, finding.Actual));
        Assert.Contains(path, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_is_one_finding()
        => Assert.Equal("Directory", Assert.Single(Failed(await CheckAsync(Clip(MediaSource.Local(_folder))))).Actual);

    [Fact]
    public async Task A_malformed_address_is_one_finding()
        => Assert.Equal("i2v.frame.url", Assert.Single(Failed(await CheckAsync(Clip(MediaSource.Remote("https://"))))).Rule);

    [Fact]
    public async Task An_upload_address_is_only_held_against_its_name()
    {
        var checks = (await CheckAsync(Clip(MediaSource.Remote("oss://bucket/a.png")))).Checks;

        Assert.Equal(WanCheckStatus.Passed, checks.Single(static check => check.Rule == "i2v.frame.formats").Status);
        Assert.Equal(WanCheckStatus.Skipped, checks.Single(static check => check.Rule == "i2v.frame.remote").Status);
    }

    [Fact]
    public async Task A_picture_in_a_data_uri_is_held_against_every_rule()
    {
        var uri = "data:image/png;base64," + Convert.ToBase64String(HandMade.Png(6, hasTransparency: false, 100, 100));
        var result = await CheckAsync(Clip(MediaSource.Remote(uri)));

        Assert.Equal(["i2v.frame.alpha", "i2v.frame.side.min"], Failed(result).Select(static check => check.Rule).Order(StringComparer.Ordinal));
        Assert.All(result.Checks, check => Assert.DoesNotContain(uri[40..80], $"{check.Message}{check.Fix}{check.Subject}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("data:image/png;base64,this is not base64!")]
    [InlineData("data:image/png,%89PNG")]
    public async Task A_data_uri_without_base64_is_one_finding(string uri)
        => Assert.Equal("i2v.frame.url", Assert.Single(Failed(await CheckAsync(Clip(MediaSource.Remote(uri))))).Rule);

    [Fact]
    public async Task A_clip_that_fills_the_asked_duration_is_a_finding()
    {
        var request = Clip(null) with { FirstClip = File("a.mp4", HandMade.Mp4(new Film(6))), Duration = 6 };

        Assert.Equal("i2v.clip.continuation", Assert.Single(Failed(await CheckAsync(request))).Rule);
        Assert.Empty(Failed(await CheckAsync(request with { Duration = 7 })));
    }

    [Fact]
    public async Task Sound_that_would_be_cut_is_a_warning()
    {
        var request = Clip(File("a.png", HandMade.Png(2, false))) with { DrivingAudio = File("a.wav", HandMade.Wave(8)), Duration = 7 };

        Assert.Equal(WanCheckStatus.Warning, (await CheckAsync(request)).Checks.Single(static check => check.Rule == "i2v.audio.cut").Status);
    }

    [Theory]
    [InlineData(null, 12.0)]
    [InlineData(0, 12.0)]
    [InlineData(4, 8.0)]
    [InlineData(9, 12.0)]
    public async Task An_edit_is_billed_for_what_is_edited_of_its_video_twice(int? duration, double billed)
    {
        var result = await CheckAsync(Edit(File("a.mp4", HandMade.Mp4(new Film(6)))) with { Duration = duration });

        Assert.Equal(billed, result.Billed.Expected);
    }

    [Fact]
    public async Task The_bill_of_an_edit_of_a_remote_video_is_unknown()
        => Assert.Null((await CheckAsync(Edit(MediaSource.Remote("https://cdn.example.com/a.mp4")))).Billed.Expected);

    [Theory]
    [InlineData("origin", 1)]
    [InlineData("auto", 0)]
    [InlineData(null, 0)]
    public async Task Keeping_sound_that_is_not_there_is_a_warning(string? setting, int warnings)
    {
        var result = await CheckAsync(Edit(File("a.mp4", HandMade.Mp4(new Film(6)))) with { AudioSetting = setting });

        Assert.Equal(warnings, result.Checks.Count(static check => check.Subject == "Video a.mp4" && check.Rule == "videoedit.audio" && check.Status == WanCheckStatus.Warning));
    }

    [Fact]
    public async Task A_box_beyond_its_picture_is_a_finding_and_a_malformed_one_is_said_once()
    {
        var picture = File("a.png", HandMade.Png(2, false, 640, 480));
        var request = new ImageRequest { Model = "wan2.7-image-pro", Prompt = "a fox", Images = [picture] };

        Assert.Equal("image.boxes.inside", Assert.Single(Failed(await CheckAsync(request with { Boxes = [[new PixelBox(0, 0, 641, 480)]] }))).Rule);
        Assert.Equal("image.boxes.form", Assert.Single(Failed(await CheckAsync(request with { Boxes = [[new PixelBox(9, 9, 1, 1)]] }))).Rule);
        Assert.Empty(Failed(await CheckAsync(request with { Boxes = [[new PixelBox(0, 0, 640, 480)]] })));
    }

    [Fact]
    public async Task Every_wrong_thing_is_said_at_once()
    {
        var request = Clip(File("a.png", HandMade.Png(6, false, 100, 100))) with { Duration = 99, Resolution = "480P", DrivingAudio = File("a.wav", HandMade.Wave(1)) };
        var result = await CheckAsync(request);

        Assert.Equal(
            ["i2v.audio.seconds.min", "i2v.duration.max", "i2v.frame.alpha", "i2v.frame.side.min", "i2v.resolution"],
            Failed(result).Select(static check => check.Rule).Order(StringComparer.Ordinal));
        Assert.Equal(5, Assert.Throws<WanException>(() => PreflightGate.Ensure(request, result.Checks)).Checks.Count);
    }

    [Fact]
    public void What_is_wrong_with_media_alone_is_an_error_of_the_media_boundary()
    {
        WanCheck[] media = [new() { Rule = "i2v.frame.alpha", Subject = "x", Message = "x", Status = WanCheckStatus.Failed }];
        WanCheck[] both = [.. media, new() { Rule = "i2v.duration.max", Subject = "x", Message = "x", Status = WanCheckStatus.Failed }];

        Assert.Equal(WanBoundary.Media, Assert.Throws<WanException>(() => PreflightGate.Ensure(Clip(null), media)).Error.Boundary);
        Assert.Equal(WanBoundary.Route, Assert.Throws<WanException>(() => PreflightGate.Ensure(Clip(null), both)).Error.Boundary);
    }

    [Fact]
    public async Task A_file_is_read_once_per_batch_and_again_when_it_changes()
    {
        var memory = new ProbeMemory();
        var path = File("a.png", HandMade.Png(2, false, 640, 480)).Path!;
        var first = await memory.ReadAsync(path, CancellationToken.None);

        Assert.Same(first, await memory.ReadAsync(path, CancellationToken.None));

        System.IO.File.WriteAllBytes(path, HandMade.Png(2, false, 800, 480));
        System.IO.File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(1));
        Assert.Equal(800, (await memory.ReadAsync(path, CancellationToken.None)).Width);
    }

    [Fact]
    public async Task A_file_that_comes_later_is_found()
    {
        var request = Clip(MediaSource.Local(Path.Combine(_folder, "late.png")));
        Assert.NotEmpty(Failed(await CheckAsync(request)));

        File("late.png", HandMade.Png(2, false));

        Assert.Empty(Failed(await CheckAsync(request)));
    }

    [Fact]
    public async Task Every_finding_that_stops_nothing_is_a_warning_one_for_each_kind()
    {
        var request = Clip(MediaSource.Remote("https://cdn.example.com/a")) with { Resolution = null, Prompt = "caf\uFFFD", NegativePrompt = "na\uFFFDve" };

        var warnings = PreflightGate.Warnings(await CheckAsync(request), "f\uFFFDchs");

        Assert.Equal(warnings.Count, warnings.Select(static warning => warning.Rule).Distinct().Count());
        Assert.Contains(warnings, static warning => warning.Text.Contains("1080P", StringComparison.Ordinal));
        Assert.Contains(warnings, static warning => warning.Text.Contains("does not tell its format", StringComparison.Ordinal));
        Assert.Equal(
            "Prompt holds characters that could not be read (U+FFFD): the file was read in the wrong encoding. NegativePrompt holds characters that could not be read (U+FFFD): the file was read in the wrong encoding. "
            + "JobKey holds characters that could not be read (U+FFFD): the file was read in the wrong encoding. "
            + "Read the file in the encoding that it was written in, such as Import-Csv -Encoding ansi, or save it as UTF-8.",
            Assert.Single(warnings, static warning => warning.Rule == "text.encoding").Text);
    }

    [Fact]
    public async Task A_path_that_was_misread_is_said_to_be_beside_that_it_is_not_there()
    {
        var request = Clip(MediaSource.Local(Path.Combine(_folder, "f\uFFFDchs.png")));
        var result = await CheckAsync(request);

        var refused = Assert.Throws<WanException>(() => PreflightGate.Ensure(request, result.Checks));

        Assert.Equal(WanBoundary.Media, refused.Error.Boundary);
        Assert.Contains("The path of first_frame holds characters that could not be read (U+FFFD): the file was read in the wrong encoding.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_head_of_a_remote_picture_is_read_only_when_asked_for()
    {
        await using var server = new RangeServer(HandMade.Png(6, false, 640, 480), 5_000_000, "range");
        var request = Clip(MediaSource.Remote($"{server.Url}/a.png"));

        Assert.Empty(Failed(await CheckAsync(request)));
        Assert.Equal(0, server.Sent);

        var deep = await _preflight.CheckAsync(request, View, new PreflightOptions { Deep = true }, CancellationToken.None);
        Assert.Equal("i2v.frame.alpha", Assert.Single(Failed(deep)).Rule);
    }

    private static ImageToVideoRequest Clip(MediaSource? frame) => new() { Model = "wan2.7-i2v", FirstFrame = frame, Resolution = "720P" };

    private static VideoEditRequest Edit(MediaSource video) => new() { Model = "wan2.7-videoedit", Prompt = "clay", Video = video, Resolution = "720P" };

    private static WanCheck[] Failed(PreflightResult result) => [.. result.Checks.Where(static check => check.Status == WanCheckStatus.Failed)];

    private Task<PreflightResult> CheckAsync(RouteRequest request) => _preflight.CheckAsync(request, View, PreflightOptions.Headers, CancellationToken.None);

    private MediaSource File(string name, byte[] content)
    {
        var path = Path.Combine(_folder, name);
        System.IO.File.WriteAllBytes(path, content);
        return MediaSource.Local(path);
    }
}
