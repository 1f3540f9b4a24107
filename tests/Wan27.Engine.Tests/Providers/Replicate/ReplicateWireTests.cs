using System.Text;
using System.Text.Json.Nodes;
using Wan27.Engine.Contract;
using Wan27.Engine.Providers;
using Wan27.Engine.Routes;
using Wan27.Engine.Tasks;
using Wan27.Engine.Tests.Media;
using Wan27.Engine.Tests.Results;
using Wan27.Engine.Tests.Samples;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Providers.Replicate;

/// <summary>What goes over the wire to Replicate, and what its answers become.</summary>
public sealed class ReplicateWireTests
{
    private const string Id = "k3v0a1wanxrme0example00";

    private static readonly TaskAddress Asked = new(Id, "wan-video/wan-2.7-i2v");

    [Fact]
    public async Task A_submit_goes_once_to_the_models_own_address()
    {
        await using var rig = new WrapperRig("Replicate", static _ => Answer("replicate_submit_i2v"));

        var task = await rig.StartAsync(ReplicateRequests.ImageToVideo);

        var sent = Assert.Single(rig.Server.Requests);
        Assert.Equal(("POST", "/models/wan-video/wan-2.7-i2v/predictions", $"Bearer {WrapperRig.Key}"), (sent.Method, sent.PathAndQuery, sent.Headers["Authorization"]));
        Assert.Equal("The kite climbs", JsonNode.Parse(sent.Body)!["input"]!["prompt"]!.GetValue<string>());
        Assert.Equal((Id, "wan-video/wan-2.7-i2v", "starting", "Replicate", "wrapper_route"), (task.TaskId, task.Model, task.ProviderStatus, task.Owner, task.Contract));
    }

    [Theory]
    [InlineData("replicate_401", "Wan.Key.Unauthenticated")]
    [InlineData("replicate_402", "Wan.Billing.PaymentRequired")]
    [InlineData("replicate_422", "Wan.Route.Invalid")]
    public async Task A_refused_submit_names_its_boundary_and_the_first_fix(string sample, string id)
    {
        await using var rig = new WrapperRig("Replicate", _ => Answer(sample));

        var refused = await Assert.ThrowsAsync<WanException>(() => rig.StartAsync(ReplicateRequests.ImageToVideo));

        Assert.Single(rig.Server.Requests);
        Assert.Equal((id, "Replicate", WanRetry.Never), (refused.Error.ErrorId, refused.Error.Provider, refused.Error.Retry));
        Assert.NotEmpty(refused.Error.RecommendedAction!);
    }

    [Theory]
    [InlineData("""{"detail":"Request was throttled. Your rate limit resets in ~30s."}""", 2)]
    [InlineData("""{"detail":"Too busy"}""", 1)]
    [InlineData("", 1)]
    public async Task A_submit_is_sent_again_only_where_the_body_says_that_it_was_throttled(string body, int sent)
    {
        await using var rig = new WrapperRig("Replicate", request => request.Number == 1 ? WireAnswer.Text(429, body) : Answer("replicate_submit_i2v"));

        await Record.ExceptionAsync(() => rig.StartAsync(ReplicateRequests.ImageToVideo));

        Assert.Equal(sent, rig.Server.Requests.Count);
    }

    [Theory]
    [InlineData("replicate_submit_i2v", WanTaskState.Polling, "starting", null)]
    [InlineData("replicate_processing", WanTaskState.Polling, "processing", null)]
    [InlineData("replicate_failed", WanTaskState.Failed, "failed", "Wan.Content.Flagged")]
    [InlineData("replicate_aborted", WanTaskState.Canceled, "aborted", "Wan.Async.TaskCanceled")]
    [InlineData("replicate_canceled", WanTaskState.Canceled, "canceled", "Wan.Async.TaskCanceled")]
    [InlineData("replicate_data_removed", WanTaskState.Expired, "succeeded", "Wan.Async.ResultGone")]
    [InlineData("replicate_succeeded_video", WanTaskState.Completed, "succeeded", null)]
    public async Task Each_word_has_its_meaning(string sample, WanTaskState state, string word, string? error)
    {
        await using var rig = new WrapperRig("Replicate", _ => Answer(sample));

        var answer = await rig.Client.Provider.QueryAsync(Asked, CancellationToken.None);

        Assert.Equal((state, word, error, false), (answer.State, answer.Status, answer.Error?.ErrorId, answer.IsWordUnknown));
        Assert.Equal($"/predictions/{Id}", Assert.Single(rig.Server.Requests).PathAndQuery);
    }

