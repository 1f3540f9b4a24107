using Wan27.Engine.Checking;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.Image;
using Wan27.Engine.Routes.ImageToVideo;
using Wan27.Engine.Routes.VideoEdit;

namespace Wan27.Engine.Tests.Routes;

public sealed class OptionRuleTests
{
    private static readonly ContractView Contract = new(ContractData.Current);
    private static readonly MediaSource Png = MediaSource.Remote("https://cdn.example.com/a.png");
    private static readonly MediaSource Mp4 = MediaSource.Remote("https://cdn.example.com/a.mp4");
    private static readonly ImageRequest Picture = new() { Model = "wan2.7-image-pro", Prompt = "a fox" };
    private static readonly ImageToVideoRequest Clip = new() { Model = "wan2.7-i2v", FirstFrame = Png, Resolution = "720P" };
    private static readonly VideoEditRequest Edit = new() { Model = "wan2.7-videoedit", Prompt = "clay", Video = Mp4, Resolution = "720P" };

    public static TheoryData<string, string> Wrong => new()
    {
        { "image: no prompt", "image.prompt" },
        { "image: prompt too long", "image.prompt.characters.max" },
        { "image: ten inputs", "image.images.max" },
        { "image: count 5", "image.count.max" },
        { "image: count 0", "image.count.max" },
        { "image: set of 13", "image.sequential.count.max" },
        { "image: 4K with the smaller model", "image.pixels.max" },
        { "image: 4K with an input", "image.pixels.max" },
        { "image: 4K as a set", "image.pixels.max" },
        { "image: size nonsense", "image.size.tiers" },
        { "image: tier 3K", "image.size.tiers" },
        { "image: too few pixels", "image-pro.textToImage.pixels.max" },
        { "image: too flat", "image.aspect.max" },
        { "image: palette and set", "image.palette.sequential" },
        { "image: palette of two", "image.palette.colors.max" },
        { "image: palette sum", "image.palette.ratio.sum" },
        { "image: palette word", "image.palette.hex" },
        { "image: boxes without images", "image.boxes" },
        { "image: three boxes", "image.boxes.perImage.max" },
        { "image: inverted box", "image.boxes.form" },
        { "image: video model", "model" },
        { "image: seed", "seed" },
        { "i2v: no media", "i2v.media.sets" },
        { "i2v: last frame alone", "i2v.media.sets" },
        { "i2v: audio alone", "i2v.media.sets" },
        { "i2v: frame and clip", "i2v.media.sets" },
        { "i2v: clip and audio", "i2v.media.sets" },
        { "i2v: 16 seconds", "i2v.duration.max" },
        { "i2v: 1 second", "i2v.duration.max" },
        { "i2v: 480P", "i2v.resolution" },
        { "i2v: negative prompt too long", "i2v.negativePrompt.characters.max" },
        { "i2v: audio as data URI", "i2v.audio.url" },
        { "i2v: half a URL", "i2v.frame.url" },
        { "edit: no video", "videoedit.videos.max" },
        { "edit: four references", "videoedit.referenceImages.max" },
        { "edit: five references", "videoedit.referenceImages.max" },
        { "edit: ratio", "videoedit.ratio" },
        { "edit: audio", "videoedit.audio" },
        { "edit: 11 seconds", "videoedit.duration.max" },
        { "edit: 1 second", "videoedit.duration.max" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_the_service_would_refuse_is_stopped_here(string what, string rule)
    {
        var findings = Request(what).Check(Contract).Where(static check => check.Status == WanCheckStatus.Failed || check.Blocking).ToArray();

        var finding = Assert.Single(findings, check => check.Rule == rule);
        Assert.NotEmpty(finding.Message);
        Assert.NotNull(finding.Fix);
    }

    [Fact]
    public void What_is_right_passes()
        => Assert.All<RouteRequest>(
            [
                Picture,
                Picture with { Size = "4K" },
                Picture with { Size = "4096*4096" },
                Picture with { Sequential = true, Count = 12, Size = "2K" },
                Picture with { Model = "wan2.7-image", Images = [Png], Size = "1536*2048", Boxes = [[new PixelBox(1, 2, 3, 4), new PixelBox(5, 6, 7, 8)]] },
                Clip,
                Clip with { LastFrame = Png, DrivingAudio = MediaSource.Remote("https://x.example/a.wav"), Duration = 15 },
                Clip with { FirstFrame = null, FirstClip = Mp4, LastFrame = Png, Duration = 2 },
                Edit with { Duration = 0, ReferenceImages = [Png, Png, Png] },
                Edit with { Duration = 10, Ratio = "9:16", AudioSetting = "origin" },
            ],
            static request => Assert.DoesNotContain(request.Check(Contract), static check => check.Status == WanCheckStatus.Failed || check.Blocking));

    [Fact]
    public void Everything_wrong_is_said_at_once()
    {
        var refused = Assert.Throws<WanException>(() => Ensure(Picture with { Prompt = null, Count = 9, Seed = -1, Size = "9K" }));

        Assert.Equal(4, refused.Checks.Count);
        Assert.Equal("Wan.Route.PreflightFailed", refused.Error.ErrorId);
        Assert.All(refused.Checks, check => Assert.Contains(check.Message, refused.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_fourth_reference_image_names_both_sources_and_the_way_to_raise_the_limit()
    {
        var finding = Edit with { ReferenceImages = [Png, Png, Png, Png] } is var four
            ? four.Check(Contract).Single(static check => check.Rule == "videoedit.referenceImages.max")
            : throw new InvalidOperationException();

        Assert.Contains("project guide", finding.Message, StringComparison.Ordinal);
        Assert.Contains("video editing API reference", finding.Message, StringComparison.Ordinal);
        Assert.Contains("Set-WanProfile", finding.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, WanCheckStatus.Passed)]
    [InlineData(5, WanCheckStatus.Failed)]
    public void A_raised_limit_lets_four_through_and_never_five(int count, WanCheckStatus status)
    {
        var raised = new ContractView(ContractData.Current, new Dictionary<string, double> { ["videoedit.referenceImages.max"] = 4 });
        var request = Edit with { ReferenceImages = [.. Enumerable.Repeat(Png, count)] };

        Assert.Equal(status, request.Check(raised).Single(static check => check.Rule == "videoedit.referenceImages.max").Status);
    }

    [Fact]
    public void A_text_of_the_wrong_encoding_is_warned_of_and_sent()
        => Assert.All<(RouteRequest Request, string[] Subjects)>(
            [
                (Picture with { Prompt = "caf\uFFFD" }, ["Prompt"]),
                (Clip with { Prompt = "caf\uFFFD", NegativePrompt = "na\uFFFDve" }, ["Prompt", "NegativePrompt"]),
                (Edit with { NegativePrompt = "na\uFFFDve" }, ["NegativePrompt"]),
                (Clip with { Prompt = "café", NegativePrompt = "naïve" }, []),
            ],
            static wrong =>
            {
                var findings = wrong.Request.Check(Contract).Where(static check => check.Rule == "text.encoding").ToArray();

                Assert.Equal(wrong.Subjects, findings.Select(static check => check.Subject));
                Assert.All(findings, static check => Assert.Equal((WanCheckStatus.Warning, false, true), (check.Status, check.Blocking, check.ConcernsBilling)));
                Assert.All(findings, static check => Assert.Contains("U+FFFD", check.Message, StringComparison.Ordinal));
            });

    [Fact]
    public void Who_gives_no_media_is_told_what_the_route_needs()
    {
        Assert.StartsWith("No media is given;", Finding(Clip with { FirstFrame = null }), StringComparison.Ordinal);
        Assert.Equal("The route does not take last_frame.", Finding(Clip with { FirstFrame = null, LastFrame = Png }));

        static string Finding(RouteRequest request) => request.Check(Contract).Single(static check => check.Rule == "i2v.media.sets").Message;
    }

    [Theory]
    [InlineData("🦊", 1)]
    [InlineData("图", 1)]
    [InlineData("ab", 2)]
    public void A_sign_counts_once_whatever_its_script(string sign, int count)
        => Assert.Equal(
            $"{count}",
            (Picture with { Prompt = sign }).Check(Contract).Single(static check => check.Rule == "image.prompt.characters.max").Actual);

    private static void Ensure(RouteRequest request) => PreflightGate.Ensure(request, [.. request.Check(Contract)]);

    private static RouteRequest Request(string what) => what switch
    {
        "image: no prompt" => Picture with { Prompt = " " },
        "image: prompt too long" => Picture with { Prompt = Text("image.prompt.characters.max") },
        "image: ten inputs" => Picture with { Images = [.. Enumerable.Repeat(Png, Contract.Integer("image.images.max") + 1)] },
        "image: count 5" => Picture with { Count = Contract.Integer("image.count.max") + 1 },
        "image: count 0" => Picture with { Count = 0 },
        "image: set of 13" => Picture with { Sequential = true, Count = Contract.Integer("image.sequential.count.max") + 1 },
        "image: 4K with the smaller model" => Picture with { Model = "wan2.7-image", Size = "4K" },
        "image: 4K with an input" => Picture with { Images = [Png], Size = "4K" },
        "image: 4K as a set" => Picture with { Sequential = true, Count = 2, Size = "4K" },
        "image: size nonsense" => Picture with { Size = "big" },
        "image: tier 3K" => Picture with { Size = "3K" },
        "image: too few pixels" => Picture with { Size = "700*700" },
        "image: too flat" => Picture with { Size = "8000*900" },
        "image: palette and set" => Picture with { Sequential = true, Count = 2, Palette = Palette(40, 30, 30) },
        "image: palette of two" => Picture with { Palette = Palette(50, 50) },
        "image: palette sum" => Picture with { Palette = Palette(50, 30, 19.99m) },
        "image: palette word" => Picture with { Palette = [.. Palette(40, 30), new PaletteColor("red", 30)] },
        "image: boxes without images" => Picture with { Boxes = [[]] },
        "image: three boxes" => Picture with { Images = [Png], Boxes = [[.. Enumerable.Repeat(new PixelBox(0, 0, 5, 5), 3)]] },
        "image: inverted box" => Picture with { Images = [Png], Boxes = [[new PixelBox(5, 5, 1, 9)]] },
        "image: video model" => Picture with { Model = "wan2.7-i2v" },
        "image: seed" => Picture with { Seed = 2147483648 },
        "i2v: no media" => Clip with { FirstFrame = null },
        "i2v: last frame alone" => Clip with { FirstFrame = null, LastFrame = Png },
        "i2v: audio alone" => Clip with { FirstFrame = null, DrivingAudio = MediaSource.Remote("https://x.example/a.wav") },
        "i2v: frame and clip" => Clip with { FirstClip = Mp4 },
        "i2v: clip and audio" => Clip with { FirstFrame = null, FirstClip = Mp4, DrivingAudio = MediaSource.Remote("https://x.example/a.wav") },
        "i2v: 16 seconds" => Clip with { Duration = Contract.Integer("i2v.duration.max") + 1 },
        "i2v: 1 second" => Clip with { Duration = Contract.Integer("i2v.duration.min") - 1 },
        "i2v: 480P" => Clip with { Resolution = "480P" },
        "i2v: negative prompt too long" => Clip with { NegativePrompt = Text("i2v.negativePrompt.characters.max") },
        "i2v: audio as data URI" => Clip with { DrivingAudio = MediaSource.Remote("data:audio/wav;base64,AAAA") },
        "i2v: half a URL" => Clip with { FirstFrame = MediaSource.Remote("https://") },
        "edit: no video" => Edit with { Video = null },
        "edit: four references" => Edit with { ReferenceImages = [Png, Png, Png, Png] },
        "edit: five references" => Edit with { ReferenceImages = [Png, Png, Png, Png, Png] },
        "edit: ratio" => Edit with { Ratio = "21:9" },
        "edit: audio" => Edit with { AudioSetting = "mute" },
        "edit: 11 seconds" => Edit with { Duration = Contract.Integer("videoedit.duration.max") + 1 },
        "edit: 1 second" => Edit with { Duration = Contract.Integer("videoedit.duration.min") - 1 },
        _ => throw new ArgumentOutOfRangeException(nameof(what)),
    };

    private static string Text(string limit) => new('x', Contract.Integer(limit) + 1);

    private static PaletteColor[] Palette(params decimal[] shares) => [.. shares.Select(static (share, i) => new PaletteColor($"#00000{i}", share))];
}
