using System.Text.Json.Nodes;
using Wan27.Emulator.Media;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Tests.Emulator;

public sealed class RefusalTests
{
    private const string Video = """{"type": "video", "url": "https://cdn.example.com/in.mp4"}""";
    private const string Reference = """{"type": "reference_image", "url": "https://cdn.example.com/r.png"}""";

    [Theory]
    [InlineData("size", "\"4K\"")]
    [InlineData("size", "\"3K\"")]
    [InlineData("size", "\"2048x2048\"")]
    [InlineData("size", "\"700*700\"")]
    [InlineData("size", "\"4096*4096\"")]
    [InlineData("size", "\"300*2700\"")]
    [InlineData("size", "1024")]
    [InlineData("n", "0")]
    [InlineData("n", "5")]
    [InlineData("n", "\"1\"")]
    [InlineData("seed", "-1")]
    [InlineData("seed", "2147483648")]
    [InlineData("watermark", "\"yes\"")]
    [InlineData("bbox_list", "[[[0, 0, 10, 10]]]")]
    [InlineData("color_palette", """[{"hex": "#000000", "ratio": "50.00%"}, {"hex": "#FFFFFF", "ratio": "50.00%"}]""")]
    [InlineData("color_palette", """[{"hex": "#000000", "ratio": "50.00%"}, {"hex": "#FFFFFF", "ratio": "40.00%"}, {"hex": "#FF0000", "ratio": "9.99%"}]""")]
    [InlineData("color_palette", """[{"hex": "black", "ratio": "50.00%"}, {"hex": "#FFFFFF", "ratio": "40.00%"}, {"hex": "#FF0000", "ratio": "10.00%"}]""")]
    public Task An_image_parameter_outside_the_contract_is_refused(string name, string value)
        => RefusedAsync(EmulatedService.ImageSync, Requests.Image(parameters: $$"""{"{{name}}": {{value}}}"""), async: false);

    [Theory]
    [InlineData("""{"enable_sequential": true, "n": 13}""")]
    [InlineData("""{"enable_sequential": true, "thinking_mode": true}""")]
    [InlineData("""{"enable_sequential": true, "size": "4K"}""")]
    [InlineData("""{"enable_sequential": true, "color_palette": [{"hex": "#000000", "ratio": "50.00%"}, {"hex": "#FFFFFF", "ratio": "40.00%"}, {"hex": "#FF0000", "ratio": "10.00%"}]}""")]
    public Task A_set_of_images_excludes_what_only_single_pictures_have(string parameters)
        => RefusedAsync(EmulatedService.ImageSync, Requests.Image(parameters: parameters, model: "wan2.7-image-pro"), async: false);

    [Theory]
    [InlineData("""[]""")]
    [InlineData("""[{"image": "https://cdn.example.com/a.png"}]""")]
    [InlineData("""[{"text": "a"}, {"text": "b"}]""")]
    [InlineData("""[{"text": "a", "image": "https://cdn.example.com/a.png"}]""")]
    [InlineData("""["a"]""")]
    public Task Image_content_outside_the_contract_is_refused(string content)
        => RefusedAsync(EmulatedService.ImageSync, Requests.Image(content), async: false);

    [Fact]
    public Task Two_turns_are_refused()
    {
        var body = Requests.Image();
        var messages = body["input"]!["messages"]!.AsArray();
        messages.Add(messages[0]!.DeepClone());
        return RefusedAsync(EmulatedService.ImageSync, body, async: false);
    }

    [Theory]
    [InlineData("size", "\"4K\"")]
    [InlineData("thinking_mode", "true")]
    [InlineData("bbox_list", "[]")]
    [InlineData("bbox_list", "[[[0, 0, 10, 10], [0, 0, 10, 10], [0, 0, 10, 10]]]")]
    [InlineData("bbox_list", "[[[10, 10, 0, 0]]]")]
    [InlineData("bbox_list", "[[[0, 0, 10]]]")]
    public Task An_edit_excludes_what_only_text_to_image_has(string name, string value)
        => RefusedAsync(
            EmulatedService.ImageSync,
            Requests.Image("""[{"image": "https://cdn.example.com/a.png"}, {"text": "x"}]""", $$"""{"{{name}}": {{value}}}""", "wan2.7-image-pro"),
            async: false);

