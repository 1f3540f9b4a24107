using Wan27.Engine.Contract;
using Wan27.Engine.Diagnosis;
using Wan27.Engine.Providers;
using Wan27.Engine.Routes;
using Wan27.Engine.Tests.Results;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Providers.Novita;

/// <summary>What goes over the wire to Novita, and what its answers become.</summary>
public sealed class NovitaWireTests
{
    private const string Id = "0b6f2d10-77aa-4c3e-9d01-000000000001";

    private static readonly TaskAddress Asked = new(Id, "wan2.7-i2v");

    [Fact]
    public async Task A_submit_goes_once_to_the_models_own_address()
    {
        await using var rig = new WrapperRig("Novita", static _ => SampleAnswer.Of("novita_submit_i2v"));

        var task = await rig.StartAsync(NovitaRequests.ImageToVideo);

        var sent = Assert.Single(rig.Server.Requests);
        Assert.Equal(("POST", "/v3/async/wan2.7-i2v", $"Bearer {WrapperRig.Key}", "application/json"), (sent.Method, sent.PathAndQuery, sent.Headers["Authorization"], sent.Headers["Content-Type"]));
        Assert.Contains("\"duration\":6,", sent.Body, StringComparison.Ordinal);
        Assert.Equal((Id, "wan2.7-i2v", "TASK_STATUS_QUEUED", "Novita", "Novita AI", "wrapper_route"), (task.TaskId, task.Model, task.ProviderStatus, task.Provider, task.Owner, task.Contract));
        var noted = (await rig.Journal.FindByTaskIdAsync(Id))!.Task;
        Assert.Equal(("Novita", "Novita AI", "wrapper_route", WanTaskState.Submitted), (noted.Provider, noted.Owner, noted.Contract, noted.State));
    }

