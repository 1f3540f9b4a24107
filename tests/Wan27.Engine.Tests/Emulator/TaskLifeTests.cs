using System.Text.Json.Nodes;

namespace Wan27.Engine.Tests.Emulator;

public sealed class TaskLifeTests
{
    [Fact]
    public async Task A_task_walks_from_pending_over_running_to_succeeded()
    {
        await using var service = await EmulatedService.StartAsync();
        var id = await service.SubmitAsync(EmulatedService.Video, Requests.ImageToVideo());

        Assert.Equal("PENDING", (await service.TaskAsync(id)).At("output.task_status"));
        service.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("RUNNING", (await service.TaskAsync(id)).At("output.task_status"));
        service.Clock.Advance(TimeSpan.FromSeconds(8));
        var done = await service.TaskAsync(id);

        Assert.Equal("SUCCEEDED", done.At("output.task_status"));
        Assert.Equal("2026-11-05 10:00:03.576", done.At("output.submit_time"));
        Assert.Equal("2026-11-05 10:00:05.576", done.At("output.scheduled_time"));
        Assert.Equal("2026-11-05 10:00:13.576", done.At("output.end_time"));
        Assert.Equal("The boat turns", done.At("output.orig_prompt"));
        Assert.StartsWith(service.Server.Url.AbsoluteUri, done.At("output.video_url"));
    }

    [Fact]
    public async Task A_task_id_is_a_uuid_and_differs_from_the_next()
    {
        await using var service = await EmulatedService.StartAsync();

        var first = await service.SubmitAsync(EmulatedService.Video, Requests.ImageToVideo());
        var second = await service.SubmitAsync(EmulatedService.Video, Requests.ImageToVideo());

        Assert.True(Guid.TryParse(first, out _));
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task An_id_older_than_a_day_and_one_never_known_are_unknown_with_status_200()
    {
        await using var service = await EmulatedService.StartAsync();
        var id = await service.SubmitAsync(EmulatedService.Video, Requests.ImageToVideo());
        service.Clock.Advance(TimeSpan.FromHours(24));

        Assert.All(
            new[] { await service.TaskAsync(id), await service.TaskAsync(Guid.NewGuid().ToString()) },
            static reply =>
            {
                Assert.Equal(200, reply.Status);
                Assert.Equal("UNKNOWN", reply.At("output.task_status"));
                Assert.Equal(2, reply.Json["output"]!.AsObject().Count);
            });
    }

    [Fact]
    public async Task Another_account_does_not_see_the_task()
    {
        await using var service = await EmulatedService.StartAsync();
        var id = await service.SubmitAsync(EmulatedService.Video, Requests.ImageToVideo());

        var reply = await service.GetAsync("/api/v1/tasks/" + id, key: "sk-someone-else");

        Assert.Equal("UNKNOWN", reply.At("output.task_status"));
    }

    [Fact]
    public async Task Only_a_pending_task_is_cancelled()
    {
        await using var service = await EmulatedService.StartAsync();
        var pending = await service.SubmitAsync(EmulatedService.Video, Requests.ImageToVideo());
        var canceled = await service.SendAsync(HttpMethod.Post, $"/api/v1/tasks/{pending}/cancel");
        var running = await service.SubmitAsync(EmulatedService.Video, Requests.ImageToVideo());
        service.Clock.Advance(TimeSpan.FromSeconds(2));
        var refused = await service.SendAsync(HttpMethod.Post, $"/api/v1/tasks/{running}/cancel");

        Assert.Equal(200, canceled.Status);
        Assert.Equal("CANCELED", (await service.TaskAsync(pending)).At("output.task_status"));
        Assert.Equal((400, "UnsupportedOperation"), (refused.Status, refused.Code));
        Assert.Equal("RUNNING", (await service.TaskAsync(running)).At("output.task_status"));
    }

    [Fact]
    public async Task With_restricted_running_the_sixth_task_of_a_model_waits_and_moves_up_when_one_ahead_is_cancelled()
    {
        await using var service = await EmulatedService.StartAsync(static options => options with { RestrictRunning = true });
        var ids = new List<string>();
        var places = Wan27.Engine.Contract.ContractData.Current.Limit("rate.running.max").Value;
        for (var index = 0; index < places + 2; index++)
        {
            ids.Add(await service.SubmitAsync(EmulatedService.Video, Requests.ImageToVideo()));
        }

        service.Clock.Advance(TimeSpan.FromSeconds(5));
        var states = new List<string>();
        foreach (var id in ids)
        {
            states.Add((await service.TaskAsync(id)).At("output.task_status"));
        }

        Assert.Equal(places, states.Count(static state => state == "RUNNING"));
        Assert.Equal(["PENDING", "PENDING"], states[^2..]);
        await service.SendAsync(HttpMethod.Post, $"/api/v1/tasks/{ids[^2]}/cancel");
        service.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("RUNNING", (await service.TaskAsync(ids[^1])).At("output.task_status"));
    }

    [Fact]
    public async Task Image_to_video_usage_is_counted_in_integers()
    {
        await using var service = await EmulatedService.StartAsync();

        var done = await service.FinishAsync(EmulatedService.Video, Requests.ImageToVideo());

        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"duration": 2, "input_video_duration": 0, "output_video_duration": 2, "video_count": 1, "SR": 720}"""), done.Json["usage"]), done.Text);
    }

    [Theory]
    [InlineData("""{"resolution": "720P"}""", 5.02, 720)]
    [InlineData("""{"duration": 3}""", 3, 1080)]
    public async Task Video_edit_bills_input_and_output_seconds_and_cuts_both_by_the_duration(string parameters, double seconds, int tier)
    {
        await using var service = await EmulatedService.StartAsync();

        var usage = (await service.FinishAsync(EmulatedService.Video, Requests.VideoEdit(parameters: parameters))).Json["usage"]!;

        Assert.Equal(seconds * 2, usage["duration"]!.GetValue<double>(), 3);
        Assert.Equal(seconds, usage["input_video_duration"]!.GetValue<double>());
        Assert.Equal(seconds, usage["output_video_duration"]!.GetValue<double>());
        Assert.Equal(tier, usage["SR"]!.GetValue<int>());
    }

    [Fact]
    public async Task An_image_task_ends_with_choices_and_usage()
    {
        await using var service = await EmulatedService.StartAsync();

        var done = await service.FinishAsync(EmulatedService.ImageAsync, Requests.Image(parameters: """{"size": "1K", "n": 2}"""));

        Assert.Equal("SUCCEEDED", done.At("output.task_status"));
        Assert.Equal("true", done.At("output.finished"));
        Assert.Equal("image", done.At("output.choices.1.message.content.0.type"));
        Assert.Equal("2", done.At("usage.image_count"));
        Assert.Equal("1024*1024", done.At("usage.size"));
    }

    [Fact]
    public async Task A_set_of_images_is_one_choice_with_several_contents()
    {
        await using var service = await EmulatedService.StartAsync();

        var reply = await service.PostAsync(EmulatedService.ImageSync, Requests.Image(parameters: """{"size": "1K", "n": 4, "enable_sequential": true}"""));

        Assert.Single(reply.Json["output"]!["choices"]!.AsArray());
        Assert.Equal(4, reply.Json["output"]!["choices"]![0]!["message"]!["content"]!.AsArray().Count);
    }
}
