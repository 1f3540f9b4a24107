using System.Text.Json.Nodes;
using Wan27.Emulator.Media;
using Wan27.Engine.Contract;
using Wan27.Engine.Tests.Samples;

namespace Wan27.Engine.Tests.Emulator;

/// <summary>The emulator is as strict with text-to-video and reference-to-video as the contract says the service is.</summary>
public sealed class TextAndReferenceTests
{
    private const string Image = """{"type": "reference_image", "url": "https://cdn.example.com/i.png"}""";
    private const string Video = """{"type": "reference_video", "url": "https://cdn.example.com/v.mp4"}""";
    private const string Frame = """{"type": "first_frame", "url": "https://cdn.example.com/f.png"}""";

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"prompt": " "}""")]
    [InlineData("""{"prompt": 1}""")]
    public Task A_clip_from_words_needs_words(string input) => RefusedAsync(Requests.TextToVideo(input));

    [Theory]
    [InlineData("resolution", "\"480P\"")]
    [InlineData("ratio", "\"21:9\"")]
    [InlineData("duration", "1")]
    [InlineData("duration", "16")]
    [InlineData("duration", "2.5")]
    [InlineData("seed", "-1")]
    [InlineData("prompt_extend", "1")]
    public async Task A_parameter_outside_the_contract_is_refused_on_both_routes(string name, string value)
    {
        await RefusedAsync(Requests.TextToVideo(parameters: $$"""{"{{name}}": {{value}}}"""));
        await RefusedAsync(Requests.ReferenceToVideo(parameters: $$"""{"{{name}}": {{value}}}"""));
    }

    [Theory]
    [InlineData("")]
    [InlineData(Frame)]
    [InlineData(Frame + "," + Frame + "," + Image)]
    [InlineData(Image + "," + Image + "," + Image + "," + Image + "," + Video + "," + Video)]
    [InlineData(Image + """,{"type": "driving_audio", "url": "https://cdn.example.com/a.mp3"}""")]
    [InlineData(Image + """,{"type": "first_frame", "url": "https://cdn.example.com/f.png", "reference_voice": "https://cdn.example.com/a.mp3"}""")]
    [InlineData("""{"type": "reference_image"}""")]
    public Task References_outside_the_contract_are_refused(string media) => RefusedAsync(Requests.ReferenceToVideo($"[{media}]"));

    [Theory]
    [InlineData(Image, 15, 200)]
    [InlineData(Image + "," + Video, 10, 200)]
    [InlineData(Image + "," + Video, 11, 400)]
    public async Task A_reference_video_shortens_the_longest_clip(string media, int seconds, int status)
    {
        await using var service = await EmulatedService.StartAsync();

        var reply = await service.PostAsync(EmulatedService.Video, Requests.ReferenceToVideo($"[{media}]", $$"""{"duration": {{seconds}}}"""), async: true);

        Assert.Equal(status, reply.Status);
    }

    [Fact]
    public async Task Media_are_held_against_the_limits_of_their_role()
    {
        await using var service = await EmulatedService.StartAsync();
        var own = service.Server.Url + "_media/";
        var tiny = $"data:image/png;base64,{Convert.ToBase64String(PngPicture.Encode(100, 100, "tiny", []))}";

        Assert.Equal("InvalidImageResolution", await CodeAsync($$"""{"type": "reference_image", "url": "{{tiny}}"}"""));
        Assert.Equal("InvalidParameter.DataInspection", await CodeAsync($$"""{"type": "reference_image", "url": "{{own}}clip.mp4"}"""));
        Assert.Equal("InvalidURL", await CodeAsync("""{"type": "reference_video", "url": "data:video/mp4;base64,AAAA"}"""));
        Assert.Equal("InvalidURL", await CodeAsync("""{"type": "reference_image", "url": "https://cdn.example.com/i.png", "reference_voice": "data:audio/mp3;base64,AAAA"}"""));
        Assert.Equal("InvalidParameter.DataInspection", await CodeAsync($$"""{"type": "reference_image", "url": "https://cdn.example.com/i.png", "reference_voice": "{{own}}clip.mp4"}"""));
        Assert.Equal(
            "InvalidParameter.DataInspection",
            (await service.PostAsync(EmulatedService.Video, Requests.TextToVideo($$"""{"prompt": "x", "audio_url": "{{own}}clip.mp4"}"""), async: true)).Code);

        var long12 = await service.UploadedAsync(WavTone.Encode(12), "a.wav", "wan2.7-r2v");
        var refused = await service.PostAsync(
            EmulatedService.Video,
            Requests.ReferenceToVideo($$"""[{"type": "reference_image", "url": "https://cdn.example.com/i.png", "reference_voice": "{{long12}}"}]"""), async: true, resolve: true);
        Assert.Equal("InvalidFile.Duration", refused.Code);

        async Task<string> CodeAsync(string media) => (await service.PostAsync(EmulatedService.Video, Requests.ReferenceToVideo($"[{media}]"), async: true)).Code;
    }

    [Fact]
    public async Task Fields_that_the_contract_does_not_know_pass_and_are_named_in_the_log()
    {
        await using var service = await EmulatedService.StartAsync();
        var words = Requests.TextToVideo();
        words["input"]!["media"] = new JsonArray();
        words["parameters"]!["shot_type"] = "multi";
        var references = Requests.ReferenceToVideo();
        references["input"]!["audio_url"] = "https://cdn.example.com/a.mp3";
        references["input"]!["media"]![0]!["weight"] = 1;
        references["parameters"]!["audio_setting"] = "auto";

        await service.SubmitAsync(EmulatedService.Video, words);
        await service.SubmitAsync(EmulatedService.Video, references);

        Assert.Equal(["input.media", "parameters.shot_type"], service.Server.Log.Entries[0].UnknownFields.Order(StringComparer.Ordinal));
        Assert.Equal(["input.audio_url", "input.media[0].weight", "parameters.audio_setting"], service.Server.Log.Entries[1].UnknownFields.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Usage_has_the_fields_of_the_samples_and_the_clip_has_the_asked_length_and_shape()
    {
        await using var service = await EmulatedService.StartAsync();

        var words = await service.FinishAsync(EmulatedService.Video, Requests.TextToVideo(parameters: """{"resolution": "720P", "ratio": "9:16", "duration": 3}"""));
        var references = await service.FinishAsync(
            EmulatedService.Video, Requests.ReferenceToVideo($"[{Image},{Video}]", """{"resolution": "720P", "duration": 10}"""));

        Assert.Equal("""{"duration":3,"input_video_duration":0,"output_video_duration":3,"video_count":1,"ratio":"9:16","SR":720}""", words.Json["usage"]!.ToJsonString());
        Assert.Equal("""{"duration":15,"input_video_duration":5,"output_video_duration":10,"video_count":1,"ratio":"16:9","SR":720}""", references.Json["usage"]!.ToJsonString());
        Assert.Equal(Fields("t2v_task_succeeded"), words.Json["usage"]!.AsObject().Select(static field => field.Key).Order(StringComparer.Ordinal));
        Assert.Equal(Fields("r2v_task_succeeded"), references.Json["usage"]!.AsObject().Select(static field => field.Key).Order(StringComparer.Ordinal));
        var tall = await FactsAsync(words);
        var wide = await FactsAsync(references);
        Assert.Equal((3.0, 10.0), (tall.Seconds, wide.Seconds));
        Assert.Equal((true, true), (tall.Height > tall.Width, wide.Width > wide.Height));

        async Task<MediaFacts> FactsAsync(Reply task) => MediaProbe.Read(new MemoryStream((await service.DownloadAsync(task.At("output.video_url"))).Body));
    }

    [Fact]
    public async Task A_first_frame_gives_the_shape_and_real_videos_are_counted_up_to_the_limit()
    {
        await using var service = await EmulatedService.StartAsync();
        var own = service.Server.Url + "_media/";
        var frame = $"data:image/png;base64,{Convert.ToBase64String(PngPicture.Encode(400, 800, "tall", []))}";
        var clip = $$"""{"type": "reference_video", "url": "{{own}}clip.mp4"}""";

        var one = await service.FinishAsync(EmulatedService.Video, Requests.ReferenceToVideo($$"""[{"type": "first_frame", "url": "{{frame}}"},{{clip}}]""", """{"ratio": "16:9", "duration": 2}"""));
        var two = await service.FinishAsync(EmulatedService.Video, Requests.ReferenceToVideo($"[{clip},{clip}]", """{"duration": 2}"""));

        Assert.Equal(("3", "5"), (one.At("usage.input_video_duration"), two.At("usage.input_video_duration")));
        Assert.Null(one.Json["usage"]!["ratio"]);
        var facts = MediaProbe.Read(new MemoryStream((await service.DownloadAsync(one.At("output.video_url"))).Body));
        Assert.Equal(0.5, (double)facts.Width / facts.Height, 1);
    }

    [Fact]
    public async Task Snapshots_are_ids_of_their_own()
    {
        await using var service = await EmulatedService.StartAsync();
        foreach (var model in new[] { WanRoutes.TextToVideo, WanRoutes.ReferenceToVideo }.SelectMany(ContractData.Current.ModelsOf))
        {
            var body = model.Route == WanRoutes.TextToVideo ? Requests.TextToVideo(model: model.Id) : Requests.ReferenceToVideo(model: model.Id);
            Assert.NotEmpty(await service.SubmitAsync(EmulatedService.Video, body));
        }
    }

    private static IEnumerable<string> Fields(string sample)
        => Sample.Load(sample).Root["response"]!["body"]!["usage"]!.AsObject().Select(static field => field.Key).Order(StringComparer.Ordinal);

    private static async Task RefusedAsync(JsonNode body)
    {
        await using var service = await EmulatedService.StartAsync();

        var reply = await service.PostAsync(EmulatedService.Video, body, async: true);

        Assert.Equal((400, "InvalidParameter"), (reply.Status, reply.Code));
        Assert.False(Assert.Single(service.Server.Log.Entries).Accepted);
    }
}
