using Wan27.Engine.Contract;
using Wan27.Engine.Providers.DashScope;
using Wan27.Engine.Providers.DashScope.Bodies;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.Image;
using Wan27.Engine.Routes.ImageToVideo;
using Wan27.Engine.Routes.ReferenceToVideo;
using Wan27.Engine.Routes.TextToVideo;
using Wan27.Engine.Routes.VideoEdit;
using Wan27.Engine.Tests.Samples;

namespace Wan27.Engine.Tests.Routes;

/// <summary>Our bodies against the contract's samples, field by field.</summary>
public sealed class GoldenBodyTests
{
    private static readonly ContractView Contract = new(ContractData.Current);

    // Samples spell out some of the service's defaults; we send nothing that was not asked for.
    private static readonly HashSet<string> Defaults =
    [
        "$.parameters.prompt_extend=true",
        "$.parameters.thinking_mode=true",
        "$.parameters.watermark=false",
    ];

    internal static readonly Dictionary<string, RouteRequest> Requests = new()
    {
        ["image_sync_t2i"] = new ImageRequest { Model = "wan2.7-image-pro", Prompt = "A small harbour at dawn, two red boats, soft mist", Size = "4k", Count = 1, Watermark = false, Seed = 42 },
        ["image_sync_edit_two_images"] = new ImageRequest
        {
            Model = "wan2.7-image",
            Prompt = "Put the drawing of image 2 on the car door of image 1",
            Images = [Url("https://cdn.example.com/car.webp"), Url("data:image/png;base64,iVBORw0KGgo...")],
            Size = "2K",
            Watermark = false,
        },
        ["image_sync_bbox"] = new ImageRequest
        {
            Model = "wan2.7-image-pro",
            Prompt = "Place the clock of image 1 in the marked area of image 2",
            Images = [Url("https://cdn.example.com/clock.webp"), Url("https://cdn.example.com/desk.webp")],
            Size = "2K",
            Boxes = [[], [new PixelBox(980, 510, 1140, 690)]],
        },
        ["image_sync_palette"] = new ImageRequest
        {
            Model = "wan2.7-image-pro",
            Prompt = "Poster of a lighthouse",
            Size = "1536x2048",
            Count = 2,
            Palette = [new PaletteColor("#0B3C5D", 50m), new PaletteColor("#F2A541", 30.25m), new PaletteColor("#F7F7F2", 19.75m)],
        },
        ["image_sync_n2_two_choices"] = new ImageRequest { Model = "wan2.7-image", Prompt = "A paper crane", Size = "1K", Count = 2 },
        ["image_sync_sequential"] = new ImageRequest { Model = "wan2.7-image-pro", Prompt = "Four pictures of the same fox through the seasons", Sequential = true, Count = 4, Size = "2K" },
        ["image_async_submit"] = new ImageRequest { IsAsync = true, Model = "wan2.7-image-pro", Prompt = "A flower shop with a carved door", Size = "2K", Watermark = false },
        ["i2v_first_frame_submit"] = new ImageToVideoRequest
        {
            Model = "wan2.7-i2v-2026-04-25",
            Prompt = "The boat turns slowly towards the camera",
            NegativePrompt = "blur, text",
            FirstFrame = Url("https://cdn.example.com/boat.png"),
            Resolution = "720p",
            Watermark = false,
            Duration = 5,
            Seed = 7,
        },
        ["i2v_first_frame_audio_submit"] = FromSample("i2v_first_frame_audio_submit"),
        ["i2v_first_last_submit"] = FromSample("i2v_first_last_submit"),
        ["i2v_first_last_audio_submit"] = new ImageToVideoRequest
        {
            Model = "wan2.7-i2v-2026-04-25",
            FirstFrame = Url("oss://dashscope-instant/9f/2026-11-05/3b1c/f-71ac.png"),
            LastFrame = Url("oss://dashscope-instant/9f/2026-11-05/3b1c/l-71ac.png"),
            DrivingAudio = Url("oss://dashscope-instant/9f/2026-11-05/3b1c/a-71ac.wav"),
            Resolution = "1080P",
            Watermark = false,
            Duration = 8,
        },
        ["i2v_first_clip_submit"] = FromSample("i2v_first_clip_submit"),
        ["i2v_first_clip_last_submit"] = FromSample("i2v_first_clip_last_submit"),
        ["videoedit_style_submit"] = new VideoEditRequest
        {
            Model = "wan2.7-videoedit",
            Prompt = "Turn the whole scene into clay style",
            Video = Url("https://cdn.example.com/in.mp4"),
            Resolution = "720P",
            Watermark = false,
        },
        ["videoedit_refs_submit"] = new VideoEditRequest
        {
            Model = "wan2.7-videoedit",
            Prompt = "Dress her in the clothes of the reference image",
            NegativePrompt = "low quality",
            Video = Url("oss://dashscope-instant/9f/2026-11-05/3b1c/in-9d2e.mp4"),
            ReferenceImages = [.. Enumerable.Range(1, 4).Select(static i => Url($"oss://dashscope-instant/9f/2026-11-05/3b1c/ref{i}-9d2e.png"))],
            Resolution = "1080P",
            Ratio = "9:16",
            Duration = 5,
            AudioSetting = "Origin",
            NoPromptExtend = true,
            Watermark = false,
            Seed = 1,
        },
        ["t2v_submit"] = new TextToVideoRequest
        {
            Model = "wan2.7-t2v",
            Prompt = "Shot 1 [0-3s] wide: rainy street. Shot 2 [3-6s] detective enters a house.",
            NegativePrompt = "flowers",
            DrivingAudio = Url("https://cdn.example.com/score.mp3"),
            Resolution = "720p",
            Ratio = "16:9",
            Duration = 10,
            Watermark = false,
        },
        ["r2v_submit"] = new ReferenceToVideoRequest
        {
            Model = "wan2.7-r2v",
            Prompt = "Video 1 plays the guitar; Image 1 walks by with Image 2 in her hand",
            ReferenceImages = [Url("https://cdn.example.com/girl.jpg"), Url("https://cdn.example.com/cup.png")],
            ReferenceVideos = [Url("https://cdn.example.com/boy.mp4")],
            Voices = [Url("https://cdn.example.com/girl.mp3")],
            Resolution = "720P",
            Ratio = "16:9",
            Duration = 10,
            NoPromptExtend = true,
            Watermark = false,
        },
    };

