using Wan27.Engine.Results;
using Wan27.Engine.Tests.Results;

namespace Wan27.Engine.Tests.Transport;

/// <summary>Nothing that carries the key follows a redirect; a download may, without the key.</summary>
public sealed class RedirectTests
{
    private static readonly StoredObject Clip = StoredObject.OfLength(5000);

    public static TheoryData<string, int> LooksAndRedirects
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var look in new[] { "query", "poll", "list", "cancel", "policy" })
            {
                foreach (var status in new[] { 301, 302, 303, 307, 308 })
                {
                    data.Add(look, status);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(LooksAndRedirects))]
    public async Task The_key_never_goes_where_a_look_is_sent_on_to(string look, int status)
    {
        await using var elsewhere = new LoopbackServer(static _ => ScriptedService.EmptyList());
        await using var service = new ScriptedService(_ => To(elsewhere, status));

        var refused = await service.FailsAsync(service.Look(look));

        Assert.Equal(("Wan.Region.Redirected", WanRetry.Never), (refused.Error.ErrorId, refused.Error.Retry));
        Assert.Contains($"({status}) to {new Uri(elsewhere.Url("/")).Authority};", refused.Message, StringComparison.Ordinal);
        Assert.Contains("-Endpoint", refused.Error.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Requests);
        Assert.Single(service.Server.Requests);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_submit_that_is_sent_on_was_refused(int status)
    {
        await using var elsewhere = new LoopbackServer(static _ => ScriptedService.EmptyList());
        await using var service = new ScriptedService(_ => To(elsewhere, status));

        var refused = await service.FailsAsync(_ => service.StartAsync("fox"));

        Assert.Equal(("Wan.Region.Redirected", WanRetry.Never), (refused.Error.ErrorId, refused.Error.Retry));
        Assert.Equal(WanTaskState.Failed, Assert.Single(await service.Journal.QueryAsync(new())).Task.State);
        Assert.Empty(elsewhere.Requests);
        Assert.Single(service.Submits);
    }

    [Theory]
    [InlineData(303)]
    [InlineData(300)]
    [InlineData(304)]
    public async Task A_redirect_that_may_answer_what_was_done_leaves_the_submit_open_and_its_key_taken(int status)
    {
        await using var elsewhere = new LoopbackServer(static _ => ScriptedService.EmptyList());
        await using var service = new ScriptedService(ScriptedService.AnswersSubmitsWith(() => To(elsewhere, status)));

        var open = await service.FailsAsync(_ => service.StartAsync("fox"));
        await service.FailsAsync(_ => service.StartAsync("fox"));

        Assert.Equal(("Wan.Async.SubmitIndeterminate", WanRetry.Ambiguous), (open.Error.ErrorId, open.Error.Retry));
        Assert.Contains($"redirect ({status})", open.Message, StringComparison.Ordinal);
        Assert.Equal(WanTaskState.Indeterminate, Assert.Single(await service.Journal.QueryAsync(new())).Task.State);
        Assert.Empty(elsewhere.Requests);
        Assert.Single(service.Submits);
    }

    [Fact]
    public async Task An_upload_goes_to_the_host_of_its_policy_and_nowhere_else()
    {
        await using var elsewhere = new LoopbackServer(static _ => WireAnswer.Text(200));
        await using var storage = new LoopbackServer(_ => To(elsewhere, 307));
        await using var service = new ScriptedService(_ => ScriptedService.Json(Policy(storage.Url("/"))));

        var refused = await service.FailsAsync(service.UploadAsync);

        Assert.Equal(("Wan.Media.Redirected", WanBoundary.Media), (refused.Error.ErrorId, refused.Error.Boundary));
        Assert.False(Assert.Single(storage.Requests).Headers.ContainsKey("Authorization"));
        Assert.Empty(elsewhere.Requests);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_download_follows_without_the_key(int status)
    {
        await using var elsewhere = new LoopbackServer(Clip.Answer);
        await using var storage = new LoopbackServer(_ => To(elsewhere, status));
        await using var service = new ScriptedService(static _ => ScriptedService.EmptyList());
        using var rig = new ResultRig();
        var plan = rig.Plan(ResultRig.Task(storage.Url("/clip.mp4")));

        var stored = await new ResultStore(service.Host.Http, rig.Contract, TimeProvider.System).SaveAsync(plan.Source, plan.Target, null, CancellationToken.None);

        Assert.Equal(Clip.Sha256, stored.Sha256);
        Assert.All([Assert.Single(storage.Requests), Assert.Single(elsewhere.Requests)], static request =>
        {
            Assert.DoesNotContain("Authorization", request.Headers.Keys, StringComparer.OrdinalIgnoreCase);
            Assert.DoesNotContain(ScriptedService.Key, string.Concat(request.Headers.Values) + request.PathAndQuery, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("https://a.example/x", "https://b.example/x", true)]
    [InlineData("https://a.example/x", "http://b.example/x", false)]
    [InlineData("https://a.example/x", "http://127.0.0.1/x", false)]
    [InlineData("http://127.0.0.1/x", "http://localhost:81/x", true)]
    [InlineData("http://127.0.0.1/x", "http://10.0.0.1/x", false)]
    [InlineData("https://a.example/x", "file:///etc/passwd", false)]
    public void A_download_is_sent_on_to_https_or_within_this_machine(string from, string to, bool allowed)
        => Assert.Equal(allowed, ResultUrl.MayRedirect(new Uri(from), new Uri(to)));

    internal static object Policy(string host, object? seconds = null) => new
    {
        request_id = "r-policy",
        data = new { policy = "p", signature = "s", upload_dir = "dir", upload_host = host, expire_in_seconds = seconds ?? 300, max_file_size_mb = "100", oss_access_key_id = "id", x_oss_object_acl = "private", x_oss_forbid_overwrite = "true" },
    };

    private static WireAnswer To(LoopbackServer elsewhere, int status) => WireAnswer.Text(status).With("Location", elsewhere.Url("/clip.mp4"));
}
