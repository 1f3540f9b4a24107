using Wan27.Engine.Stores;
using Wan27.Engine.Tests.Results;

namespace Wan27.Engine.Tests.Stores;

/// <summary>The guards around a write that only lost answers, kills at the worst moment and false marks can try.</summary>
[Collection(SwiftTests.Name)]
public sealed class StoreGuardTests(SwiftServer server)
{
    [SwiftFact]
    public async Task A_write_whose_answer_is_lost_is_known_again_by_its_mark()
    {
        using var rig = await StoreRig.StartAsync(server, server.ConditionalUrl);
        await using var relay = new CuttingRelay(rig.Url, "PUT /", cuts: 1) { CutsAnswers = true };
        using var store = rig.Open(rig.Entry with { Endpoint = relay.Url });

        // The library sends it again, and the object that the condition then finds is its own.
        Assert.Equal(PutEnd.Written, await rig.PutAsync("fox.mp4", ResultFiles.Film(), store: store));

        Assert.Equal(1, relay.Cuts);
    }

    [Fact]
    public async Task The_body_of_a_broken_request_is_not_read_any_more_when_it_is_sent_again()
    {
        await using var body = new EndlessBody();
        using var wire = new HttpMessageInvoker(new BreakingHandler(body));
        using var http = new StoreConnection(wire, TimeSpan.FromMinutes(1), TimeProvider.System).CreateHttpClient(new Amazon.S3.AmazonS3Config());
        using var request = new HttpRequestMessage(HttpMethod.Put, "http://127.0.0.1:9/films/fox.mp4") { Content = new StreamContent(body) };

        await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(request));

