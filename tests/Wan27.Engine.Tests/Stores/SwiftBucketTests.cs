using Amazon.S3.Model;
using Wan27.Engine.Stores;
using Wan27.Engine.Tests.Results;

namespace Wan27.Engine.Tests.Stores;

/// <summary>Results into a bucket of a strict server.</summary>
[Collection(SwiftTests.Name)]
public sealed class SwiftBucketTests(SwiftServer server)
{
    [SwiftFact]
    public async Task A_result_is_stored_once_and_found_from_another_machine()
    {
        using var rig = await BucketRig.StartAsync(server);
        await BucketSuite.Stores_a_result_once_with_its_sidecar_and_its_mark(rig);
    }

    [SwiftFact]
    public async Task Another_object_is_never_replaced_unless_forced()
    {
        using var rig = await BucketRig.StartAsync(server);
        await BucketSuite.Never_replaces_another_object_unless_forced(rig);
    }

    [SwiftFact]
    public async Task A_server_that_knows_conditions_keeps_the_promise_too()
    {
        using var rig = await BucketRig.StartAsync(server, server.ConditionalUrl);
        await BucketSuite.Never_replaces_another_object_unless_forced(rig);
    }

    [SwiftFact]
    public async Task A_folder_and_a_bucket_take_one_download()
    {
        using var rig = await BucketRig.StartAsync(server);
        await BucketSuite.Stores_in_a_folder_and_in_a_bucket_with_one_download(rig);
    }

    [SwiftFact]
    public async Task Another_object_that_comes_between_look_and_write_is_kept_where_conditions_are_known()
    {
        using var rig = await BucketRig.StartAsync(server, server.ConditionalUrl);
        var film = StoredObject.OfLength(100_000);
        await using var source = new LoopbackServer(request =>
        {
            // After the look for the name, while the result still travels.
            rig.Store.Client.PutObjectAsync(new PutObjectRequest { BucketName = rig.Store.Bucket, Key = "fox.mp4", ContentBody = "faster", UseChunkEncoding = false }).GetAwaiter().GetResult();
            return film.Answer(request);
        });

        var error = Assert.Single((await rig.SaveAsync(ResultRig.Task(source.Url("/clip.mp4")))).Errors);

        Assert.Equal("Wan.Storage.ObjectExists", error.ErrorId);
        Assert.Equal("faster"u8.ToArray(), await rig.Store.ReadAsync("fox.mp4"));
    }

    [SwiftFact]
    public async Task An_object_with_this_very_content_is_taken_for_the_result()
    {
        using var rig = await BucketRig.StartAsync(server);
        var film = StoredObject.OfLength(100_000);
        await using var source = new LoopbackServer(film.Answer);
        await rig.Store.PutAsync("fox.mp4", film.Content);

        var asset = Assert.Single((await rig.SaveAsync(ResultRig.Task(source.Url("/clip.mp4")))).Assets);

        Assert.True(asset.AlreadyStored);
        Assert.Equal(film.Sha256, (await rig.SidecarAsync("fox.mp4")).File.Sha256);
    }

    [SwiftFact]
    public async Task A_sidecar_of_somebody_else_is_not_replaced()
    {
        using var rig = await BucketRig.StartAsync(server);
        await using var source = new LoopbackServer(StoredObject.OfLength(100_000).Answer);
        await rig.Store.PutAsync("fox.mp4.wan.json", "{}"u8.ToArray());

        var error = Assert.Single((await rig.SaveAsync(ResultRig.Task(source.Url("/clip.mp4")))).Errors);

        Assert.Contains("fox.mp4.wan.json", error.Message, StringComparison.Ordinal);
        Assert.Equal(["fox.mp4.wan.json"], await rig.Store.KeysAsync());
    }

    [SwiftFact]
    public async Task A_sidecar_that_a_killed_run_did_not_write_is_written_by_the_next()
    {
        using var rig = await BucketRig.StartAsync(server);
        await using var source = new LoopbackServer(StoredObject.OfLength(100_000).Answer);
        var task = ResultRig.Task(source.Url("/clip.mp4"));
        await rig.SaveAsync(task);
        await rig.Store.Store.DeleteAsync("fox.mp4.wan.json", default);
        rig.StartAgain();

        Assert.True(Assert.Single((await rig.SaveAsync(task)).Assets).AlreadyStored);
        Assert.Equal("task-1", (await rig.SidecarAsync("fox.mp4")).Ids.TaskId);
        Assert.Single(source.Requests);
    }

    [SwiftFact]
    public async Task What_is_no_result_never_reaches_the_bucket()
    {
        using var rig = await BucketRig.StartAsync(server);
        await using var source = new LoopbackServer(static _ => WireAnswer.Text(200, "<html>Sign in</html>").With("Content-Type", "text/html"));

        var error = Assert.Single((await rig.SaveAsync(ResultRig.Task(source.Url("/clip.mp4")))).Errors);

        Assert.Equal("Wan.Storage.NotTheResult", error.ErrorId);
        Assert.Empty(await rig.Store.KeysAsync());
    }

    [SwiftFact]
    public async Task What_the_journal_says_is_stored_is_found_without_asking_the_provider()
    {
        using var rig = await BucketRig.StartAsync(server);
        await using var source = new LoopbackServer(StoredObject.OfLength(100_000).Answer);
        var task = ResultRig.Task(source.Url("/clip.mp4"));
        var first = Assert.Single((await rig.SaveAsync(task)).Assets);

        var row = task with { State = WanTaskState.Stored, ResultUrls = [], VideoUrl = null, Files = [first.Uri!] };
        var again = Assert.Single((await rig.SaveAsync(row, template: "other/{TaskId}{Ext}")).Assets);

        Assert.Equal((first.Uri, first.Sha256, true, 0), (again.Uri, again.Sha256, again.AlreadyStored, rig.Journal.Looks));
    }