    [Theory]
    [InlineData(500, """{"code":500,"reason":"CREATE_TASK_FAILED","message":"create task failed","metadata":{}}""")]
    [InlineData(500, """{"code":500,"reason":"TASK_FAILED","message":"task failed","metadata":{}}""")]
    [InlineData(503, "<html>busy</html>")]
    [InlineData(200, """{"task_id":null}""")]
    [InlineData(200, "")]
    [InlineData(429, "<html>Too many requests</html>")]
    public async Task A_submit_whose_answer_leaves_it_open_is_never_sent_again_and_reported(int status, string body)
    {
        await using var rig = new WrapperRig("Novita", _ => WireAnswer.Text(status, body));

        var open = await Assert.ThrowsAsync<WanException>(() => rig.StartAsync(NovitaRequests.ImageToVideo));

        Assert.Single(rig.Server.Requests);
        Assert.Equal(("Wan.Async.SubmitIndeterminate", WanRetry.Ambiguous), (open.Error.ErrorId, open.Error.Retry));
        Assert.Contains("The answers of Novita do not tell jobs apart.", open.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_throttle_in_novitas_own_words_is_the_one_answer_after_which_a_submit_is_sent_again()
    {
        await using var rig = new WrapperRig("Novita", static request => SampleAnswer.Of(request.Number == 1 ? "novita_429" : "novita_submit_i2v"));

        Assert.Equal(Id, (await rig.StartAsync(NovitaRequests.ImageToVideo)).TaskId);
        Assert.Equal(2, rig.Server.Requests.Count);
    }

    [Theory]
    [InlineData("novita_400", "Wan.Route.INVALIDREQUESTBODY", "duration must be in [2, 15]")]
    [InlineData("novita_400_balance", "Wan.Billing.BILLINGBALANCENOTENOUGH", "insufficient balance")]
    [InlineData("novita_403_key", "Wan.Key.INVALIDAPIKEY", "api key validation failed")]
    public async Task A_refused_submit_names_its_boundary_and_the_first_fix(string sample, string id, string said)
    {
        await using var rig = new WrapperRig("Novita", _ => SampleAnswer.Of(sample));

        var refused = await Assert.ThrowsAsync<WanException>(() => rig.StartAsync(NovitaRequests.ImageToVideo));

        Assert.Single(rig.Server.Requests);
        Assert.Equal((id, "Novita", WanRetry.Never, said), (refused.Error.ErrorId, refused.Error.Provider, refused.Error.Retry, refused.Error.ProviderMessage));
        Assert.NotEmpty(refused.Error.RecommendedAction!);
        Assert.Equal("wrapper_route", refused.Bundle!.Contract);
    }

    [Theory]
    [InlineData(400, "MISSING_API_KEY", "Wan.Key.MISSINGAPIKEY")]
    [InlineData(400, "ILLEGAL_PROMPT", "Wan.Content.ILLEGALPROMPT")]
    [InlineData(400, "IMAGE_FILE_EXCEEDS_MAX_SIZE", "Wan.Media.IMAGEFILEEXCEEDSMAXSIZE")]
    [InlineData(403, "NEED_REAL_NAME_VERIFY", "Wan.Key.NEEDREALNAMEVERIFY")]
    [InlineData(403, "BILLING_AUTH_FAILED", "Wan.Billing.BILLINGAUTHFAILED")]
    [InlineData(404, "API_NOT_FOUND", "Wan.Route.APINOTFOUND")]
    [InlineData(200, "BILLING_BALANCE_NOT_ENOUGH", "Wan.Billing.BILLINGBALANCENOTENOUGH")]
    public async Task Every_documented_reason_is_told_by_its_own_row(int status, string reason, string id)
    {
        await using var rig = new WrapperRig("Novita", _ => WireAnswer.Text(status, $$$"""{"code":{{{status}}},"reason":"{{{reason}}}","message":"m","metadata":{}}"""));

        var refused = await Assert.ThrowsAsync<WanException>(() => rig.StartAsync(NovitaRequests.ImageToVideo));

        Assert.Equal((id, WanRetry.Never), (refused.Error.ErrorId, refused.Error.Retry));
        Assert.Single(rig.Server.Requests);
    }

    [Theory]
    [InlineData("novita_result_queued", "TASK_STATUS_QUEUED", false)]
    [InlineData("novita_result_processing", "TASK_STATUS_PROCESSING", false)]
    [InlineData("novita_result_unknown", "TASK_STATUS_UNKNOWN", true)]
    public async Task Whatever_is_no_end_goes_on(string sample, string word, bool isUnknown)
    {
        await using var rig = new WrapperRig("Novita", _ => SampleAnswer.Of(sample));

        var answer = await rig.Client.Provider.PollAsync(Asked, CancellationToken.None);

        Assert.Equal((WanTaskState.Polling, word, isUnknown), (answer.State, answer.Status, answer.IsWordUnknown));
        Assert.Equal($"/v3/async/task-result?task_id={Id}", Assert.Single(rig.Server.Requests).PathAndQuery);
    }

    [Fact]
    public async Task A_task_of_no_known_word_is_waited_for_and_said_once()
    {
        await using var rig = new WrapperRig("Novita", static request => SampleAnswer.Of(request.Method == "POST" ? "novita_submit_i2v" : request.Number < 5 ? "novita_result_unknown" : "novita_result_succeed"));
        var task = await rig.StartAsync(NovitaRequests.ImageToVideo);
        var log = new WarningLog();

        Assert.Equal(WanTaskState.Completed, (await rig.Client.WaitAsync(task, null, static _ => { }, log, CancellationToken.None)).State);
        Assert.Contains("TASK_STATUS_UNKNOWN", Assert.Single(log.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"3600\"", 60)]
    [InlineData("\"1200\"", 20)]
    [InlineData("900", 15)]
    [InlineData("null", 60)]
    [InlineData("\"soon\"", 60)]
    [InlineData("\"0\"", 60)]
    public async Task An_address_lives_as_long_as_the_answer_says_in_text_or_number(string ttl, int minutes)
    {
        await using var rig = new WrapperRig("Novita", _ => WireAnswer.Text(200, Samples.Sample.Wrapper("novita_result_succeed").AnswerText.Replace("\"video_url_ttl\":\"3600\"", $"\"video_url_ttl\":{ttl}", StringComparison.Ordinal)));
        var before = DateTimeOffset.UtcNow;

        var answer = await rig.Client.Provider.PollAsync(Asked, CancellationToken.None);

        Assert.Equal((WanTaskState.Completed, "TASK_STATUS_SUCCEED", "https://faas-output-video.s3.example.com/out.mp4?X-Amz-Expires=3600"), (answer.State, answer.Status, answer.VideoUrl));
        Assert.InRange(answer.UrlExpiresAt!.Value, before.AddMinutes(minutes), DateTimeOffset.UtcNow.AddMinutes(minutes));
        Assert.Single(rig.Server.Requests);
    }

    [Fact]
    public async Task A_signature_that_ends_before_the_life_of_the_answer_counts()
    {
        var signed = DateTimeOffset.UtcNow.AddMinutes(-50);
        await using var rig = new WrapperRig("Novita", _ => WireAnswer.Text(200, Samples.Sample.Wrapper("novita_result_succeed").AnswerText
            .Replace("?X-Amz-Expires=3600", $"?X-Amz-Date={signed:yyyyMMdd'T'HHmmss'Z'}\\u0026X-Amz-Expires=3600", StringComparison.Ordinal)));

        var answer = await rig.Client.Provider.PollAsync(Asked, CancellationToken.None);

        Assert.Equal(signed.AddHours(1), answer.UrlExpiresAt!.Value, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Pictures_are_read_with_the_life_that_is_a_number()
    {
        await using var rig = new WrapperRig("Novita", static _ => WireAnswer.Text(200, """{"task":{"status":"TASK_STATUS_SUCCEED"},"images":[{"image_url":"https://x.example/1.png","image_url_ttl":600}],"videos":[]}"""));
        var before = DateTimeOffset.UtcNow;

        var answer = await rig.Client.Provider.PollAsync(Asked, CancellationToken.None);

        Assert.Equal(["https://x.example/1.png"], answer.ResultUrls);
        Assert.InRange(answer.UrlExpiresAt!.Value, before.AddMinutes(10), DateTimeOffset.UtcNow.AddMinutes(10));
    }

    [Fact]
    public async Task A_failed_task_says_why_and_that_its_bill_is_not_known()
    {
        await using var rig = new WrapperRig("Novita", static _ => SampleAnswer.Of("novita_result_failed"));

        var answer = await rig.Client.Provider.QueryAsync(Asked, CancellationToken.None);

        Assert.Equal((WanTaskState.Failed, "Wan.Media.NovitaInputNotFetched", "the input image could not be downloaded"), (answer.State, answer.Error!.ErrorId, answer.Error.ProviderMessage));
        Assert.Equal("Check that its URL opens without headers, and lives until the task has run. Novita does not say whether a failed task is billed.", answer.Error.RecommendedAction);
    }

    [Theory]
    [InlineData(200, """{"task":{"status":"TASK_STATUS_FAILED","reason":"internal"}}""", "Wan.Service.NovitaTaskFailed")]
    [InlineData(200, """{"task":{"status":"TASK_STATUS_FAILED"}}""", "Wan.Service.NovitaTaskFailed")]
    [InlineData(500, """{"code":500,"reason":"TASK_FAILED","message":"the task failed"}""", "Wan.Service.TASKFAILED")]
    public async Task No_failure_claims_to_be_free(int status, string body, string id)
    {
        await using var rig = new WrapperRig("Novita", _ => WireAnswer.Text(status, body));

        var answer = await rig.Client.Provider.QueryAsync(Asked, CancellationToken.None);

        Assert.Equal((WanTaskState.Failed, id, WanRetry.Once), (answer.State, answer.Error!.ErrorId, answer.Error.Retry));
        Assert.Equal("Read the provider's message. Novita does not say whether a failed task is billed: look at the balance before you submit it again.", answer.Error.RecommendedAction);
        Assert.Single(rig.Server.Requests);
    }

    [Fact]
    public async Task A_task_that_somebody_canceled_is_canceled_and_its_bill_is_not_known()
    {
        await using var rig = new WrapperRig("Novita", static _ => WireAnswer.Text(200, """{"task":{"status":"TASK_STATUS_CANCELLED","reason":""},"videos":[]}"""));

        var answer = await rig.Client.Provider.QueryAsync(Asked, CancellationToken.None);

        Assert.Equal((WanTaskState.Canceled, "TASK_STATUS_CANCELLED"), (answer.State, answer.Status));
        Assert.Equal("Submit it again if it is still wanted. Novita AI does not say whether it is billed: look at the balance first.", answer.Error!.RecommendedAction);
    }

    [Fact]
    public async Task A_task_that_is_not_found_is_not_given_up_while_it_is_young()
    {
        await using var rig = new WrapperRig("Novita", static request => SampleAnswer.Of(request.Method == "POST" ? "novita_submit_i2v" : "novita_404_task"));
        var task = await rig.StartAsync(NovitaRequests.ImageToVideo);

        var doubted = await Assert.ThrowsAsync<WanException>(() => rig.Client.RefreshAsync(task, CancellationToken.None));

        Assert.Equal("Wan.Async.TaskDoubted", doubted.Error.ErrorId);
        Assert.Contains("It does not say how long it keeps tasks, and this is not believed for 24 h.", doubted.Message, StringComparison.Ordinal);
        Assert.Equal(WanTaskState.Expired, (await rig.Client.Provider.QueryAsync(Asked, CancellationToken.None)).State);
    }

    [Fact]
    public async Task A_404_of_anybody_else_says_nothing_of_the_task()
    {
        await using var rig = new WrapperRig("Novita", static _ => WireAnswer.Text(404, """{"code":404,"reason":"API_NOT_FOUND","message":"api not found"}"""));

        Assert.Equal("Wan.Route.APINOTFOUND", (await Assert.ThrowsAsync<WanException>(() => rig.Client.Provider.QueryAsync(Asked, CancellationToken.None))).Error.ErrorId);
    }

    [Fact]
    public async Task A_success_whose_media_are_gone_is_expired_and_never_failed()
    {
        var ended = DateTimeOffset.UtcNow.AddHours(-2).ToUnixTimeMilliseconds();
        await using var rig = new WrapperRig("Novita", _ => WireAnswer.Text(200, $$$"""{"extra":{"debug_info":{"complete_time_ms":"{{{ended}}}"}},"task":{"status":"TASK_STATUS_SUCCEED"},"videos":[]}"""));

        var answer = await rig.Client.Provider.QueryAsync(Asked, CancellationToken.None);

        Assert.Equal((WanTaskState.Expired, true, "Wan.Async.ResultGone"), (answer.State, answer.ResultGone, answer.Error!.ErrorId));
    }

    [Fact]
    public async Task An_answer_about_another_task_is_not_believed()
    {
        await using var rig = new WrapperRig("Novita", static _ => SampleAnswer.Of("novita_result_succeed"));

        Assert.Equal("Wan.Service.AnswerOfAnotherTask", (await Assert.ThrowsAsync<WanException>(() => rig.Client.Provider.QueryAsync("0b6f2d10-77aa-4c3e-9d01-0000000000ff", CancellationToken.None))).Error.ErrorId);
    }

    [Fact]
    public async Task What_novita_has_no_call_for_is_refused_before_any_call()
    {
        await using var rig = new WrapperRig("Novita", static _ => SampleAnswer.Of("novita_submit_i2v"));
        var provider = rig.Client.Provider;

        await RefusedAsync(() => provider.CancelAsync(Asked, CancellationToken.None), "Novita AI offers no way to cancel a task.", "It runs to its end and is billed: Wait-WanTask and Save-WanResult fetch what it makes.");
        await RefusedAsync(() => provider.ListAsync(new TaskListQuery(), CancellationToken.None), "Novita AI offers no list of tasks.", "Get-WanTask without -Remote shows those of the journal.");
        await RefusedAsync(() => provider.UploadAsync("a.png", "wan2.7-i2v", new NoLog(), CancellationToken.None), "Novita AI offers no upload of files.", "Give an https:// URL, or name a store of yours that inputs go through: Set-WanProfile -UploadStore.");
        Assert.Empty(rig.Server.Requests);

        static async Task RefusedAsync(Func<Task> call, string message, string fix)
        {
            var refused = await Assert.ThrowsAsync<WanException>(call);
            Assert.Equal(("Wan.Route.NotOffered", message, fix), (refused.Error.ErrorId, refused.Error.Message, refused.Error.RecommendedAction));
        }
    }

    [Fact]
    public async Task The_key_goes_to_novitas_own_host_only_and_no_result_leads_it_elsewhere()
    {
        await using var rig = new WrapperRig("Novita", static _ => SampleAnswer.Of("novita_submit_i2v"));
        Environment.SetEnvironmentVariable("WAN27_TEST_NOVITA_HOSTS", WrapperRig.Key);
        var bundle = Engine.Profiles.Bundle.Resolve(
            new Engine.Profiles.StoredProfile { Name = "far", Provider = "Novita", Key = new Engine.Profiles.KeySource(Engine.Profiles.KeySourceKind.Variable, "WAN27_TEST_NOVITA_HOSTS") }, readSecret: null);

        Assert.Equal("https://api.novita.ai/v3/async/x", bundle.KeyAddress("/v3/async/x").AbsoluteUri);
        Assert.All(
            ["https://assets.novitai.com/x", "http://api.novita.ai/x", "https://faas-output-video.s3.example.com/out.mp4", "https://api.novita.ai.evil.example/x"],
            address => Assert.Equal("Wan.Region.HostNotOfProvider", Assert.Throws<WanException>(() => bundle.KeyAddress(address)).Error.ErrorId));
    }

    [Theory]
    [InlineData("novita_404_task", "novita_400", true, null)]
    [InlineData("novita_403_key", "novita_403_key", false, "Wan.Key.INVALIDAPIKEY")]
    [InlineData("novita_404_task", "novita_404_task", null, "Wan.Key.KeyNotTold")]
    [InlineData("novita_429", "novita_400", null, "Wan.Quota.RATELIMITEXCEEDED")]
    public async Task The_key_is_tried_by_a_look_at_a_task_that_nobody_has(string withKey, string without, bool? accepted, string? error)
    {
        await using var rig = new WrapperRig("Novita", _ => SampleAnswer.Of(withKey));
        var probe = ProviderRegistry.Of("Novita").Probe(new ProviderConnection(rig.Host.Http, rig.Client.Bundle, TimeProvider.System, rig.Host.Gate, new UploadMemory(TimeProvider.System)));

        var verdict = await probe.AskKeyAsync(SampleAnswer.Of(without).Status, CancellationToken.None);

        Assert.Equal((accepted, error), (verdict.Accepted, verdict.Error?.ErrorId));
        Assert.All(rig.Server.Requests, static request => Assert.Equal("GET", request.Method));
    }
}
