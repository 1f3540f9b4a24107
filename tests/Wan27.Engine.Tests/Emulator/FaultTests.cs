using System.Net.Http.Headers;
using System.Text.Json;
using Wan27.Emulator;

namespace Wan27.Engine.Tests.Emulator;

public sealed class FaultTests
{
    [Theory]
    [InlineData(FaultKind.DropBeforeBody, 0)]
    [InlineData(FaultKind.DropAfterBody, 0)]
    [InlineData(FaultKind.DropAfterAccept, 1)]
    public async Task A_dropped_submit_leaves_a_task_only_when_it_was_accepted(FaultKind kind, int tasks)
    {
        await using var service = await EmulatedService.StartAsync();
        service.Server.Faults.Add(new() { Kind = kind, Operation = "video.submit", Count = 1 });

        await Assert.ThrowsAsync<HttpRequestException>(() => service.PostAsync(EmulatedService.Video, Requests.ImageToVideo(), async: true));

        Assert.Equal(tasks.ToString(System.Globalization.CultureInfo.InvariantCulture), (await service.GetAsync("/api/v1/tasks/")).At("total"));
        var entry = Assert.Single(service.Server.Log.Of("video.submit"));
        Assert.Equal((kind.ToString(), 0, tasks == 1), (entry.Fault, entry.Status, entry.Accepted));
    }

