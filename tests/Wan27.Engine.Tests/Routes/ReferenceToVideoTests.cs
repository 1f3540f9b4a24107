using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Providers;
using Wan27.Engine.Providers.DashScope.Bodies;
using Wan27.Engine.Records;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.ReferenceToVideo;

namespace Wan27.Engine.Tests.Routes;

public sealed class ReferenceToVideoTests
{
    private static readonly ContractView Contract = new(ContractData.Current);

    private static readonly ReferenceToVideoRequest Girl = new()
    {
        Model = "wan2.7-r2v", Prompt = "Image 1 walks by", ReferenceImages = [Png("girl")], Resolution = "720P",
    };

    public static TheoryData<string, string, string> Wrong => new()
    {
        { "no prompt", "r2v.prompt", "The route needs a prompt. Give -Prompt, and name the references in it: Image 1, Video 1." },
        { "no reference", "r2v.references.max", "The route needs at least one reference image or video. Give -ReferenceImage or -ReferenceVideo a path or URL." },
        { "a first frame alone", "r2v.references.max", "The route needs at least one reference image or video. Give -ReferenceImage or -ReferenceVideo a path or URL." },
        { "six references", "r2v.references.max", "5 reference images and 1 reference video were given; at most 5 are allowed together. Leave out 1." },
        {
            "two voices for one", "r2v.voices",
            "2 voices were given for 1 reference. Give one for each reference, those of the images first, and an empty one where there is none."
        },
        { "480P", "r2v.resolution", "Resolution is '480P'; allowed is 720P, 1080P. Use one of 720P, 1080P." },
        { "ratio", "r2v.ratio", "Ratio is '21:9'; allowed is 16:9, 9:16, 1:1, 4:3, 3:4. Use one of 16:9, 9:16, 1:1, 4:3, 3:4." },
        { "1 second", "r2v.duration.max", "Duration is 1; allowed is 2 to 15 seconds. Give a value from 2 to 15 seconds." },
        { "16 seconds", "r2v.duration.max", "Duration is 16; allowed is 2 to 15 seconds. Give a value from 2 to 15 seconds." },
        {
            "11 seconds with a video", "r2v.duration.withVideo.max",
            "Duration is 11; allowed is 2 to 10 seconds with a reference video. Give a value from 2 to 10 seconds with a reference video."
        },
        { "video as data", "r2v.video.url", "A reference_video cannot be a data URI. Give a local path or a URL." },
        { "voice as data", "r2v.voice.url", "A reference_voice cannot be a data URI. Give a local path or a URL." },
        { "half a URL", "r2v.frame.url", "'https://' is not an absolute URL. Give an https:// or oss:// URL, or a local path." },
        {
            "model of another generation", "model",
            "The model 'wan3.0-video-prime' is of Wan 3.0, which takes another request: one model for all modes, 2 to 30 s, 480P and an adaptive ratio. A request for Wan 2.7 must not go there. "
            + "Use one of: wan2.7-r2v, wan2.7-r2v-2026-06-12."
        },
    };