    [SwiftFact]
    public async Task An_object_that_is_gone_is_fetched_again()
    {
        using var rig = await BucketRig.StartAsync(server);
        await using var source = new LoopbackServer(StoredObject.OfLength(100_000).Answer);
        var task = ResultRig.Task(source.Url("/clip.mp4"));
        var first = Assert.Single((await rig.SaveAsync(task)).Assets);
        await rig.Store.Store.DeleteAsync("fox.mp4", default);

        var again = Assert.Single((await rig.SaveAsync(task with { State = WanTaskState.Stored, Files = [first.Uri!] })).Assets);

        Assert.False(again.AlreadyStored);
        Assert.Equal(2, source.Requests.Count);
    }

    [SwiftFact]
    public async Task What_lies_in_a_folder_goes_to_the_bucket_without_a_download()
    {
        using var rig = await BucketRig.StartAsync(server);
        var film = StoredObject.OfLength(100_000);
        await using var source = new LoopbackServer(film.Answer);
        var task = ResultRig.Task(source.Url("/clip.mp4"));
        var both = Assert.Single((await rig.SaveAsync(task, both: true)).Assets);
        await rig.Store.Store.DeleteAsync("fox.mp4", default);

        // The URL has died with the day; the file has not.
        var row = task with { State = WanTaskState.Stored, ResultUrls = [], VideoUrl = null, Files = [both.Path!] };
        var asset = Assert.Single((await rig.SaveAsync(row, template: "again/{JobKey}{Ext}")).Assets);

        Assert.Equal((null, $"s3://{rig.Store.Bucket}/again/fox.mp4", film.Sha256), (asset.Path, asset.Uri, asset.Sha256));
        Assert.Equal([both.Path!, asset.Uri!], rig.Journal.Places);
        Assert.Single(source.Requests);
    }

    [SwiftFact]
    public async Task Several_results_of_one_job_and_one_name_get_names_of_their_own()
    {
        using var rig = await BucketRig.StartAsync(server);
        await using var source = new LoopbackServer(request => StoredObject.OfLength(60_000, seed: request.Path.Contains("two", StringComparison.Ordinal) ? 2 : 1).Answer(request));
        var one = ResultRig.Task(source.Url("/one.mp4"), "task-1");
        var two = ResultRig.Task(source.Url("/two.mp4"), "task-2");

        await rig.SaveAsync(one);
        await rig.SaveAsync(two);
        rig.StartAgain();
        var again = await Task.WhenAll(rig.SaveAsync(two), rig.SaveAsync(one));

        Assert.Equal(["fox-2.mp4", "fox-2.mp4.wan.json", "fox.mp4", "fox.mp4.wan.json"], await rig.Store.KeysAsync());
        Assert.All(again, static sink => Assert.True(Assert.Single(sink.Assets).AlreadyStored));
        Assert.Equal([StoredObject.OfLength(60_000, seed: 2).Sha256, StoredObject.OfLength(60_000, seed: 1).Sha256], again.Select(static sink => Assert.Single(sink.Assets).Sha256));
    }

    [SwiftFact]
    public async Task A_store_that_may_not_be_written_to_leaves_the_download_for_the_next_run()
    {
        using var rig = await BucketRig.StartAsync(server);
        var film = StoredObject.OfLength(100_000);
        await using var source = new LoopbackServer(film.Answer);
        var task = ResultRig.Task(source.Url("/clip.mp4"));
        rig.StartAgain(entry: rig.Store.Entry with { Bucket = SwiftServer.LimitedBucket }, keys: SwiftServer.Reader);

        var refused = await rig.SaveAsync(task, "denied/{TaskId}{Ext}");
        rig.StartAgain(entry: rig.Store.Entry with { Bucket = SwiftServer.LimitedBucket }, keys: (server.AccessKey, server.SecretKey));
        var stored = await rig.SaveAsync(task, "denied/{TaskId}{Ext}");

        Assert.Equal("Wan.Storage.StoreWriteDenied", Assert.Single(refused.Errors).ErrorId);
        Assert.Equal(film.Sha256, Assert.Single(stored.Assets).Sha256);
        Assert.Equal(99_999, source.Requests.Last().From);
    }

    [TinyDiskFact]
    public async Task A_spool_on_a_full_disk_says_so_and_goes_on_where_it_was()
    {
        if (SwiftServer.Missing is not null)
        {
            return;
        }

        using var disk = new TinyDisk("128k");
        using var rig = await BucketRig.StartAsync(server);
        var film = StoredObject.OfLength(400_000);
        await using var source = new LoopbackServer(film.Answer);
        var task = ResultRig.Task(source.Url("/clip.mp4"));
        rig.StartAgain(spool: disk.Folder);

        var full = Assert.Single((await rig.SaveAsync(task)).Errors);
        disk.Grow("4m");
        var stored = Assert.Single((await rig.SaveAsync(task)).Assets);

        Assert.Equal("Wan.Storage.SpoolFull", full.ErrorId);
        Assert.Equal($"The disk of '{disk.Folder}' is full. A result for store 'media' is kept there until it is proven and uploaded; what has arrived is kept.", full.Message);
        Assert.Equal(film.Sha256, stored.Sha256);
        Assert.True(source.Requests.Last().From > 0);
    }
}
