using Wan27.Engine.Tests.Results;

namespace Wan27.Engine.Tests.Transport;

/// <summary>An upload is never billed, so that what cut it off in passing is no reason to give up, and every try asks for a policy of its own.</summary>
public sealed class UploadRetryTests
{
    [Fact]
    public async Task A_storage_that_fails_in_passing_is_tried_again_under_a_new_policy()
    {
        var posts = 0;
        await using var storage = new LoopbackServer(_ => WireAnswer.Text(++posts == 1 ? 503 : 200));
        await using var service = ServiceOf(storage);

        await service.UploadAsync(service.Client);

        Assert.Equal((2, 2), (storage.Requests.Count, service.Server.Requests.Count));
    }

    [Fact]
    public async Task A_storage_that_goes_on_failing_is_tried_as_often_as_the_contract_says()
    {
        await using var storage = new LoopbackServer(static _ => WireAnswer.Text(503));
        await using var service = ServiceOf(storage);

        var failed = await service.FailsAsync(service.UploadAsync);

        var most = service.Client.Bundle.Contract.Integer("retry.upload.attempts.max");
        Assert.Equal((WanRetry.Safe, 503), (failed.Error.Retry, failed.Error.HttpStatus));
        Assert.Equal((most, most), (storage.Requests.Count, service.Server.Requests.Count));
    }

    [Fact]
    public async Task A_refusal_is_not_tried_again()
    {
        await using var storage = new LoopbackServer(static _ => WireAnswer.Text(403));
        await using var service = ServiceOf(storage);

        var refused = await service.FailsAsync(service.UploadAsync);

        Assert.Equal((WanBoundary.Media, 403), (refused.Error.Boundary, refused.Error.HttpStatus));
        Assert.Single(storage.Requests);
    }

    [Fact]
    public async Task A_policy_that_cannot_be_had_is_no_fault_of_the_upload()
    {
        await using var service = new ScriptedService(static _ => WireAnswer.Text(503));

        await service.FailsAsync(service.UploadAsync);

        Assert.Single(service.Server.Requests);
    }

    private static ScriptedService ServiceOf(LoopbackServer storage)
        => new(_ => ScriptedService.Json(new
        {
            data = new { policy = "p", signature = "s", upload_dir = "dir", upload_host = storage.Url("/"), oss_access_key_id = "id" },
        }));
}