    public static TheoryData<string, int, int, string[]> Prompts => new()
    {
        { "Image 1 walks by with Video 1", 1, 1, [] },
        { "图1走过视频1", 1, 1, [] },
        { "图１和图 2 与视频１", 2, 1, [] },
        { "IMAGE 1, image2 and #1: Image #3", 3, 0, [] },
        { "Images 1, 2 and 3 meet", 3, 0, [] },
        { "图1和2", 2, 0, [] },
        { "Image 1 meets 2 dogs and Image 2", 2, 0, [] },
        { "Image 1, 7 birds around it", 1, 0, [] },
        { "A video 720p look for Image 1", 1, 0, [] },
        { "Frame it as in image 16:9, Image 1", 1, 0, [] },
        { "Image 1 and Image 2", 1, 0, ["The prompt names Image 2, and only 1 reference image is given. Give it with -ReferenceImage, or name another; images and videos are counted apart."] },
        { "Image 1, Image 4", 2, 0,
            [
                "The prompt names Image 4, and only 2 reference images are given. Give it with -ReferenceImage, or name another; images and videos are counted apart.",
                "The prompt does not name Image 2, i2.png. Say what each reference is for: Image 1, Video 1, in the order given.",
            ]
        },
        { "Video 1 dances", 1, 0,
            [
                "The prompt does not name Image 1, i1.png. Say what each reference is for: Image 1, Video 1, in the order given.",
                "The prompt names Video 1, and no reference video is given. Give it with -ReferenceVideo, or name another; images and videos are counted apart.",
            ]
        },
        { "The girl dances", 1, 1,
            [
                "The prompt does not name Image 1, i1.png. Say what each reference is for: Image 1, Video 1, in the order given.",
                "The prompt does not name Video 1, https://cdn.example.com/v1.mp4. Say what each reference is for: Image 1, Video 1, in the order given.",
            ]
        },
        { "视频2", 0, 1,
            [
                "The prompt names Video 2, and only 1 reference video is given. Give it with -ReferenceVideo, or name another; images and videos are counted apart.",
                "The prompt does not name Video 1, https://cdn.example.com/v1.mp4. Say what each reference is for: Image 1, Video 1, in the order given.",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_the_service_would_refuse_is_stopped_with_its_limit(string what, string rule, string text)
    {
        var finding = Assert.Single(Request(what).Check(Contract), static check => check.Status == WanCheckStatus.Failed || check.Blocking);

        Assert.Equal((rule, text), (finding.Rule, $"{finding.Message} {finding.Fix}"));
    }

    [Theory]
    [MemberData(nameof(Prompts))]
    public void The_prompt_is_held_against_the_references_each_kind_by_itself(string prompt, int images, int videos, string[] warnings)
    {
        var request = Girl with
        {
            Prompt = prompt,
            ReferenceImages = [.. Enumerable.Range(1, images).Select(static number => MediaSource.Local(Path.GetFullPath($"i{number}.png")))],
            ReferenceVideos = [.. Enumerable.Range(1, videos).Select(static number => MediaSource.Remote($"https://cdn.example.com/v{number}.mp4?Signature=secret"))],
        };

        var findings = request.Check(Contract).Where(static check => check.Status != WanCheckStatus.Passed).ToArray();

        Assert.Equal(warnings, findings.Select(static check => $"{check.Message} {check.Fix}"));
        Assert.All(findings, static check => Assert.Equal((WanCheckStatus.Warning, false), (check.Status, check.Blocking)));
    }

    [Fact]
    public void What_is_right_passes()
        => Assert.All(
            [
                Girl,
                Girl with { Duration = 15, Ratio = "1:1", Model = "wan2.7-r2v-2026-06-12", Voices = [MediaSource.Remote("https://x.example/a.mp3")] },
                Girl with { Prompt = "Image 1, Image 2, Video 1, Video 2, Video 3", ReferenceImages = [Png("a"), Png("b")], ReferenceVideos = [Mp4("c"), Mp4("d"), Mp4("e")], Duration = 10 },
                Girl with { Prompt = "Video 1", ReferenceImages = [], ReferenceVideos = [Mp4("a")], FirstFrame = Png("f"), Duration = 2 },
            ],
            static request => Assert.All(request.Check(Contract), static check => Assert.Equal(WanCheckStatus.Passed, check.Status)));

    [Fact]
    public void A_ratio_beside_a_first_frame_is_ignored_and_that_is_said()
    {
        var finding = Assert.Single((Girl with { Ratio = "9:16", FirstFrame = Png("f") }).Check(Contract), static check => check.Status == WanCheckStatus.Warning);

        Assert.Equal(
            ("r2v.ratio.ignored", "Ratio 9:16 is ignored by the service: the clip takes the shape of its first frame.", "Leave out -Ratio or -FirstFrame."),
            (finding.Rule, finding.Message, finding.Fix));
    }

    [Fact]
    public void Images_and_videos_come_by_turns_after_the_first_frame_each_with_its_own_voice()
    {
        var request = Girl with
        {
            ReferenceImages = [Png("i1"), Png("i2")],
            ReferenceVideos = [Mp4("v1"), Mp4("v2"), Mp4("v3")],
            Voices = [null, Mp3("i2"), null, Mp3("v2")],
            FirstFrame = Png("f"),
        };

        var media = DashScopeBodies.Of(request, Contract, static source => source.Url!).Body["input"]!["media"]!;

        Assert.Equal(
            """[{"type":"first_frame","url":"https://x.example/f.png"},{"type":"reference_image","url":"https://x.example/i1.png"},"""
            + """{"type":"reference_video","url":"https://x.example/v1.mp4"},"""
            + """{"type":"reference_image","url":"https://x.example/i2.png","reference_voice":"https://x.example/i2.mp3"},"""
            + """{"type":"reference_video","url":"https://x.example/v2.mp4","reference_voice":"https://x.example/v2.mp3"},"""
            + """{"type":"reference_video","url":"https://x.example/v3.mp4"}]""",
            media.ToJsonString(WireJson.Options));
        Assert.Equal(
            ["first_frame", "reference_image", "reference_video", "reference_image", "reference_voice", "reference_video", "reference_voice", "reference_video"],
            request.Media.Select(static part => part.Type));
    }

    [Fact]
    public void A_voice_that_moves_to_another_reference_is_another_job()
    {
        var two = Girl with { ReferenceImages = [Png("a"), Png("b")] };

        Assert.NotEqual(Identity(two with { Voices = [Mp3("v")] }), Identity(two with { Voices = [null, Mp3("v")] }));
    }

    [Theory]
    [InlineData(new double[0], "5 s", 5)]
    [InlineData(new[] { 3.0 }, "8 s (3 s of input and 5 s of output)", 8)]
    [InlineData(new[] { 3.0, 4.0 }, "10 s (5 s of input and 5 s of output)", 10)]
    [InlineData(new[] { 30.0 }, "10 s (5 s of input and 5 s of output)", 10)]
    [InlineData(new[] { 2.0, -1.0 }, "up to 10 s (up to 5 s of input and 5 s of output)", 10)]
    [InlineData(new[] { 6.0, -1.0 }, "10 s (5 s of input and 5 s of output)", 10)]
    public void At_most_five_seconds_of_input_are_counted_for_all_videos_together(double[] lengths, string text, double units)
    {
        var request = Girl with { ReferenceVideos = [.. lengths.Select(static (_, index) => Mp4($"v{index}"))] };
        var readings = request.Media.Where(static part => part.Type == "reference_video").Zip(lengths).ToDictionary(
            static pair => pair.First,
            static pair => new MediaReading(ReferenceToVideoRoute.ReferenceVideo, "v", new MediaFacts { Path = "v", Duration = pair.Second < 0 ? null : TimeSpan.FromSeconds(pair.Second) }, []));

        Assert.Equal(new BilledEstimate(text, units, "second"), request.Estimate(Contract, new MediaReadings(readings)));
    }

    private static string Identity(RouteRequest request) => PlainJson.Write(request.AskedByContent);

    private static MediaSource Png(string name) => MediaSource.Remote($"https://x.example/{name}.png");

    private static MediaSource Mp4(string name) => MediaSource.Remote($"https://x.example/{name}.mp4");

    private static MediaSource Mp3(string name) => MediaSource.Remote($"https://x.example/{name}.mp3");

    private static ReferenceToVideoRequest Request(string what) => what switch
    {
        "no prompt" => Girl with { Prompt = null },
        "no reference" => Girl with { Prompt = "x", ReferenceImages = [] },
        "a first frame alone" => Girl with { Prompt = "x", ReferenceImages = [], FirstFrame = Png("f") },
        "six references" => Girl with { ReferenceImages = [.. Enumerable.Repeat(Png("a"), 5)], ReferenceVideos = [Mp4("v")] },
        "two voices for one" => Girl with { Voices = [null, Mp3("v")] },
        "480P" => Girl with { Resolution = "480P" },
        "ratio" => Girl with { Ratio = "21:9" },
        "1 second" => Girl with { Duration = 1 },
        "16 seconds" => Girl with { Duration = 16 },
        "11 seconds with a video" => Girl with { ReferenceVideos = [Mp4("v")], Duration = 11 },
        "video as data" => Girl with { ReferenceVideos = [MediaSource.Remote("data:video/mp4;base64,AAAA")] },
        "voice as data" => Girl with { Voices = [MediaSource.Remote("data:audio/mp3;base64,AAAA")] },
        "half a URL" => Girl with { FirstFrame = MediaSource.Remote("https://") },
        "model of another generation" => Girl with { Model = "wan3.0-video-prime" },
        _ => throw new ArgumentOutOfRangeException(nameof(what)),
    };
}