    [Fact]
    public async Task What_may_have_cost_money_says_so()
    {
        await using var rig = new WrapperRig("Replicate", static request => Answer(request.Number == 1 ? "replicate_canceled" : "replicate_aborted"));

        Assert.Equal("Submit it again if it is still wanted. What it had done until then may be billed.", (await rig.Client.Provider.PollAsync(Asked, CancellationToken.None)).Error!.RecommendedAction);
        Assert.Equal("Submit it again if it is still wanted. It was given up before it ran, and is not billed.", (await rig.Client.Provider.PollAsync(Asked, CancellationToken.None)).Error!.RecommendedAction);
    }

    [Fact]
    public async Task One_address_is_a_clip_and_a_list_are_pictures_which_live_an_hour_from_the_end()
    {
        await using var rig = new WrapperRig("Replicate", static request => Answer(request.Number == 1 ? "replicate_succeeded_video" : "replicate_submit_image"));

        var clip = await rig.Client.Provider.QueryAsync(Asked, CancellationToken.None);
        var pictures = await rig.Client.Provider.QueryAsync(new TaskAddress("k3v0a1wanxrme0example02", "wan-video/wan-2.7-image-pro"), CancellationToken.None);

        Assert.Equal(("https://replicate.delivery/xezq/example/out.mp4", DateTimeOffset.Parse("2026-11-20T10:03:10Z", System.Globalization.CultureInfo.InvariantCulture)), (clip.VideoUrl, clip.UrlExpiresAt!.Value));
        Assert.Equal((2, 2.0, null), (pictures.ImageUrls.Count, pictures.Usage!.BilledUnits, pictures.VideoUrl));
    }

    [Theory]
    [InlineData("""{"id":"k3v0a1wanxrme0example00","status":"succeeded","output":null,"data_removed":false}""", WanTaskState.Completed, true)]
    [InlineData("""{"id":"k3v0a1wanxrme0example00","status":"dreaming"}""", WanTaskState.Polling, false)]
    public async Task Odd_answers_end_nothing(string body, WanTaskState state, bool lacks)
    {
        await using var rig = new WrapperRig("Replicate", _ => WireAnswer.Text(200, body));

        var answer = await rig.Client.Provider.PollAsync(Asked, CancellationToken.None);

        Assert.Equal((state, lacks, state == WanTaskState.Polling), (answer.State, answer.LacksResult, answer.IsWordUnknown));
    }

    [Fact]
    public async Task A_wish_to_cancel_is_answered_with_the_prediction()
    {
        await using var rig = new WrapperRig("Replicate", static request => request.PathAndQuery.EndsWith("/cancel", StringComparison.Ordinal) ? Answer("replicate_canceled") : Answer("replicate_submit_i2v"));
        var task = await rig.StartAsync(ReplicateRequests.ImageToVideo);

        var canceled = await rig.Client.CancelAsync(task, new NoLog(), CancellationToken.None);

        Assert.Equal((WanTaskState.Canceled, "canceled"), (canceled.State, canceled.ProviderStatus));
        Assert.Equal(("POST", $"/predictions/{Id}/cancel"), (rig.Server.Requests.Last().Method, rig.Server.Requests.Last().PathAndQuery));
    }