    [Fact]
    public async Task Only_image_pro_makes_4K_from_text()
    {
        await using var service = await EmulatedService.StartAsync();

        var accepted = await service.PostAsync(EmulatedService.ImageSync, Requests.Image(parameters: """{"size": "4K", "n": 1}""", model: "wan2.7-image-pro"));

        Assert.Equal("4096*4096", accepted.At("usage.size"));
    }

    [Theory]
    [InlineData("last_frame")]
    [InlineData("driving_audio")]
    [InlineData("first_frame,first_frame")]
    [InlineData("first_clip,first_frame")]
    [InlineData("first_clip,driving_audio")]
    [InlineData("first_frame,image")]
    [InlineData("")]
    public Task A_media_set_outside_the_contract_is_refused(string types)
    {
        var media = types.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static type => $$"""{"type": "{{type}}", "url": "https://cdn.example.com/x"}""");
        return RefusedAsync(EmulatedService.Video, Requests.ImageToVideo($"[{string.Join(',', media)}]"));
    }

    [Fact]
    public async Task Every_media_set_of_the_contract_is_accepted()
    {
        await using var service = await EmulatedService.StartAsync();
        foreach (var set in ContractData.Current.Values("i2v.media.sets").Values)
        {
            var media = set.Split('+').Select(static type => $$"""{"type": "{{type}}", "url": "https://cdn.example.com/x"}""");
            var reply = await service.PostAsync(EmulatedService.Video, Requests.ImageToVideo($"[{string.Join(',', media)}]"), async: true);
            Assert.True(reply.Status == 200, set + reply.Text);
        }
    }

    [Theory]
    [InlineData("resolution", "\"480P\"")]
    [InlineData("resolution", "\"720p\"")]
    [InlineData("duration", "1")]
    [InlineData("duration", "16")]
    [InlineData("duration", "2.5")]
    [InlineData("duration", "\"5\"")]
    [InlineData("seed", "-1")]
    [InlineData("prompt_extend", "1")]
    public Task An_image_to_video_parameter_outside_the_contract_is_refused(string name, string value)
        => RefusedAsync(EmulatedService.Video, Requests.ImageToVideo(parameters: $$"""{"{{name}}": {{value}}}"""));

    [Theory]
    [InlineData("resolution", "\"4K\"")]
    [InlineData("ratio", "\"21:9\"")]
    [InlineData("duration", "1")]
    [InlineData("duration", "11")]
    [InlineData("audio_setting", "\"mute\"")]
    public Task A_video_edit_parameter_outside_the_contract_is_refused(string name, string value)
        => RefusedAsync(EmulatedService.Video, Requests.VideoEdit(parameters: $$"""{"{{name}}": {{value}}}"""));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 0)]
    [InlineData(1, 5)]
    public Task A_video_edit_needs_one_video_and_no_more_references_than_the_official_ceiling(int videos, int references)
        => RefusedAsync(EmulatedService.Video, Requests.VideoEdit(MediaOf(videos, references)));

    [Fact]
    public async Task A_video_edit_takes_the_official_ceiling_of_references()
    {
        await using var service = await EmulatedService.StartAsync();
        var ceiling = (int)ContractData.Current.Limit("videoedit.referenceImages.max").Ceiling!.Value;

        Assert.Equal(200, (await service.PostAsync(EmulatedService.Video, Requests.VideoEdit(MediaOf(1, ceiling)), async: true)).Status);
    }

    [Theory]
    [InlineData("first_frame", "file:///tmp/a.png")]
    [InlineData("first_frame", "not a url")]
    [InlineData("first_clip", "data:video/mp4;base64,AAAA")]
    public async Task A_url_of_a_form_that_the_role_does_not_take_is_an_invalid_url(string type, string url)
    {
        await using var service = await EmulatedService.StartAsync();

        var reply = await service.PostAsync(EmulatedService.Video, Requests.ImageToVideo($$"""[{"type": "{{type}}", "url": "{{url}}"}]"""), async: true);

        Assert.Equal((400, "InvalidURL"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task A_continuation_must_last_longer_than_its_clip()
    {
        await using var service = await EmulatedService.StartAsync();
        var media = $$"""[{"type": "first_clip", "url": "{{service.Server.Url}}_media/clip.mp4"}]""";

        var equal = await service.PostAsync(EmulatedService.Video, Requests.ImageToVideo(media, """{"duration": 3}"""), async: true);
        var longer = await service.PostAsync(EmulatedService.Video, Requests.ImageToVideo(media, """{"duration": 4}"""), async: true);

        Assert.Equal((400, "InvalidParameter"), (equal.Status, equal.Code));
        Assert.Equal(200, longer.Status);
    }

    [Fact]
    public async Task Media_that_break_a_limit_of_their_role_are_refused_with_a_media_code()
    {
        await using var service = await EmulatedService.StartAsync();
        var tiny = $"data:image/png;base64,{Convert.ToBase64String(PngPicture.Encode(100, 100, "tiny", []))}";
        var text = $"data:image/png;base64,{Convert.ToBase64String(new byte[200])}";
        var own = service.Server.Url + "_media/";

        Assert.Equal("InvalidImageResolution", await CodeAsync("first_frame", tiny));
        Assert.Equal("InvalidParameter.DataInspection", await CodeAsync("first_frame", text));
        Assert.Equal("InvalidParameter.DataInspection", await CodeAsync("first_frame", own + "clip.mp4"));
        Assert.Equal("InvalidParameter.DataInspection", await CodeAsync("first_frame", own + "absent.png"));

        async Task<string> CodeAsync(string type, string url)
            => (await service.PostAsync(EmulatedService.Video, Requests.ImageToVideo($$"""[{"type": "{{type}}", "url": "{{url}}"}]"""), async: true)).Code;
    }

    [Theory]
    [InlineData(EmulatedService.Video, "wan2.7-video", "Model not exist.")]
    [InlineData(EmulatedService.Video, "wan2.7-image", "url error, please check url!")]
    [InlineData(EmulatedService.ImageAsync, "wan2.7-i2v", "url error, please check url!")]
    public async Task A_model_that_is_unknown_or_of_another_endpoint_is_refused(string path, string model, string message)
    {
        await using var service = await EmulatedService.StartAsync();

        var reply = await service.PostAsync(path, Requests.ImageToVideo(model: model), async: true);

        Assert.Equal((400, "InvalidParameter", message), (reply.Status, reply.Code, reply.At("message")));
    }

    [Theory]
    [InlineData(EmulatedService.Video, false, "current user api does not support synchronous calls.")]
    [InlineData(EmulatedService.ImageAsync, false, "current user api does not support synchronous calls.")]
    [InlineData(EmulatedService.ImageSync, true, "current user api does not support asynchronous calls.")]
    public async Task The_async_header_must_fit_the_endpoint(string path, bool async, string message)
    {
        await using var service = await EmulatedService.StartAsync();

        var reply = await service.PostAsync(path, path == EmulatedService.Video ? Requests.ImageToVideo() : Requests.Image(), async);

        Assert.Equal((403, "AccessDenied", message), (reply.Status, reply.Code, reply.At("message")));
    }

    [Theory]
    [InlineData(WanRegion.Singapore, "sk-emulator-singapore", 200)]
    [InlineData(WanRegion.Singapore, "sk-emulator-beijing", 401)]
    [InlineData(WanRegion.Beijing, "sk-emulator-singapore", 401)]
    [InlineData(WanRegion.Beijing, "sk-emulator-beijing", 200)]
    [InlineData(WanRegion.Singapore, "sk-marked-test-key", 200)]
    [InlineData(WanRegion.Singapore, "sk-sp-plan", 401)]
    [InlineData(WanRegion.Singapore, "abc", 401)]
    public async Task A_key_is_accepted_in_its_own_region_only(WanRegion region, string key, int status)
    {
        await using var service = await EmulatedService.StartAsync(options => options with { Region = region });

        var reply = await service.GetAsync("/api/v1/tasks/", key);

        Assert.Equal(status, reply.Status);
        Assert.True(status == 200 || (reply.Code == "InvalidApiKey" && reply.At("message") == "Invalid API-key provided."));
        Assert.DoesNotContain(key, string.Concat(service.Server.Log.Entries), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_without_a_key_is_told_so()
    {
        await using var service = await EmulatedService.StartAsync();

        var reply = await service.PostAsync(EmulatedService.Video, Requests.ImageToVideo(), async: true, key: null);

        Assert.Equal((401, "InvalidApiKey", "No API-key provided."), (reply.Status, reply.Code, reply.At("message")));
        Assert.False(Assert.Single(service.Server.Log.Entries).HasAuthorization);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"model": "wan2.7-i2v"}""")]
    [InlineData("""{"model": "wan2.7-i2v", "input": {"prompt": "x"}}""")]
    public async Task A_body_without_what_is_required_is_refused(string text)
    {
        await using var service = await EmulatedService.StartAsync();

        var reply = await service.SendAsync(HttpMethod.Post, EmulatedService.Video, async: true, change: request => request.Content = new StringContent(text));

        Assert.Equal((400, "InvalidParameter"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Fields_that_the_contract_does_not_know_pass_and_are_named_in_the_log()
    {
        await using var service = await EmulatedService.StartAsync();
        var body = Requests.ImageToVideo();
        body["input"]!["extend_prompt"] = true;
        body["input"]!["function"] = "x";
        body["parameters"]!["ratio"] = "16:9";
        body["input"]!["media"]![0]!["weight"] = 1;
        body["extra"] = new JsonObject();

        await service.SubmitAsync(EmulatedService.Video, body);
        await service.SubmitAsync(EmulatedService.Video, Requests.VideoEdit());

        var log = service.Server.Log.Entries;
        Assert.Equal(["extra", "input.extend_prompt", "input.function", "input.media[0].weight", "parameters.ratio"], log[0].UnknownFields.Order(StringComparer.Ordinal));
        Assert.Empty(log[1].UnknownFields);
    }

    [Fact]
    public async Task Rates_are_enforced_per_account_and_model_when_asked_for()
    {
        await using var service = await EmulatedService.StartAsync(static options => options with { EnforceRates = true });
        var rate = ContractData.Current.Limit("rate.submit.perSecond").Value;
        for (var index = 0; index < rate; index++)
        {
            await service.SubmitAsync(EmulatedService.Video, Requests.ImageToVideo());
        }

        var tooMany = await service.PostAsync(EmulatedService.Video, Requests.ImageToVideo(), async: true);
        var otherModel = await service.PostAsync(EmulatedService.Video, Requests.VideoEdit(), async: true);
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        var later = await service.PostAsync(EmulatedService.Video, Requests.ImageToVideo(), async: true);

        Assert.Equal((429, "Throttling.RateQuota"), (tooMany.Status, tooMany.Code));
        Assert.Equal((200, 200), (otherModel.Status, later.Status));
    }

    private static string MediaOf(int videos, int references)
        => $"[{string.Join(',', Enumerable.Repeat(Video, videos).Concat(Enumerable.Repeat(Reference, references)))}]";

    private static async Task RefusedAsync(string path, JsonNode body, bool async = true)
    {
        await using var service = await EmulatedService.StartAsync();

        var reply = await service.PostAsync(path, body, async);

        Assert.Equal((400, "InvalidParameter"), (reply.Status, reply.Code));
        var entry = Assert.Single(service.Server.Log.Entries);
        Assert.False(entry.Accepted);
        Assert.Equal("InvalidParameter", entry.Code);
        Assert.Null(entry.TaskId);
    }
}