        Assert.False(body.IsRead);
    }

    [SwiftFact]
    public async Task A_completion_whose_answer_is_lost_is_known_again_by_its_mark()
    {
        using var rig = await StoreRig.StartAsync(server);
        await using var relay = new CuttingRelay(rig.Url, "fox.mp4?uploadId=", cuts: 1) { CutsAnswers = true };
        using var store = rig.Open(rig.Entry with { Endpoint = relay.Url });
        var film = ResultFiles.Film(StoreSuite.LargeLength);

        Assert.Equal(PutEnd.Written, await rig.PutAsync("fox.mp4", film, store: store));

        Assert.Equal(1, relay.Cuts);
        Assert.Equal(film, await rig.ReadAsync("fox.mp4"));
        Assert.Empty(await rig.OpenUploadsAsync());
    }

    [Theory]
    [InlineData(404, "NoSuchUpload")]
    [InlineData(500, "InternalError")]
    public async Task A_completion_that_is_refused_for_one_that_came_through_is_told_by_the_object(int status, string code)
    {
        string? upload = null;
        await using var wire = new LoopbackServer(request => Parts(request, ref upload) ?? Xml(status, $"<Error><Code>{code}</Code><Message>said</Message></Error>"));
        using var rig = WiredStore.Of(wire);

        Assert.Equal(PutEnd.Written, await PutLargeAsync(rig));
    }

    [Fact]
    public async Task A_completion_after_which_the_object_has_another_length_is_no_success()
    {
        string? upload = null;
        await using var wire = new LoopbackServer(request => Parts(request, ref upload, length: 7) ?? Xml(200, "<CompleteMultipartUploadResult><ETag>\"x\"</ETag></CompleteMultipartUploadResult>"));
        using var rig = WiredStore.Of(wire);

        var refused = (await Assert.ThrowsAsync<WanException>(() => PutLargeAsync(rig))).Error;

        Assert.Equal("Wan.Storage.StoreMismatch", refused.ErrorId);
        Assert.EndsWith($"{StoreSuite.LargeLength} bytes were sent in 3 parts, and the store does not have as many.", refused.Message, StringComparison.Ordinal);
    }

    [SwiftFact]
    public async Task A_mark_of_this_content_on_an_object_of_another_length_is_not_believed()
    {
        using var rig = await BucketRig.StartAsync(server);
        var film = StoredObject.OfLength(100_000);
        await using var source = new LoopbackServer(film.Answer);
        await rig.Store.PutAsync("fox.mp4", film.Content[..50_000], mark: new ObjectMark { Sha256 = film.Sha256 });

        // From a folder: a download would have been refused for its length before it began.
        Assert.Equal("Wan.Storage.ObjectExists", Assert.Single((await rig.SaveAsync(ResultRig.Task(source.Url("/clip.mp4")), both: true)).Errors).ErrorId);
    }

    [SwiftFact]
    public async Task A_file_that_is_given_twice_travels_once()
    {
        using var rig = await BucketRig.StartAsync(server);
        await using var source = new LoopbackServer(StoredObject.OfLength(StoreSuite.LargeLength).Answer);
        var task = ResultRig.Task(source.Url("/clip.mp4"));
        var first = Assert.Single((await rig.SaveAsync(task, both: true)).Assets);
        var row = task with { State = WanTaskState.Stored, Files = [first.Path!] };

        var sinks = await Task.WhenAll(rig.SaveAsync(row, "again/{JobKey}{Ext}"), rig.SaveAsync(row, "again/{JobKey}{Ext}"), rig.SaveAsync(row, "again/{JobKey}{Ext}"));

        Assert.Single(sinks.Select(static sink => Assert.Single(sink.Assets)), static asset => !asset.AlreadyStored);
    }

    [SwiftFact]
    public async Task What_a_killed_run_left_is_taken_away_by_the_next_save()
    {
        using var rig = await BucketRig.StartAsync(server);
        await using var source = new LoopbackServer(StoredObject.OfLength(100_000).Answer);
        var begun = await rig.Store.Client.InitiateMultipartUploadAsync(rig.Store.Bucket, "killed.mp4");
        using (var note = UploadNote.Begin(rig.Store.Spool, new UploadNoteContent(rig.Store.Store.Place.Endpoint.AbsoluteUri, rig.Store.Bucket, "killed.mp4", "one", DateTimeOffset.UtcNow)))
        {
            note.Started(begun.UploadId);
        }

        Assert.Single((await rig.SaveAsync(ResultRig.Task(source.Url("/clip.mp4")))).Assets);

        Assert.Empty(await rig.Store.OpenUploadsAsync());
    }

    [SwiftFact]
    public async Task A_spool_that_a_kill_left_behind_the_upload_is_taken_away()
    {
        using var rig = await BucketRig.StartAsync(server);
        await using var source = new LoopbackServer(StoredObject.OfLength(100_000).Answer);
        var task = ResultRig.Task(source.Url("/clip.mp4"));
        await rig.SaveAsync(task);
        await File.WriteAllBytesAsync(Spool.PathOf(rig.Store.Spool, rig.Store.Store, "task-1#1") + ".part", new byte[100]);
        rig.StartAgain();

        Assert.True(Assert.Single((await rig.SaveAsync(task)).Assets).AlreadyStored);

        Assert.Empty(Directory.GetFiles(rig.Store.Spool));
    }

    [SwiftFact]
    public async Task An_object_of_another_task_is_not_taken_for_this_one_whatever_the_journal_says()
    {
        using var rig = await BucketRig.StartAsync(server);
        await using var source = new LoopbackServer(StoredObject.OfLength(100_000).Answer);
        var other = Assert.Single((await rig.SaveAsync(ResultRig.Task(source.Url("/clip.mp4"), "task-1"))).Assets);

        var row = ResultRig.Task(source.Url("/two.mp4"), "task-2") with { State = WanTaskState.Stored, Files = [other.Uri!] };
        var saved = Assert.Single((await rig.SaveAsync(row, "{TaskId}{Ext}")).Assets);

        Assert.Equal(("task-2", $"s3://{rig.Store.Bucket}/task-2.mp4"), (saved.TaskId, saved.Uri));
    }

    [SwiftFact]
    public async Task A_job_of_two_results_of_which_the_journal_names_one_is_stored_whole()
    {
        using var rig = await BucketRig.StartAsync(server);
        await using var source = new LoopbackServer(request => StoredObject.OfLength(60_000, seed: request.Path.Contains("two", StringComparison.Ordinal) ? 2 : 1).Answer(request));
        var task = ResultRig.Task(source.Url("/one.mp4")) with { ResultUrls = [source.Url("/one.mp4"), source.Url("/two.mp4")] };
        var first = (await rig.SaveAsync(task)).Assets;
        await rig.Store.Store.DeleteAsync("fox-2.mp4", default);

        var again = (await rig.SaveAsync(task with { State = WanTaskState.Stored, Files = [first.Single(static asset => asset.Index == 1).Uri!] })).Assets;

        Assert.Equal([1, 2], again.Select(static asset => asset.Index).Order());
        Assert.Equal(["fox-1.mp4", "fox-1.mp4.wan.json", "fox-2.mp4", "fox-2.mp4.wan.json"], await rig.Store.KeysAsync());
    }

    /// <summary>What a server says around an upload in parts; null for the completion.</summary>
    private static WireAnswer? Parts(WireRequest request, ref string? upload, long length = StoreSuite.LargeLength)
    {
        switch (request.Method)
        {
            case "POST" when request.PathAndQuery.EndsWith("?uploads", StringComparison.Ordinal):
                upload = request.Headers["x-amz-meta-wan27-upload"];
                return Xml(200, "<InitiateMultipartUploadResult><UploadId>one</UploadId></InitiateMultipartUploadResult>");
            case "PUT":
                return new WireAnswer().With("ETag", "\"x\"");
            case "HEAD":
                return new WireAnswer { StatedLength = length }.With("x-amz-meta-wan27-upload", upload!);
            case "DELETE":
                return new WireAnswer { Status = 204 };
            default:
                return null;
        }
    }

    private static WireAnswer Xml(int status, string body) => WireAnswer.Text(status, $"<?xml version=\"1.0\"?>{body}").With("Content-Type", "application/xml");

    private static async Task<PutEnd> PutLargeAsync(WiredStore rig)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, new byte[StoreSuite.LargeLength]);
            using var handle = File.OpenHandle(path);
            return await rig.Store.PutAsync(new ObjectUpload("fox.mp4", handle, StoreSuite.LargeLength, "video/mp4", new ObjectMark()) { Overwrites = true }, default);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Breaks off while the body is read, as connections do.</summary>
    private sealed class BreakingHandler(EndlessBody body) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _ = request.Content!.CopyToAsync(Stream.Null, CancellationToken.None);
            await body.Begun;
            throw new HttpRequestException("broken");
        }
    }

    /// <summary>A body whose first bytes never come.</summary>
    private sealed class EndlessBody : MemoryStream
    {
        private readonly TaskCompletionSource _begun = new();

        public Task Begun => _begun.Task;

        public bool IsRead { get; private set; }

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => ReadForEverAsync(cancellationToken);

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await ReadForEverAsync(cancellationToken);
            return 0;
        }

        private async Task ReadForEverAsync(CancellationToken ct)
        {
            IsRead = true;
            _begun.TrySetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, ct);
            }
            finally
            {
                IsRead = false;
            }
        }
    }
}