    [Fact]
    public async Task A_local_file_becomes_a_file_of_the_account()
    {
        await using var rig = new WrapperRig("Replicate", static request => request.PathAndQuery == "/files" ? Answer("replicate_file_upload") : Answer("replicate_submit_i2v"));
        var file = Path.Combine(rig.Folder, "secret name.png");
        await File.WriteAllBytesAsync(file, HandMade.Png(2, false, 400, 400));

        await rig.StartAsync(ReplicateRequests.ImageToVideo with { FirstFrame = MediaSource.Local(file) });

        var upload = rig.Server.Requests.First();
        Assert.Equal(("POST", "/files", $"Bearer {WrapperRig.Key}"), (upload.Method, upload.PathAndQuery, upload.Headers["Authorization"]));
        Assert.Contains("name=\"content\"", upload.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", upload.Body, StringComparison.Ordinal);

        // The sample's file has died long ago: what is fresh is taken as it is, and not made again and again.
        Assert.Single(rig.Server.Requests, static request => request.Path == "/files");
        Assert.Equal("https://api.replicate.com/v1/files/ZmlsZS1leGFtcGxl", JsonNode.Parse(rig.Server.Requests.Last().Body)!["input"]!["first_frame"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_list_is_read_to_its_end_and_never_at_another_host()
    {
        await using var elsewhere = new LoopbackServer(static _ => WireAnswer.Text(200, "{}"));
        WrapperRig? rig = null;
        await using var owned = rig = new WrapperRig("Replicate", request => WireAnswer.Text(200, new JsonObject
        {
            ["next"] = request.Number == 1 ? rig!.Server.Url("/predictions?cursor=2") : elsewhere.Url("/predictions"),
            ["results"] = new JsonArray(new JsonObject { ["id"] = $"p{request.Number}", ["status"] = "processing", ["created_at"] = "2026-11-20T09:00:00.100Z" }),
        }.ToJsonString()));

        var refused = await Assert.ThrowsAsync<WanException>(() => rig.Client.Provider.ListAsync(new TaskListQuery(), CancellationToken.None));

        Assert.Equal("Wan.Region.HostNotOfProvider", refused.Error.ErrorId);
        Assert.Equal(["/predictions", "/predictions?cursor=2"], rig.Server.Requests.Select(static request => request.PathAndQuery));
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task A_lost_submit_finds_its_prediction_by_the_input_that_the_list_tells()
    {
        await using var rig = new WrapperRig(
            "Replicate",
            static request => request.Method == "POST" ? new WireAnswer { Body = new byte[64], Sends = 0, Resets = true }
                : request.Path == "/predictions" ? WireAnswer.Text(200, new JsonObject { ["results"] = new JsonArray(Made("other", "Another kite", "starting"), Made(Id, "The kite climbs", "processing")) }.ToJsonString())
                : Answer("replicate_succeeded_video"),
            new Dictionary<string, double> { ["submit.late.seconds"] = 0.2 });

        var open = await Record.ExceptionAsync(() => rig.StartAsync(ReplicateRequests.ImageToVideo with { DrivingAudio = null, LastFrame = null }, new SubmitOptions { JobKey = "kite", OnAmbiguous = WanOnAmbiguous.Prove })) is WanException failed
            ? throw failed
            : (await rig.Journal.FindByJobKeyAsync("far", "kite"))!.Task;
        var ended = await rig.Client.WaitAsync(open, null, static _ => { }, new NoLog(), CancellationToken.None);

        Assert.Equal((WanTaskState.Completed, Id), (ended.State, ended.TaskId));
        Assert.Single(rig.Server.Requests, static request => request.Method == "POST");
    }

    private static JsonObject Made(string id, string prompt, string status) => new()
    {
        ["id"] = id, ["model"] = "wan-video/wan-2.7-i2v", ["status"] = status, ["created_at"] = DateTimeOffset.UtcNow.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        ["input"] = new JsonObject { ["prompt"] = prompt, ["duration"] = 6, ["resolution"] = "720p" },
    };

    private static WireAnswer Answer(string name)
    {
        var sample = Sample.Wrapper(name);
        var answer = new WireAnswer { Status = sample.Status, Body = Encoding.UTF8.GetBytes(sample.AnswerText) };
        return sample.Root["response"]!["headers"]!["Retry-After"] is null ? answer : answer.With("Retry-After", "0");
    }
}
