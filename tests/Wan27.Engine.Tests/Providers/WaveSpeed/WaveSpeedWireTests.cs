using System.Text.Json.Nodes;
using Wan27.Engine.Contract;
using Wan27.Engine.Providers;
using Wan27.Engine.Routes;
using Wan27.Engine.Tests.Results;
using Wan27.Engine.Tests.Samples;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Providers.WaveSpeed;

/// <summary>What goes over the wire to WaveSpeed, and what its answers become.</summary>
public sealed class WaveSpeedWireTests
{
    private const string Id = "pred_example01";

    private static readonly TaskAddress Asked = new(Id, "alibaba/wan-2.7/video-edit");

    [Fact]
    public async Task A_submit_goes_once_to_the_models_own_address()
    {
        await using var rig = new WrapperRig("WaveSpeed", static _ => SampleAnswer.Of("wavespeed_submit_edit"));

        var task = await rig.StartAsync(WaveSpeedRequests.VideoEdit);

        var sent = Assert.Single(rig.Server.Requests);
        Assert.Equal(("POST", "/api/v3/alibaba/wan-2.7/video-edit", $"Bearer {WrapperRig.Key}", "application/json"), (sent.Method, sent.PathAndQuery, sent.Headers["Authorization"], sent.Headers["Content-Type"]));
        Assert.Contains("\"duration\":0,", sent.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("enable_sync_mode", sent.Body, StringComparison.Ordinal);
        Assert.Equal((Id, "alibaba/wan-2.7/video-edit", "created", "WaveSpeed", "WaveSpeedAI", "wrapper_route"), (task.TaskId, task.Model, task.ProviderStatus, task.Provider, task.Owner, task.Contract));
    }

    [Theory]
    [InlineData(503, "<html>busy</html>")]
    [InlineData(200, """{"code":5000,"message":"internal"}""")]
    [InlineData(200, """{"code":200,"message":"success","data":{"status":"created"}}""")]
    [InlineData(200, """{"code":200,"message":"success","data":null}""")]
    [InlineData(200, "")]
    public async Task A_submit_whose_answer_leaves_it_open_is_never_sent_again_and_reported(int status, string body)
    {
        await using var rig = new WrapperRig("WaveSpeed", _ => WireAnswer.Text(status, body));

        var open = await Assert.ThrowsAsync<WanException>(() => rig.StartAsync(WaveSpeedRequests.VideoEdit));

        Assert.Single(rig.Server.Requests);
        Assert.Equal(("Wan.Async.SubmitIndeterminate", WanRetry.Ambiguous), (open.Error.ErrorId, open.Error.Retry));
        Assert.Contains("The answers of WaveSpeed do not tell jobs apart.", open.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429, """{"code":429,"message":"Too Many Requests"}""")]
    [InlineData(200, """{"code":429,"message":"Too Many Requests"}""")]
    public async Task A_throttle_is_the_one_answer_after_which_a_submit_is_sent_again(int status, string body)
    {
        await using var rig = new WrapperRig("WaveSpeed", request => request.Number == 1 ? WireAnswer.Text(status, body) : SampleAnswer.Of("wavespeed_submit_edit"));

        Assert.Equal(Id, (await rig.StartAsync(WaveSpeedRequests.VideoEdit)).TaskId);
        Assert.Equal(2, rig.Server.Requests.Count);
    }

    [Theory]
    [InlineData(401, """{"code":401,"message":"Unauthorized"}""", "Wan.Key.Unauthorized")]
    [InlineData(200, """{"code":401,"message":"Unauthorized"}""", "Wan.Key.Unauthorized")]
    [InlineData(402, """{"code":402,"message":"Insufficient balance"}""", "Wan.Billing.PaymentRequired")]
    [InlineData(400, """{"code":400,"message":"property prompt is missing"}""", "Wan.Route.BadRequest")]
    [InlineData(400, """{"code":1400,"message":"duration"}""", "Wan.Route.Parameter")]
    [InlineData(200, """{"code":"1401","message":"duration"}""", "Wan.Route.Parameter")]
    [InlineData(200, """{"code":1200,"message":"flagged"}""", "Wan.Content.Moderation")]
    [InlineData(404, """{"code":404,"message":"Not Found"}""", "Wan.Route.NotFound")]
    public async Task A_refused_submit_names_its_boundary_and_the_first_fix(int status, string body, string id)
    {
        await using var rig = new WrapperRig("WaveSpeed", _ => WireAnswer.Text(status, body));

        var refused = await Assert.ThrowsAsync<WanException>(() => rig.StartAsync(WaveSpeedRequests.VideoEdit));

        Assert.Single(rig.Server.Requests);
        Assert.Equal((id, "WaveSpeed", WanRetry.Never), (refused.Error.ErrorId, refused.Error.Provider, refused.Error.Retry));
        Assert.NotEmpty(refused.Error.RecommendedAction!);
    }

    [Theory]
    [InlineData("created", false)]
    [InlineData("processing", false)]
    [InlineData("dreaming", true)]
    public async Task Whatever_is_no_end_goes_on(string word, bool isUnknown)
    {
        await using var rig = new WrapperRig("WaveSpeed", _ => Ending(word));

        var answer = await rig.Client.Provider.PollAsync(Asked, CancellationToken.None);

        Assert.Equal((WanTaskState.Polling, word, isUnknown), (answer.State, answer.Status, answer.IsWordUnknown));
        Assert.Equal($"/api/v3/predictions/{Id}/result", Assert.Single(rig.Server.Requests).PathAndQuery);
    }

    [Fact]
    public async Task The_result_stands_in_the_answer_that_tells_of_the_end()
    {
        await using var rig = new WrapperRig("WaveSpeed", static _ => SampleAnswer.Of("wavespeed_completed"));

        var answer = await rig.Client.Provider.PollAsync(Asked, CancellationToken.None);

        Assert.Equal((WanTaskState.Completed, "completed", "https://cdn.wavespeed.ai/generated/example.mp4", null), (answer.State, answer.Status, answer.VideoUrl, answer.UrlExpiresAt));
        Assert.Single(rig.Server.Requests);
    }

    [Theory]
    [InlineData("1402", "Wan.Media.MediaAccess", WanRetry.Never)]
    [InlineData("1200", "Wan.Content.Moderation", WanRetry.Never)]
    [InlineData("1401", "Wan.Route.Parameter", WanRetry.Never)]
    [InlineData("1405", "Wan.Async.Prediction", WanRetry.Once)]
    [InlineData("\"5004\"", "Wan.Service.Server", WanRetry.Once)]
    [InlineData("null", "Wan.Service.PredictionFailed", WanRetry.Once)]
    public async Task A_failed_prediction_under_a_good_status_says_why(string code, string id, WanRetry retry)
    {
        await using var rig = new WrapperRig("WaveSpeed", _ => WireAnswer.Text(200, Sample.Wrapper("wavespeed_failed").AnswerText.Replace("\"code\":1402", $"\"code\":{code}", StringComparison.Ordinal)));

        var answer = await rig.Client.Provider.QueryAsync(Asked, CancellationToken.None);

        Assert.Equal((WanTaskState.Failed, "failed", id, retry, "Unable to access the provided media URL"), (answer.State, answer.Status, answer.Error!.ErrorId, answer.Error.Retry, answer.Error.ProviderMessage));
        if (retry == WanRetry.Once)
        {
            Assert.Equal("Read the provider's message. WaveSpeed gives back what a failed prediction cost within three hours; then submit it again if it is still wanted.", answer.Error.RecommendedAction);
        }

        Assert.Single(rig.Server.Requests);
    }

    [Theory]
    [InlineData("cancelled", WanTaskState.Canceled, "Wan.Async.TaskCanceled", "Submit it again if it is still wanted. WaveSpeedAI does not say whether it is billed: look at the balance first.")]
    [InlineData("timeout", WanTaskState.Failed, "Wan.Service.PredictionTimeout", "Read the provider's message. WaveSpeed gives back what a failed prediction cost within three hours; then submit it again if it is still wanted.")]
    [InlineData("deleted", WanTaskState.Expired, "Wan.Async.ResultGone", "It may have been billed, and nothing brings the result back: look at the balance. A new submit is billed anew.")]
    public async Task The_further_words_of_its_client_are_ends(string word, WanTaskState state, string id, string fix)
    {
        await using var rig = new WrapperRig("WaveSpeed", _ => Ending(word));

        var answer = await rig.Client.Provider.QueryAsync(Asked, CancellationToken.None);

        Assert.Equal((state, word, id, fix, word == "deleted"), (answer.State, answer.Status, answer.Error!.ErrorId, answer.Error.RecommendedAction, answer.ResultGone));
    }

    [Fact]
    public async Task Either_address_of_a_result_is_enough()
    {
        await using var rig = new WrapperRig("WaveSpeed", static request => request.PathAndQuery.EndsWith("/result", StringComparison.Ordinal) ? WireAnswer.Text(404, "404 page not found") : SampleAnswer.Of("wavespeed_completed"));

        Assert.Equal(WanTaskState.Completed, (await rig.Client.Provider.QueryAsync(Asked, CancellationToken.None)).State);
        Assert.Equal([$"/api/v3/predictions/{Id}/result", $"/api/v3/predictions/{Id}"], rig.Server.Requests.Select(static request => request.PathAndQuery));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(200)]
    public async Task A_prediction_that_neither_address_knows_is_not_given_up_while_it_is_young(int status)
    {
        await using var rig = new WrapperRig("WaveSpeed", request => request.Method == "POST" ? SampleAnswer.Of("wavespeed_submit_edit") : WireAnswer.Text(status, """{"code":404,"message":"prediction not found"}"""));
        var task = await rig.StartAsync(WaveSpeedRequests.VideoEdit);

        var doubted = await Assert.ThrowsAsync<WanException>(() => rig.Client.RefreshAsync(task, CancellationToken.None));

        Assert.Equal("Wan.Async.TaskDoubted", doubted.Error.ErrorId);
        Assert.Equal(WanTaskState.Expired, (await rig.Client.Provider.QueryAsync(Asked, CancellationToken.None)).State);
    }

    [Theory]
    [InlineData(200, """{"code":5003,"message":"busy"}""", WanRetry.Safe)]
    [InlineData(200, """{"code":1403,"message":"task"}""", WanRetry.Once)]
    [InlineData(500, """{"code":500,"message":"busy"}""", WanRetry.Safe)]
    public async Task An_error_of_the_look_says_nothing_of_the_prediction(int status, string body, WanRetry retry)
    {
        await using var rig = new WrapperRig("WaveSpeed", _ => WireAnswer.Text(status, body));

        Assert.Equal(retry, (await Assert.ThrowsAsync<WanException>(() => rig.Client.Provider.PollAsync(Asked, CancellationToken.None))).Error.Retry);
    }

    [Fact]
    public async Task An_answer_about_another_prediction_is_not_believed()
    {
        await using var rig = new WrapperRig("WaveSpeed", static _ => SampleAnswer.Of("wavespeed_completed"));

        Assert.Equal("Wan.Service.AnswerOfAnotherTask", (await Assert.ThrowsAsync<WanException>(() => rig.Client.Provider.QueryAsync("pred_other", CancellationToken.None))).Error.ErrorId);
    }

    [Fact]
    public async Task Nobody_in_between_leads_the_key_elsewhere()
    {
        await using var elsewhere = new LoopbackServer(static _ => WireAnswer.Text(200, "{}"));
        await using var rig = new WrapperRig("WaveSpeed", request => WireAnswer.Text(200, Sample.Wrapper(request.Method == "POST" ? "wavespeed_submit_edit" : "wavespeed_completed").AnswerText.Replace("https://api.wavespeed.ai", elsewhere.Url(string.Empty), StringComparison.Ordinal)), Pace);

        var task = await rig.StartAsync(WaveSpeedRequests.VideoEdit);

        Assert.Equal(WanTaskState.Completed, (await rig.Client.WaitAsync(task, null, static _ => { }, new NoLog(), CancellationToken.None)).State);
        Assert.Empty(elsewhere.Requests);
    }

    [Theory]
    [InlineData("https://api.wavespeed.ai/api/v3/predictions/x/result", true)]
    [InlineData("https://cdn.wavespeed.ai/generated/example.mp4", false)]
    [InlineData("http://api.wavespeed.ai/x", false)]
    [InlineData("https://upload.wavespeed.example.com/in.mp4", false)]
    public void The_key_goes_to_the_providers_own_host_only(string address, bool mayGo)
    {
        Environment.SetEnvironmentVariable("WAN27_TEST_WAVESPEED_HOSTS", WrapperRig.Key);
        var bundle = Engine.Profiles.Bundle.Resolve(
            new Engine.Profiles.StoredProfile { Name = "far", Provider = "WaveSpeed", Key = new Engine.Profiles.KeySource(Engine.Profiles.KeySourceKind.Variable, "WAN27_TEST_WAVESPEED_HOSTS") }, readSecret: null);

        if (mayGo)
        {
            Assert.Equal(new Uri(address), bundle.KeyAddress(address));
        }
        else
        {
            Assert.Equal("Wan.Region.HostNotOfProvider", Assert.Throws<WanException>(() => bundle.KeyAddress(address)).Error.ErrorId);
        }
    }

    [Fact]
    public async Task What_is_not_documented_is_refused_before_any_call()
    {
        await using var rig = new WrapperRig("WaveSpeed", static _ => SampleAnswer.Of("wavespeed_submit_edit"));

        var cancel = await Assert.ThrowsAsync<WanException>(() => rig.Client.Provider.CancelAsync(Asked, CancellationToken.None));
        var list = await Assert.ThrowsAsync<WanException>(() => rig.Client.Provider.ListAsync(new TaskListQuery(), CancellationToken.None));

        Assert.Equal("WaveSpeedAI offers no documented way to cancel a prediction.", cancel.Error.Message);
        Assert.Equal("WaveSpeedAI offers no documented list of predictions.", list.Error.Message);
        Assert.Empty(rig.Server.Requests);
    }

    [Theory]
    [InlineData("""{"Content-Type":"video/mp4"}""", "video/mp4", null)]
    [InlineData("""{"Content-Type":"application/x-other","x-upload-ticket":"t-1"}""", "application/x-other", "t-1")]
    [InlineData("{}", null, null)]
    public async Task A_local_file_goes_up_with_exactly_the_headers_of_its_ticket_and_without_the_key(string headers, string? type, string? ticketHeader)
    {
        LoopbackServer? store = null;
        await using var rig = new WrapperRig("WaveSpeed", request => request.PathAndQuery == "/api/v3/media/uploads"
            ? WireAnswer.Text(200, new JsonObject
            {
                ["code"] = 200, ["message"] = "success",
                ["data"] = new JsonObject
                {
                    ["download_url"] = "https://static.wavespeed.example.com/in.png",
                    ["upload"] = new JsonObject { ["method"] = "PUT", ["url"] = store!.Url("/in.png?sig=EXAMPLE"), ["headers"] = JsonNode.Parse(headers) },
                },
            }.ToJsonString())
            : SampleAnswer.Of("wavespeed_submit_edit"));
        await using var storage = store = new LoopbackServer(static _ => WireAnswer.Text(200));
        var file = Path.Combine(rig.Folder, "secret name.png");
        await File.WriteAllBytesAsync(file, [.. Media.HandMade.Png(2, false, 400, 400), .. new byte[1500]]);

        await rig.StartAsync(WaveSpeedRequests.VideoEdit with { ReferenceImages = [MediaSource.Local(file)] });

        var ticket = rig.Server.Requests.First();
        var asked = JsonNode.Parse(ticket.Body)!.AsObject();
        Assert.Equal(("POST", $"Bearer {WrapperRig.Key}"), (ticket.Method, ticket.Headers["Authorization"]));
        Assert.Equal((new FileInfo(file).Length, "image/png"), (asked["size"]!.GetValue<long>(), asked["content_type"]!.GetValue<string>()));
        Assert.Equal(["filename", "size", "content_type"], asked.Select(static field => field.Key));
        Assert.DoesNotContain("secret", ticket.Body, StringComparison.Ordinal);
        var put = Assert.Single(storage.Requests);
        Assert.Equal(("PUT", "/in.png?sig=EXAMPLE", type, ticketHeader), (put.Method, put.PathAndQuery, put.Headers.GetValueOrDefault("Content-Type"), put.Headers.GetValueOrDefault("x-upload-ticket")));
        Assert.DoesNotContain(put.Headers, static header => header.Value.Contains(WrapperRig.Key, StringComparison.Ordinal) || header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("https://static.wavespeed.example.com/in.png", JsonNode.Parse(rig.Server.Requests.Last().Body)!["images"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task A_ticket_that_leads_to_an_open_line_is_refused()
    {
        await using var rig = new WrapperRig("WaveSpeed", static _ => WireAnswer.Text(200, Sample.Wrapper("wavespeed_upload_ticket").AnswerText.Replace("https://upload.", "http://upload.", StringComparison.Ordinal)));
        var file = Path.Combine(rig.Folder, "a.png");
        await File.WriteAllBytesAsync(file, [.. Media.HandMade.Png(2, false, 400, 400), .. new byte[1500]]);

        Assert.Equal("Wan.Media.UploadHostNotSecure", (await Assert.ThrowsAsync<WanException>(() => rig.Client.Provider.UploadAsync(file, Asked.Model!, new NoLog(), CancellationToken.None))).Error.ErrorId);
    }

    [Theory]
    [InlineData(404, """{"code":404,"message":"prediction not found"}""", 401, true, null)]
    [InlineData(401, """{"code":401,"message":"Unauthorized"}""", 401, false, "Wan.Key.Unauthorized")]
    [InlineData(404, """{"code":404,"message":"prediction not found"}""", 404, null, "Wan.Key.KeyNotTold")]
    [InlineData(429, """{"code":429,"message":"Too Many Requests"}""", 401, null, "Wan.Quota.TooManyRequests")]
    public async Task The_key_is_tried_by_a_look_at_a_prediction_that_nobody_has(int status, string body, int without, bool? accepted, string? error)
    {
        await using var rig = new WrapperRig("WaveSpeed", _ => WireAnswer.Text(status, body));
        var probe = ProviderRegistry.Of("WaveSpeed").Probe(new ProviderConnection(rig.Host.Http, rig.Client.Bundle, TimeProvider.System, rig.Host.Gate, new UploadMemory(TimeProvider.System)));

        var verdict = await probe.AskKeyAsync(without, CancellationToken.None);

        Assert.Equal((accepted, error), (verdict.Accepted, verdict.Error?.ErrorId));
        Assert.All(rig.Server.Requests, static request => Assert.Equal("GET", request.Method));
    }

    private static readonly IReadOnlyDictionary<string, double> Pace = new Dictionary<string, double> { ["poll.videoedit.first.seconds"] = 0.01, ["poll.videoedit.seconds"] = 0.01 };

    private static WireAnswer Ending(string word) => WireAnswer.Text(200, Sample.Wrapper("wavespeed_processing").AnswerText.Replace("\"status\":\"processing\"", $"\"status\":\"{word}\"", StringComparison.Ordinal));
}