    public static TheoryData<string> Names => [.. Requests.Keys];

    [Theory]
    [InlineData("1536x2048")]
    [InlineData("1536X2048")]
    [InlineData("1536\u00D72048")]
    [InlineData(" 1536 \u00D7 2048 ")]
    [InlineData("1536 x 2048")]
    [InlineData("1536 * 2048")]
    public void A_size_is_sent_with_a_star_however_it_was_written(string size)
    {
        var request = new ImageRequest { Model = "wan2.7-image-pro", Prompt = "fox", Size = size, NoThinking = true, Palette = [new PaletteColor("#0B3C5D", 100m)] };
        var parameters = DashScopeBodies.Of(request, Contract, static source => source.Url!).Body["parameters"]!;

        Assert.Equal("1536*2048", parameters["size"]!.GetValue<string>());
        Assert.DoesNotContain(request.Check(Contract), static check => check.Subject == "Size" && check.Status != WanCheckStatus.Passed);

        // Two fields that one of the service's own libraries types otherwise: the page wins (contract section 12, rows 27 and 28).
        Assert.Equal("100.00%", parameters["color_palette"]![0]!["ratio"]!.GetValue<string>());
        Assert.False(parameters["thinking_mode"]!.GetValue<bool>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_body_has_the_fields_of_the_sample_and_no_others(string name)
    {
        var sample = Sample.Load(name);
        var wanted = Sample.Leaves(sample.Body);
        var sent = Sample.Leaves(Wire(name).Body);

        Assert.All(sent, leaf => Assert.Equal((leaf.Key, wanted.GetValueOrDefault(leaf.Key)), (leaf.Key, leaf.Value)));
        Assert.All(wanted.Keys.Except(sent.Keys), path => Assert.Contains($"{path}={wanted[path]}", Defaults));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_path_and_the_two_special_headers_are_those_of_the_sample(string name)
    {
        var sample = Sample.Load(name);
        var wire = Wire(name);

        Assert.Equal(sample.Path, Contract.Data.Api.BasePath + wire.Path);
        Assert.Equal(sample.Headers.ContainsKey("X-DashScope-Async"), wire.IsAsync);
        Assert.Equal(sample.Headers.ContainsKey("X-DashScope-OssResourceResolve"), wire.ResolvesOss);
    }

    [Theory]
    [InlineData("image_sync_t2i")]
    [InlineData("i2v_first_frame_submit")]
    [InlineData("videoedit_style_submit")]
    [InlineData("t2v_submit")]
    [InlineData("r2v_submit")]
    public void A_request_is_described_without_its_signatures(string name)
    {
        var request = Requests[name] switch
        {
            ImageToVideoRequest video => video with { FirstFrame = Url("https://cdn.example.com/boat.png?Signature=secret") },
            VideoEditRequest edit => edit with { Video = Url("https://cdn.example.com/in.mp4?Signature=secret") },
            ImageRequest image => image with { Images = [Url("data:image/png;base64,c2VjcmV0")] },
            TextToVideoRequest words => words with { DrivingAudio = Url("https://cdn.example.com/score.mp3?Signature=secret") },
            ReferenceToVideoRequest reference => reference with { Voices = [Url("https://cdn.example.com/girl.mp3?Signature=secret")] },
            var other => other,
        };

        var text = string.Join(" ", request.Describe(Contract).Values.SelectMany(static value => value is string[] many ? many : [$"{value}"]));

        Assert.DoesNotContain("secret", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("c2VjcmV0", text, StringComparison.Ordinal);
    }

    private static MediaSource Url(string url) => MediaSource.Remote(url);

    private static DashScopeRequest Wire(string name) => DashScopeBodies.Of(Requests[name], Contract, static source => source.Url!);

    /// <summary>Image-to-video requests differ in their media only, so those are taken from the sample; order and form are ours.</summary>
    private static ImageToVideoRequest FromSample(string name)
    {
        var body = Sample.Load(name).Body;
        var media = body["input"]!["media"]!.AsArray().ToDictionary(static item => item!["type"]!.GetValue<string>(), static item => Url(item!["url"]!.GetValue<string>()));
        var parameters = body["parameters"]!;
        return new ImageToVideoRequest
        {
            Model = body["model"]!.GetValue<string>(),
            Prompt = body["input"]!["prompt"]?.GetValue<string>(),
            FirstFrame = media.GetValueOrDefault("first_frame"),
            LastFrame = media.GetValueOrDefault("last_frame"),
            FirstClip = media.GetValueOrDefault("first_clip"),
            DrivingAudio = media.GetValueOrDefault("driving_audio"),
            Resolution = parameters["resolution"]?.GetValue<string>(),
            NoPromptExtend = parameters["prompt_extend"]?.GetValue<bool>() == false,
            Duration = parameters["duration"]?.GetValue<int>(),
            Watermark = parameters["watermark"]?.GetValue<bool>(),
            Seed = parameters["seed"]?.GetValue<long>(),
        };
    }
}