    [Theory]
    [InlineData(FaultKind.Status, 0)]
    [InlineData(FaultKind.StatusAfterAccept, 1)]
    public async Task An_error_answer_carries_code_and_wait_and_may_hide_a_task(FaultKind kind, int tasks)
    {
        await using var service = await EmulatedService.StartAsync();
        service.Server.Faults.Add(new() { Kind = kind, Operation = "video.*", Status = 429, Code = "Throttling.BurstRate", RetryAfter = 7, Nth = 2 });

        await service.SubmitAsync(EmulatedService.Video, Requests.ImageToVideo());
        var second = await service.PostAsync(EmulatedService.Video, Requests.ImageToVideo(), async: true);
        await service.SubmitAsync(EmulatedService.Video, Requests.ImageToVideo());

        Assert.Equal((429, "Throttling.BurstRate", "7"), (second.Status, second.Code, second.Headers["Retry-After"]));
        Assert.Equal(2 + tasks, (await service.GetAsync("/api/v1/tasks/")).Json["total"]!.GetValue<int>());
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(5400)]
    public async Task A_shifted_date_is_all_that_is_wrong_with_its_answer(int shift)
    {
        await using var service = await EmulatedService.StartAsync();
        service.Server.Faults.Add(new() { Kind = FaultKind.ShiftedDate, Shift = shift, Count = 1 });

        var shifted = await service.GetAsync("/api/v1/tasks/");
        var right = await service.GetAsync("/api/v1/tasks/");

        Assert.Equal((200, "0"), (shifted.Status, shifted.At("total")));
        Assert.InRange((Date(shifted) - Date(right)).TotalSeconds, shift - 60, shift + 1);

        static DateTimeOffset Date(Reply reply) => DateTimeOffset.Parse(reply.Headers["Date"], System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Without_a_wait_there_is_no_such_header_and_the_code_follows_the_status()
    {
        await using var service = await EmulatedService.StartAsync();
        service.Server.Faults.Add(new() { Kind = FaultKind.Status, Status = 503 });

        var reply = await service.GetAsync("/api/v1/tasks/");

        Assert.Equal((503, "ModelUnavailable"), (reply.Status, reply.Code));
        Assert.DoesNotContain("Retry-After", reply.Headers.Keys);
    }

    [Theory]
    [InlineData(FailureForm.Output)]
    [InlineData(FailureForm.Bare)]
    [InlineData(FailureForm.Flat)]
    public async Task A_task_fails_in_each_documented_form(FailureForm form)
    {
        await using var service = await EmulatedService.StartAsync();
        service.Server.Faults.Add(new() { Kind = FaultKind.FailTask, Code = "DataInspectionFailed", Message = "no", Form = form });

        var done = await service.FinishAsync(EmulatedService.Video, Requests.ImageToVideo());

        Assert.Equal(200, done.Status);
        Assert.Null(done.Json["usage"]);
        Assert.Equal(form == FailureForm.Flat ? null : "FAILED", done.Json["output"]?["task_status"]?.GetValue<string>());
        Assert.Equal(form == FailureForm.Output ? "DataInspectionFailed" : null, done.Json["output"]?["code"]?.GetValue<string>());
        Assert.Equal(form == FailureForm.Flat ? "DataInspectionFailed" : null, done.Json["code"]?.GetValue<string>());
    }

    [Fact]
    public async Task A_half_body_announces_its_whole_length_and_can_be_resumed()
    {
        await using var service = await EmulatedService.StartAsync();
        var url = await service.ClipUrlAsync();
        var whole = (await service.DownloadAsync(url)).Body;
        service.Server.Faults.Add(new() { Kind = FaultKind.HalfBody, Count = 1 });

        using var response = await service.Client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        var got = new MemoryStream();
        var cut = await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(got));
        var rest = await service.DownloadAsync(url, request =>
        {
            request.Headers.Range = new RangeHeaderValue(got.Length, null);
            request.Headers.IfRange = new RangeConditionHeaderValue(response.Headers.ETag!);
        });

        Assert.NotNull(cut);
        Assert.Equal(whole.Length, response.Content.Headers.ContentLength);
        Assert.Equal(whole.Length / 2, got.Length);
        Assert.Equal(206, rest.Status);
        Assert.Equal(whole, got.ToArray().Concat(rest.Body));
    }

    [Fact]
    public async Task A_wrong_checksum_comes_with_the_right_bytes_and_swapped_bytes_with_the_right_checksum()
    {
        await using var service = await EmulatedService.StartAsync();
        var url = await service.ClipUrlAsync();
        var good = await service.DownloadAsync(url);
        service.Server.Faults.Add(new() { Kind = FaultKind.WrongChecksum, Count = 1 }).Add(new() { Kind = FaultKind.SwappedBody, Nth = 2 });

        var wrong = await service.DownloadAsync(url);
        var swapped = await service.DownloadAsync(url);

        Assert.Equal(good.Body, wrong.Body);
        Assert.NotEqual(good.Headers["x-oss-hash-crc64ecma"], wrong.Headers["x-oss-hash-crc64ecma"]);
        Assert.NotEqual(good.Headers["Content-MD5"], wrong.Headers["Content-MD5"]);
        Assert.Equal(good.Body.Length, swapped.Body.Length);
        Assert.NotEqual(good.Body, swapped.Body);
        Assert.Equal(good.Headers["x-oss-hash-crc64ecma"], swapped.Headers["x-oss-hash-crc64ecma"]);
    }

    [Fact]
    public async Task A_url_that_expires_early_stays_dead_and_the_task_hands_out_a_new_one()
    {
        await using var service = await EmulatedService.StartAsync();
        var id = await service.SubmitAsync(EmulatedService.Video, Requests.ImageToVideo());
        service.Clock.Advance(TimeSpan.FromSeconds(10));
        var url = (await service.TaskAsync(id)).At("output.video_url");
        service.Server.Faults.Add(new() { Kind = FaultKind.ExpireEarly, TaskId = id, Count = 1 });

        var dead = await service.DownloadAsync(url);
        var again = await service.DownloadAsync(url);
        var renewed = await service.DownloadAsync((await service.TaskAsync(id)).At("output.video_url"));

        Assert.All(new[] { dead, again }, static reply =>
        {
            Assert.Equal(403, reply.Status);
            Assert.Contains("<Message>Request has expired.</Message>", reply.Text, StringComparison.Ordinal);
        });
        Assert.Equal(200, renewed.Status);
    }

    [Fact]
    public async Task Half_a_json_is_a_complete_answer_that_does_not_parse()
    {
        await using var service = await EmulatedService.StartAsync();
        service.Server.Faults.Add(new() { Kind = FaultKind.HalfJson, Operation = "task.list", Count = 1 });

        var reply = await service.GetAsync("/api/v1/tasks/");

        Assert.Equal(200, reply.Status);
        Assert.ThrowsAny<JsonException>(() => reply.Json);
    }

    [Fact]
    public async Task A_task_can_be_unknown_once()
    {
        await using var service = await EmulatedService.StartAsync();
        var id = await service.SubmitAsync(EmulatedService.Video, Requests.ImageToVideo());
        service.Server.Faults.Add(new() { Kind = FaultKind.UnknownOnce, Count = 1 });

        Assert.Equal("UNKNOWN", (await service.TaskAsync(id)).At("output.task_status"));
        Assert.Equal("PENDING", (await service.TaskAsync(id)).At("output.task_status"));
    }

    [Fact]
    public async Task A_submit_can_be_taken_in_seconds_after_its_connection_has_died()
    {
        await using var service = await EmulatedService.StartAsync();
        service.Server.Faults.Add(new() { Kind = FaultKind.LateAccept, Delay = 5, Count = 1 });
        await Assert.ThrowsAsync<HttpRequestException>(() => service.PostAsync(EmulatedService.Video, Requests.ImageToVideo(), async: true));
        var sent = service.Clock.GetUtcNow();

        service.Clock.Advance(TimeSpan.FromSeconds(4.9));
        var before = await service.GetAsync("/api/v1/tasks/");
        service.Clock.Advance(TimeSpan.FromSeconds(0.1));
        var created = await service.Server.Log.WaitForAsync(static entry => entry is { Operation: "video.submit", Accepted: true });
        var after = await service.GetAsync("/api/v1/tasks/");

        Assert.Equal(("0", "1"), (before.At("total"), after.At("total")));
        Assert.Equal(("LateAccept", 0), (created.Fault, created.Status));
        Assert.Equal(created.TaskId, after.At("data.0.task_id"));
        Assert.Equal(sent.AddSeconds(5).ToUnixTimeMilliseconds(), after.Json["data"]![0]!["gmt_create"]!.GetValue<long>());
    }

    [Fact]
    public async Task A_submit_that_waits_to_be_taken_in_does_not_hold_up_the_end()
    {
        var service = await EmulatedService.StartAsync();
        service.Server.Faults.Add(new() { Kind = FaultKind.LateAccept, Delay = 3600 });
        await Assert.ThrowsAsync<HttpRequestException>(() => service.PostAsync(EmulatedService.Video, Requests.ImageToVideo(), async: true));

        await service.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.False(Assert.Single(service.Server.Log.Of("video.submit")).Accepted);
    }

    [Fact]
    public async Task The_list_can_lag_behind_the_tasks_themselves()
    {
        await using var service = await EmulatedService.StartAsync();
        service.Server.Faults.Add(new() { Kind = FaultKind.LateList, Delay = 5 });
        var id = await service.SubmitAsync(EmulatedService.Video, Requests.ImageToVideo());

        service.Clock.Advance(TimeSpan.FromSeconds(4.9));
        var early = await service.GetAsync("/api/v1/tasks/");
        var look = await service.TaskAsync(id);
        service.Clock.Advance(TimeSpan.FromSeconds(0.1));
        var late = await service.GetAsync("/api/v1/tasks/");

        Assert.Equal(("0", "RUNNING", "1"), (early.At("total"), look.At("output.task_status"), late.At("total")));
    }

    [Theory]
    [InlineData(FaultKind.FailedOnce, "FAILED", "InternalError")]
    [InlineData(FaultKind.CanceledOnce, "CANCELED", null)]
    public async Task A_task_can_be_said_to_have_ended_while_it_goes_on(FaultKind kind, string status, string? code)
    {
        await using var service = await EmulatedService.StartAsync();
        var id = await service.SubmitAsync(EmulatedService.Video, Requests.ImageToVideo());
        service.Server.Faults.Add(new() { Kind = kind, Code = "InternalError", Count = 1 });

        var wrong = await service.TaskAsync(id);
        var right = await service.TaskAsync(id);

        Assert.Equal((status, code), (wrong.At("output.task_status"), wrong.Json["output"]!["code"]?.GetValue<string>()));
        Assert.Equal("PENDING", right.At("output.task_status"));
    }

    [Theory]
    [InlineData(FaultKind.TrimmedPrompt, "  a fox\n runs \n", "a fox\n runs")]
    [InlineData(FaultKind.OtherLineEnds, " a fox\n runs ", " a fox\r\n runs ")]
    [InlineData(FaultKind.OtherLineEnds, "a fox\r\nruns", "a fox\nruns")]
    public async Task A_finished_task_can_tell_its_prompt_in_another_form(FaultKind kind, string sent, string told)
    {
        await using var service = await EmulatedService.StartAsync();
        service.Server.Faults.Add(new() { Kind = kind, Count = 1 });
        var body = Requests.ImageToVideo();
        body["input"]!["prompt"] = sent;
        var id = await service.SubmitAsync(EmulatedService.Video, body);
        service.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(told, (await service.TaskAsync(id)).At("output.orig_prompt"));
        Assert.Equal(sent, (await service.TaskAsync(id)).At("output.orig_prompt"));
    }

    [Fact]
    public async Task A_slow_answer_waits_for_the_clock()
    {
        await using var service = await EmulatedService.StartAsync();
        service.Server.Faults.Add(new() { Kind = FaultKind.Slow, Operation = "task.list", Delay = 30, BytesPerSecond = 100 });

        var pending = service.GetAsync("/api/v1/tasks/");
        await service.Server.Log.WaitForAsync(static entry => entry.Status == 200);
        Assert.False(pending.IsCompleted);
        var begun = service.Clock.GetUtcNow();
        while (!pending.IsCompleted)
        {
            service.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(200, (await pending).Status);
        Assert.True(service.Clock.GetUtcNow() - begun >= TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Every_nth_count_model_and_condition_choose_the_requests()
    {
        await using var service = await EmulatedService.StartAsync();
        service.Server.Faults
            .Add(new() { Kind = FaultKind.Status, Operation = "task.list", Every = 2, Count = 2 })
            .Add(new() { Kind = FaultKind.Status, Model = "wan2.7-videoedit", Status = 502 })
            .Add(new() { Kind = FaultKind.Status, When = static subject => subject.TaskId == "x", Status = 504 });

        var statuses = new List<int>();
        for (var index = 0; index < 6; index++)
        {
            statuses.Add((await service.GetAsync("/api/v1/tasks/")).Status);
        }

        Assert.Equal([200, 500, 200, 500, 200, 200], statuses);
        Assert.Equal(502, (await service.PostAsync(EmulatedService.Video, Requests.VideoEdit(), async: true)).Status);
        Assert.Equal(200, (await service.PostAsync(EmulatedService.Video, Requests.ImageToVideo(), async: true)).Status);
        Assert.Equal(504, (await service.TaskAsync("x")).Status);
        service.Server.Faults.Clear();
        Assert.Equal(200, (await service.TaskAsync("x")).Status);
    }

    [Fact]
    public async Task A_seed_makes_chance_repeatable()
    {
        Assert.Equal(await RunAsync(), await RunAsync());

        static async Task<string> RunAsync()
        {
            await using var service = await EmulatedService.StartAsync();
            service.Server.Faults.Add(new() { Kind = FaultKind.Status, Probability = 0.5, Seed = 3 });
            var statuses = new List<int>();
            for (var index = 0; index < 20; index++)
            {
                statuses.Add((await service.GetAsync("/api/v1/tasks/")).Status);
            }

            Assert.Contains(200, statuses);
            Assert.Contains(500, statuses);
            return string.Join(' ', statuses);
        }
    }
}
