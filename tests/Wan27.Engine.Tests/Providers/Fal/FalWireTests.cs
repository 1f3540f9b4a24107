using System.Text;
using System.Text.Json.Nodes;
using Wan27.Engine.Contract;
using Wan27.Engine.Providers;
using Wan27.Engine.Tests.Media;
using Wan27.Engine.Tests.Results;
using Wan27.Engine.Tests.Samples;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Providers.Fal;

/// <summary>What goes over the wire to fal.ai, and what its answers become.</summary>
public sealed class FalWireTests
{
    private const string Id = "5c0e7a10-2f44-4d19-9a77-6b8c1d2e3f00";
    private const string Marks = "Fal of fal.ai (wrapper_route, the official contract does not apply)";

    private static readonly TaskAddress Asked = new(Id, "fal-ai/wan/v2.7/image-to-video");

    [Fact]
    public async Task A_submit_goes_once_to_the_models_own_address_with_the_platforms_repeats_switched_off()
    {
        await using var rig = new WrapperRig("Fal", static _ => Answer("fal_submit_i2v"));

        var task = await rig.StartAsync(FalRequests.ImageToVideo);

        var sent = Assert.Single(rig.Server.Requests);
        Assert.Equal(("POST", "/fal-ai/wan/v2.7/image-to-video", $"Key {WrapperRig.Key}", "1", "application/json"), (sent.Method, sent.PathAndQuery, sent.Headers["Authorization"], sent.Headers["X-Fal-No-Retry"], sent.Headers["Content-Type"]));
        Assert.Equal((Id, "fal-ai/wan/v2.7/image-to-video", "IN_QUEUE", "Fal", "fal.ai", "wrapper_route"), (task.TaskId, task.Model, task.ProviderStatus, task.Provider, task.Owner, task.Contract));
        var noted = (await rig.Journal.FindByTaskIdAsync(Id))!.Task;
        Assert.Equal(("Fal", "fal.ai", "wrapper_route", WanTaskState.Submitted), (noted.Provider, noted.Owner, noted.Contract, noted.State));
    }

