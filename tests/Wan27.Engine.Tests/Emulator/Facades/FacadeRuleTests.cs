using System.Text.Json.Nodes;
using Wan27.Emulator;

namespace Wan27.Engine.Tests.Emulator.Facades;

/// <summary>What the facades refuse, forget and count, beside the samples.</summary>
public sealed class FacadeRuleTests
{
    private const string Edit = "/v1/models/wan-video/wan-2.7-videoedit/predictions";

    [Theory]
    [InlineData("replicate", Edit, """{"input":{"video":"https://cdn.example.com/a.mp4","prompt":"x","watermark":false}}""", 422)]
    [InlineData("replicate", Edit, """{"input":{"video":"https://cdn.example.com/a.mp4","prompt":"x","duration":"5"}}""", 422)]
    [InlineData("replicate", Edit, """{"input":{"video":"https://cdn.example.com/a.mp4","prompt":"x","duration":0}}""", 422)]
    [InlineData("replicate", Edit, """{"video":"https://cdn.example.com/a.mp4","prompt":"x"}""", 422)]
    [InlineData("replicate", "/v1/models/wan-video/wan-2.7/predictions", """{"input":{}}""", 404)]
    [InlineData("novita", "/v3/async/wan2.7-i2v", """{"input":{"image_url":"https://cdn.example.com/a.png"}}""", 400)]
    [InlineData("novita", "/v3/async/wan2.7-i2v", """{"image_url":"https://cdn.example.com/a.png","first_clip_url":"https://cdn.example.com/a.mp4"}""", 400)]
    [InlineData("novita", "/v3/async/wan2.7-i2v", """{"image_url":"https://cdn.example.com/a.png","duration":"5"}""", 400)]
    [InlineData("novita", "/v3/async/wan2.7-t2v", """{"prompt":"x","resolution":"720P"}""", 400)]
    [InlineData("wavespeed", "/api/v3/alibaba/wan-2.7/video-edit", """{"prompt":"x","video":"https://cdn.example.com/a.mp4","ratio":"1:1"}""", 400)]
    [InlineData("wavespeed", "/api/v3/alibaba/wan-2.7/video-edit", """{"video":"https://cdn.example.com/a.mp4"}""", 400)]
    [InlineData("wavespeed", "/api/v3/alibaba/wan-2.7/image-to-video", "{}", 404)]
    [InlineData("fal", "/fal-ai/wan/v2.6/text-to-video", "{}", 404)]
    [InlineData("fal", "/api/v1/services/aigc/video-generation/video-synthesis", "{}", 404)]
    public async Task What_a_page_does_not_name_is_refused(string provider, string path, string body, int status)
    {
        await using var rig = await FacadeRig.StartAsync();

        Assert.Equal(status, (await rig.AsAsync(provider, "POST", path, JsonNode.Parse(body))).Status);
        Assert.False(rig.LastEntry.Accepted);
    }

    [Theory]
    [InlineData("""{"prompt":"x","watermark":false}""", "extra_forbidden")]
    [InlineData("""{"prompt":"x","duration":"5"}""", "literal_error")]
    [InlineData("""{"duration":5}""", "missing")]
    public async Task The_queue_takes_a_bad_input_and_the_model_refuses_it(string body, string type)
    {
        await using var rig = await FacadeRig.StartAsync();
        var id = (await rig.AsAsync("fal", "POST", "/fal-ai/wan/v2.7/text-to-video", JsonNode.Parse(body))).At("request_id");
        rig.Pass(10);

        Assert.Equal("COMPLETED", (await rig.AsAsync("fal", "GET", $"/fal-ai/wan/requests/{id}/status")).At("status"));
        var result = await rig.AsAsync("fal", "GET", $"/fal-ai/wan/requests/{id}");
        Assert.Equal((422, type), (result.Status, result.At("detail.0.type")));
    }

    [Theory]
    [InlineData("fal", "GET", "/fal-ai/wan/requests/5c0e7a10-2f44-4d19-9a77-6b8c1d2e3f00/status", "Bearer emulator-fal:0f0e0d0c", 401)]
    [InlineData("fal", "GET", "/fal-ai/wan/requests/5c0e7a10-2f44-4d19-9a77-6b8c1d2e3f00/status", "Key r8_other", 401)]
    [InlineData("replicate", "GET", "/v1/predictions", "Bearer sk-official", 401)]
    [InlineData("replicate", "GET", "/v1/predictions", "Token r8_emulator", 401)]
    [InlineData("novita", "GET", "/v3/async/task-result?task_id=x", "Bearer r8_emulator", 403)]
    [InlineData("novita", "GET", "/v3/async/task-result?task_id=x", "", 400)]
    [InlineData("wavespeed", "GET", "/api/v3/predictions/x/result", "Key emulator-wavespeed", 401)]
    public async Task A_key_of_another_form_opens_nothing(string provider, string method, string path, string key, int status)
    {
        await using var rig = await FacadeRig.StartAsync();

        Assert.Equal(status, (await rig.SendAsync(method, $"/{provider}{path}", key.Length == 0 ? new Dictionary<string, string>() : new Dictionary<string, string> { ["Authorization"] = key })).Status);
    }