    [Theory]
    [InlineData(503, """{"detail":"No runner","error_type":"runner_scheduling_failure"}""")]
    [InlineData(504, """{"detail":"Request timed out","error_type":"request_timeout"}""")]
    [InlineData(200, """{"status":"IN_QUEUE","request_id":null}""")]
    [InlineData(200, "")]
    public async Task A_submit_whose_answer_leaves_it_open_is_never_sent_again_and_reported(int status, string body)
    {
        await using var rig = new WrapperRig("Fal", _ => WireAnswer.Text(status, body));

        var open = await Assert.ThrowsAsync<WanException>(() => rig.StartAsync(FalRequests.ImageToVideo));

        Assert.Single(rig.Server.Requests);
        Assert.Equal(("Wan.Async.SubmitIndeterminate", WanRetry.Ambiguous), (open.Error.ErrorId, open.Error.Retry));
        Assert.Contains("Fal", open.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_throttle_is_the_one_answer_after_which_a_submit_is_sent_again()
    {
        await using var rig = new WrapperRig("Fal", static request => request.Number == 1 ? WireAnswer.Text(429, """{"detail":"slow down"}""") : Answer("fal_submit_i2v"));

        Assert.Equal(Id, (await rig.StartAsync(FalRequests.ImageToVideo)).TaskId);
        Assert.Equal(2, rig.Server.Requests.Count);
    }

    [Theory]
    [InlineData(401, """{"detail":"Authentication is required to access this application"}""", "Wan.Key.Unauthorized")]
    [InlineData(402, """{"detail":"Exhausted balance"}""", "Wan.Billing.PaymentRequired")]
    [InlineData(403, """{"detail":"User is locked. Reason: Exhausted balance."}""", "Wan.Key.Forbidden")]
    [InlineData(404, """{"detail":"Application not found"}""", "Wan.Route.NotFound")]
    [InlineData(422, """{"detail":[{"loc":["body","duration"],"msg":"Input should be 2","type":"literal_error"}]}""", "Wan.Route.literalerror")]
    public async Task A_refused_submit_names_its_boundary_and_the_first_fix(int status, string body, string id)
    {
        await using var rig = new WrapperRig("Fal", _ => WireAnswer.Text(status, body));

        var refused = await Assert.ThrowsAsync<WanException>(() => rig.StartAsync(FalRequests.ImageToVideo));

        Assert.Equal((id, "Fal", WanRetry.Never), (refused.Error.ErrorId, refused.Error.Provider, refused.Error.Retry));
        Assert.NotEmpty(refused.Error.RecommendedAction!);
        Assert.Equal("wrapper_route", refused.Bundle!.Contract);
    }

    [Theory]
    [InlineData("fal_status_queued", "IN_QUEUE", false)]
    [InlineData("fal_status_running", "IN_PROGRESS", false)]
    [InlineData(null, "DREAMING", true)]
    public async Task Whatever_is_no_end_goes_on(string? sample, string word, bool isUnknown)
    {
        await using var rig = new WrapperRig("Fal", _ => sample is null ? WireAnswer.Text(200, """{"status":"DREAMING"}""") : Answer(sample));

        var answer = await rig.Client.Provider.PollAsync(Asked, CancellationToken.None);

        Assert.Equal((WanTaskState.Polling, word, isUnknown), (answer.State, answer.Status, answer.IsWordUnknown));
        Assert.Equal($"/fal-ai/wan/requests/{Id}/status", Assert.Single(rig.Server.Requests).PathAndQuery);
    }

    [Theory]
    [InlineData("fal_result_video", "https://v3b.fal.media/files/b/example/out.mp4", 1)]
    [InlineData("fal_result_images", "https://v3b.fal.media/files/b/example/1.png", 2)]
    public async Task The_result_is_fetched_in_the_same_breath_as_the_end(string sample, string first, int count)
    {
        await using var rig = new WrapperRig("Fal", request => request.PathAndQuery.EndsWith("/status", StringComparison.Ordinal) ? Answer("fal_status_completed") : Answer(sample));
        var before = DateTimeOffset.UtcNow;

        var answer = await rig.Client.Provider.PollAsync(Asked, CancellationToken.None);

        Assert.Equal((WanTaskState.Completed, "COMPLETED", first, count), (answer.State, answer.Status, answer.ResultUrls[0], answer.ResultUrls.Count));
        Assert.InRange(answer.UrlExpiresAt!.Value, before.AddMinutes(59), DateTimeOffset.UtcNow.AddMinutes(61));
        Assert.Equal([$"/fal-ai/wan/requests/{Id}/status", $"/fal-ai/wan/requests/{Id}"], rig.Server.Requests.Select(static request => request.PathAndQuery));
    }

    [Theory]
    [InlineData("fal_status_completed", "fal_result_422_validation", "Wan.Route.literalerror", "duration: Input should be 2, 3, 4 or more")]
    [InlineData("fal_status_completed", "fal_result_422_moderation", "Wan.Content.contentpolicyviolation", "prompt: The content was flagged by a content checker. (violence)")]
    [InlineData("fal_status_completed", "fal_result_422_detail_string", "Wan.Route.Invalid", "image_url could not be downloaded")]
    [InlineData("fal_status_completed", "fal_result_504_infrastructure", "Wan.Service.requesttimeout", "Request timed out")]
    [InlineData("fal_status_completed_with_error", "fal_result_expired", "Wan.Service.runnerdisconnected", "Runner disconnected")]
    public async Task A_task_that_ended_without_a_result_says_why(string status, string result, string id, string said)
    {
        await using var rig = new WrapperRig("Fal", request => request.PathAndQuery.EndsWith("/status", StringComparison.Ordinal) ? Answer(status) : Answer(result));

        var answer = await rig.Client.Provider.QueryAsync(Asked, CancellationToken.None);

        Assert.Equal((WanTaskState.Failed, id, said), (answer.State, answer.Error!.ErrorId, answer.Error.ProviderMessage));
        Assert.NotEqual(WanRetry.Ambiguous, answer.Error.Retry);
        Assert.Equal(2, rig.Server.Requests.Count);
    }

    [Fact]
    public async Task Media_that_are_there_are_paid_for_whatever_the_status_says()
    {
        await using var rig = new WrapperRig("Fal", static request => request.PathAndQuery.EndsWith("/status", StringComparison.Ordinal) ? Answer("fal_status_completed_with_error") : Answer("fal_result_video"));

        Assert.Equal(WanTaskState.Completed, (await rig.Client.Provider.QueryAsync(Asked, CancellationToken.None)).State);
    }

    [Fact]
    public async Task A_result_that_is_gone_is_expired_and_never_failed()
    {
        await using var rig = new WrapperRig("Fal", static request => request.Method == "POST" ? Answer("fal_submit_i2v")
            : request.PathAndQuery.EndsWith("/status", StringComparison.Ordinal) ? Answer("fal_status_completed") : Answer("fal_result_expired"));
        var task = await rig.StartAsync(FalRequests.ImageToVideo);

        var ended = await rig.Client.WaitAsync(task, null, static _ => { }, new NoLog(), CancellationToken.None);

        Assert.Equal((WanTaskState.Expired, "Wan.Async.ResultGone"), (ended.State, ended.Error!.ErrorId));
        Assert.Equal($"Task {Id} has ended at fal.ai, and its result is no longer there: it is kept for 1 h at most.", ended.Error.Message);
    }

    [Fact]
    public async Task A_failure_of_the_result_address_alone_is_a_missed_look()
    {
        await using var rig = new WrapperRig("Fal", static request => request.PathAndQuery.EndsWith("/status", StringComparison.Ordinal) ? Answer("fal_status_completed") : WireAnswer.Text(502, "<html>bad gateway</html>"));

        var missed = await Assert.ThrowsAsync<WanException>(() => rig.Client.Provider.PollAsync(Asked, CancellationToken.None));

        Assert.Equal((WanRetry.Safe, WanBoundary.Service), (missed.Error.Retry, missed.Error.Boundary));
    }

    [Fact]
    public async Task Nobody_in_between_leads_the_key_elsewhere()
    {
        await using var elsewhere = new LoopbackServer(static _ => WireAnswer.Text(200, "{}"));
        await using var rig = new WrapperRig("Fal", request => Led(request.Method == "POST" ? "fal_submit_i2v" : request.PathAndQuery.EndsWith("/status", StringComparison.Ordinal) ? "fal_status_completed" : "fal_result_video"));

        var task = await rig.StartAsync(FalRequests.ImageToVideo);
        var ended = await rig.Client.WaitAsync(task, null, static _ => { }, new NoLog(), CancellationToken.None);

        Assert.Equal(WanTaskState.Completed, ended.State);
        Assert.Empty(elsewhere.Requests);

        WireAnswer Led(string name) => WireAnswer.Text(200, Sample.Wrapper(name).AnswerText.Replace("https://queue.fal.run", elsewhere.Url(string.Empty), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://queue.fal.run/x", true)]
    [InlineData("https://rest.fal.ai/storage", true)]
    [InlineData("https://QUEUE.falrun.com/x", true)]
    [InlineData("http://queue.fal.run/x", false)]
    [InlineData("https://queue.fal.run:8443/x", false)]
    [InlineData("https://me@queue.fal.run/x", false)]
    [InlineData("https://v3b.fal.media/files/x", false)]
    [InlineData("https://queue.fal.run.evil.example/x", false)]
    [InlineData("file:///etc/passwd", false)]
    public void The_key_goes_to_the_providers_own_hosts_only(string address, bool mayGo)
    {
        Environment.SetEnvironmentVariable("WAN27_TEST_FAL_HOSTS", WrapperRig.Key);
        var bundle = Engine.Profiles.Bundle.Resolve(
            new Engine.Profiles.StoredProfile { Name = "far", Provider = "Fal", Key = new Engine.Profiles.KeySource(Engine.Profiles.KeySourceKind.Variable, "WAN27_TEST_FAL_HOSTS") }, readSecret: null);

        if (mayGo)
        {
            Assert.Equal(new Uri(address), bundle.KeyAddress(address));
        }
        else
        {
            Assert.Equal("Wan.Region.HostNotOfProvider", ErrorIdOf(() => bundle.KeyAddress(address)));
        }
    }

    [Theory]
    [InlineData("fal_cancel_ok", WanTaskState.Canceled, null)]
    [InlineData("fal_cancel_requested", WanTaskState.Polling, null)]
    [InlineData("fal_cancel_too_late", null, "Wan.Async.ALREADYCOMPLETED")]
    [InlineData("fal_cancel_not_found", null, "Wan.Async.TaskUnknown")]
    public async Task A_wish_to_cancel_has_four_answers(string sample, WanTaskState? state, string? error)
    {
        await using var rig = new WrapperRig("Fal", request => request.Method switch { "POST" => Answer("fal_submit_i2v"), "PUT" => Answer(sample), _ => Answer("fal_status_running") });
        var task = await rig.StartAsync(FalRequests.ImageToVideo);
        var log = new WarningLog();

        if (error is not null)
        {
            Assert.Equal(error, (await Assert.ThrowsAsync<WanException>(() => rig.Client.CancelAsync(task, log, CancellationToken.None))).Error.ErrorId);
        }
        else
        {
            Assert.Equal(state, (await rig.Client.CancelAsync(task, log, CancellationToken.None)).State);
        }

        var put = Assert.Single(rig.Server.Requests, static request => request.Method == "PUT");
        Assert.Equal($"/fal-ai/wan/requests/{Id}/cancel", put.PathAndQuery);
        Assert.Equal(sample == "fal_cancel_requested" ? [$"Task {Id} was told to stop while it ran: it may end all the same, and is then billed. Wait-WanTask says how it ends."] : [], log.Warnings);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1000.0)]
    public async Task A_local_file_goes_up_by_a_ticket_and_its_bytes_travel_without_the_key(double? partsFrom)
    {
        LoopbackServer? store = null;
        await using var rig = new WrapperRig(
            "Fal",
            request => request.PathAndQuery.StartsWith("/storage/", StringComparison.Ordinal)
                ? WireAnswer.Text(200, new JsonObject { ["file_url"] = "https://v3b.fal.media/files/b/example/in.png", ["upload_url"] = store!.Url("/files/in.png?token=t") }.ToJsonString())
                : Answer("fal_submit_i2v"),
            partsFrom is { } from ? new Dictionary<string, double> { ["upload.parts.from.bytes"] = from, ["upload.part.bytes"] = 400 } : null);
        await using var storage = store = new LoopbackServer(static request => WireAnswer.Text(200).With("ETag", $"\"{request.Number}\""));
        var file = Path.Combine(rig.Folder, "secret name.png");
        await File.WriteAllBytesAsync(file, Picture());
        var length = new FileInfo(file).Length;

        await rig.StartAsync(FalRequests.ImageToVideo with { FirstFrame = Engine.Routes.MediaSource.Local(file) });

        var ticket = rig.Server.Requests.First();
        Assert.Equal(("POST", $"Key {WrapperRig.Key}"), (ticket.Method, ticket.Headers["Authorization"]));
        Assert.StartsWith(partsFrom is null ? "/storage/upload/initiate?storage_type=fal-cdn-v3" : "/storage/upload/initiate-multipart?storage_type=fal-cdn-v3", ticket.PathAndQuery, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", ticket.Body, StringComparison.Ordinal);
        Assert.Equal("image/png", JsonNode.Parse(ticket.Body)!["content_type"]!.GetValue<string>());
        Assert.Equal("""{"expiration_duration_seconds":86400}""", ticket.Headers["X-Fal-Object-Lifecycle"]);
        Assert.All(storage.Requests, static request => Assert.False(request.Headers.ContainsKey("Authorization")));
        Assert.Equal(length, storage.Requests.Where(static request => request.Method == "PUT").Sum(static request => long.Parse(request.Headers["Content-Length"], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(
            partsFrom is null ? ["/files/in.png?token=t"] : [.. Enumerable.Range(1, (int)Math.Ceiling(length / 400.0)).Select(static number => $"/files/in.png/{number}?token=t"), "/files/in.png/complete?token=t"],
            storage.Requests.Select(static request => request.PathAndQuery));
        Assert.Equal("https://v3b.fal.media/files/b/example/in.png", JsonNode.Parse(rig.Server.Requests.Last().Body)!["image_url"]!.GetValue<string>());
        if (partsFrom is not null)
        {
            Assert.StartsWith("""{"parts":[{"partNumber":1,"etag":"\"1\""},{"partNumber":2""", storage.Requests.Last().Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Pictures_are_made_by_a_task_without_being_asked_so()
    {
        await using var rig = new WrapperRig("Fal", static request => request.Method == "POST" ? Answer("fal_submit_t2i_pro")
            : request.PathAndQuery.EndsWith("/status", StringComparison.Ordinal) ? WireAnswer.Text(200, """{"status":"COMPLETED"}""") : Answer("fal_result_images"));

        var pictures = await rig.Client.GenerateAsync(FalRequests.Of("fal_submit_t2i_pro"), new Engine.Tasks.SubmitOptions { JobKey = "robot" }, new NoLog(), CancellationToken.None);

        Assert.Equal(["https://v3b.fal.media/files/b/example/1.png", "https://v3b.fal.media/files/b/example/2.png"], pictures.Select(static picture => picture.ImageUrl));
        Assert.All(pictures, static picture => Assert.Equal(("5c0e7a13-2f44-4d19-9a77-6b8c1d2e3f03", "wrapper_route", "fal-ai/wan/v2.7/pro/text-to-image"), (picture.TaskId, picture.Contract, picture.Model)));
        Assert.Equal(WanTaskState.Completed, (await rig.Journal.FindByJobKeyAsync("far", "robot"))!.Task.State);
    }

    [Fact]
    public async Task The_bundle_says_whose_contract_holds()
    {
        await using var rig = new WrapperRig("Fal", static _ => Answer("fal_submit_i2v"));

        Assert.Equal($"profile far, {Marks}, {rig.Profile.Endpoint}, key from {rig.Profile.Key}", rig.Client.Bundle.ToString());
        Assert.Equal($"{Marks}, {rig.Profile.Endpoint}", rig.Client.Bundle.Place);
    }

    private static string ErrorIdOf(Func<object> work) => Assert.Throws<WanException>(work).Error.ErrorId;

    private static WireAnswer Answer(string name)
    {
        var sample = Sample.Wrapper(name);
        var headers = sample.Root["response"]!["headers"]!.AsObject().ToDictionary(static pair => pair.Key, static pair => pair.Value!.GetValue<string>());
        return new WireAnswer { Status = sample.Status, Body = Encoding.UTF8.GetBytes(sample.AnswerText), Headers = headers };
    }

    /// <summary>A grey picture of 400 x 400.</summary>
    private static byte[] Picture() => [.. HandMade.Png(2, false, 400, 400), .. new byte[1500]];
}