    [Theory]
    [InlineData("fal_submit_i2v", "fal", "/fal-ai/wan/requests/{0}/status")]
    [InlineData("replicate_submit_i2v", "replicate", "/v1/predictions/{0}")]
    [InlineData("novita_submit_i2v", "novita", "/v3/async/task-result?task_id={0}")]
    [InlineData("wavespeed_submit_edit", "wavespeed", "/api/v3/predictions/{0}")]
    public async Task A_cut_off_submit_may_have_been_taken_in_and_the_task_is_there(string submit, string provider, string look)
    {
        await using var rig = await FacadeRig.StartAsync();
        rig.Server.Faults.Add(new() { Kind = FaultKind.DropAfterAccept, Count = 1 });

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => rig.AsAsync(provider, "POST", FacadeRig.PathOf(Samples.Sample.Wrapper(submit).Root["request"]!["url"]!.GetValue<string>())[(provider.Length + 1)..], Samples.Sample.Wrapper(submit).Body.DeepClone()));

        var cut = rig.LastEntry;
        Assert.True(cut.Accepted);
        Assert.InRange((await rig.AsAsync(provider, "GET", string.Format(System.Globalization.CultureInfo.InvariantCulture, look, cut.TaskId))).Status, 200, 202);
    }

    [Fact]
    public async Task An_address_of_a_result_dies_and_takes_no_key()
    {
        await using var rig = await FacadeRig.StartAsync();
        var id = await rig.SubmitAsync("replicate_submit_i2v");
        rig.Pass(10);
        var url = (await rig.SendAsync("replicate_succeeded_video", id: id)).At("output");

        Assert.Equal(200, (await rig.SendAsync("GET", url, new Dictionary<string, string>())).Status);
        Assert.Equal(400, (await rig.SendAsync("GET", url, new Dictionary<string, string> { ["Authorization"] = rig.KeyOf("replicate") })).Status);
        Assert.Equal(403, (await rig.SendAsync("GET", url + "0", new Dictionary<string, string>())).Status);
        rig.Pass(3600);
        Assert.Equal(404, (await rig.SendAsync("GET", url, new Dictionary<string, string>())).Status);
    }

    [Fact]
    public async Task A_large_answer_is_kept_for_six_minutes_only()
    {
        await using var rig = await FacadeRig.StartAsync();
        var id = await rig.SubmitAsync("fal_submit_i2v", static body => body["prompt"] = new string('\u4e00', 5000));
        rig.Pass(10 + 359);
        Assert.Equal(200, (await rig.SendAsync("fal_result_video", id: id)).Status);

        rig.Pass(1);

        Assert.Equal(404, (await rig.SendAsync("fal_result_video", id: id)).Status);
        Assert.Equal("COMPLETED", (await rig.SendAsync("fal_status_completed", id: id)).At("status"));
    }

    [Fact]
    public async Task The_clock_can_be_moved_on_from_outside()
    {
        await using var rig = await FacadeRig.StartAsync();
        var id = await rig.SubmitAsync("fal_submit_i2v");

        Assert.Equal(200, (await rig.SendAsync("POST", "/_emulator/clock", new Dictionary<string, string>(), JsonNode.Parse("""{"advanceSeconds":3610}"""))).Status);

        Assert.Equal(404, (await rig.SendAsync("fal_result_video", id: id)).Status);
        Assert.Equal(400, (await rig.SendAsync("POST", "/_emulator/clock", new Dictionary<string, string>(), JsonNode.Parse("""{"advanceSeconds":-1}"""))).Status);
    }

    [Fact]
    public async Task Rates_are_counted_where_that_is_asked_for()
    {
        await using var rig = await FacadeRig.StartAsync(static options => options with { EnforceRates = true });
        for (var sent = 0; sent < 5; sent++)
        {
            await rig.SubmitAsync("wavespeed_submit_edit");
        }

        Assert.Equal(429, (await rig.SendAsync("wavespeed_submit_edit")).Status);
        rig.Pass(60);
        await rig.SubmitAsync("wavespeed_submit_edit");
    }
}
