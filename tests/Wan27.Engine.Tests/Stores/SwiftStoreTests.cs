using Amazon.S3.Model;
using Wan27.Engine.Stores;
using Wan27.Engine.Tests.Results;

namespace Wan27.Engine.Tests.Stores;

/// <summary>The store against a strict server.</summary>
[Collection(SwiftTests.Name)]
public sealed class SwiftStoreTests(SwiftServer server)
{
    [SwiftFact]
    public async Task An_object_is_written_read_and_deleted()
    {
        using var rig = await StoreRig.StartAsync(server);
        await StoreSuite.Writes_reads_and_deletes(rig);
    }

    [SwiftFact]
    public async Task What_is_large_travels_in_parts()
    {
        using var rig = await StoreRig.StartAsync(server);
        await StoreSuite.Writes_what_is_large_in_parts(rig);
        Assert.Empty(await rig.OpenUploadsAsync());
    }

    [SwiftFact]
    public async Task Names_are_taken_as_they_are()
    {
        using var rig = await StoreRig.StartAsync(server);
        await StoreSuite.Takes_names_as_they_are(rig, "a b.png", "füchse/狐 🦊.png", "100%+plus&and=.png", "..png/x..y", new string('k', 1024));
    }

    [SwiftTheory]
    [InlineData("../x.png", "has the part '.' or '..'")]
    [InlineData("a/./x.png", "has the part '.' or '..'")]
    [InlineData("/x.png", "has an empty part")]
    [InlineData("a//x.png", "has an empty part")]
    [InlineData("a\nx.png", "holds control characters")]
    public async Task Names_that_servers_read_differently_are_refused(string name, string why)
    {
        using var rig = await StoreRig.StartAsync(server);
        var refused = Assert.Throws<WanException>(() => rig.Store.KeyOf(name));
        Assert.Equal("Wan.Storage.ObjectNameRefused", refused.Error.ErrorId);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [SwiftFact]
    public async Task A_name_of_more_than_1024_bytes_is_refused_before_anything_travels()
    {
        using var rig = await StoreRig.StartAsync(server);
        var refused = Assert.Throws<WanException>(() => rig.Store.KeyOf(new string('ü', 513)));
        Assert.StartsWith("Store 'media': the name 'üüü", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("has 1026 bytes; 1024 are allowed.", refused.Message, StringComparison.Ordinal);
    }

    [SwiftTheory]
    [InlineData(100)]
    [InlineData(StoreSuite.LargeLength)]
    public async Task A_server_that_knows_conditions_never_replaces_an_object(int length)
    {
        using var rig = await StoreRig.StartAsync(server, server.ConditionalUrl);
        await rig.Client.PutObjectAsync(new PutObjectRequest { BucketName = rig.Bucket, Key = "fox.mp4", ContentBody = "mine", UseChunkEncoding = false });

        var end = await rig.PutAsync("fox.mp4", new byte[length]);

        Assert.Equal(PutEnd.Exists, end);
        Assert.Equal("mine"u8.ToArray(), await rig.ReadAsync("fox.mp4"));
        Assert.Null(rig.Store.KnowsConditions);
        Assert.Empty(await rig.OpenUploadsAsync());
        Assert.Equal(PutEnd.Written, await rig.PutAsync("fox.mp4", new byte[length], overwrites: true));
    }

    [SwiftTheory]
    [InlineData(100)]
    [InlineData(StoreSuite.LargeLength)]
    public async Task A_server_that_refuses_conditions_is_written_to_without(int length)
    {
        using var rig = await StoreRig.StartAsync(server);

        Assert.Equal(PutEnd.Written, await rig.PutAsync("fox.mp4", new byte[length]));
        Assert.Equal(length, (await rig.Store.LookAsync("fox.mp4", default))!.Length);
    }

    [SwiftFact]
    public async Task Parts_of_a_run_that_is_stopped_are_taken_away_at_once()
    {
        using var rig = await StoreRig.StartAsync(server);
        using var stop = new CancellationTokenSource();
        var path = Path.Combine(rig.Folder, "large");
        await File.WriteAllBytesAsync(path, new byte[StoreSuite.LargeLength]);
        using var handle = File.OpenHandle(path);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.Store.PutAsync(
            new ObjectUpload("large.mp4", handle, StoreSuite.LargeLength, "video/mp4", new ObjectMark()) { Watch = _ => stop.Cancel() }, stop.Token));

        Assert.Empty(await rig.OpenUploadsAsync());
        Assert.Empty(await rig.KeysAsync());
        Assert.Empty(Directory.GetFiles(rig.Spool));
    }

    [SwiftTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Parts_of_a_run_that_was_killed_are_taken_away_by_the_next(bool hadId)
    {
        using var rig = await StoreRig.StartAsync(server);
        var begun = await rig.Client.InitiateMultipartUploadAsync(rig.Bucket, "killed.mp4");
        using (var note = UploadNote.Begin(rig.Spool, new UploadNoteContent(rig.Store.Place.Endpoint.AbsoluteUri, rig.Bucket, "killed.mp4", "one", DateTimeOffset.UtcNow)))
        {
            if (hadId)
            {
                note.Started(begun.UploadId);
            }
        }

        await rig.Store.SweepAsync(default);

        Assert.Empty(await rig.OpenUploadsAsync());
        Assert.Empty(Directory.GetFiles(rig.Spool));
    }

    [SwiftFact]
    public async Task The_upload_of_another_run_that_lives_is_left_alone()
    {
        using var rig = await StoreRig.StartAsync(server);
        var begun = await rig.Client.InitiateMultipartUploadAsync(rig.Bucket, "alive.mp4");
        using var note = UploadNote.Begin(rig.Spool, new UploadNoteContent(rig.Store.Place.Endpoint.AbsoluteUri, rig.Bucket, "alive.mp4", "one", DateTimeOffset.UtcNow));
        note.Started(begun.UploadId);

        await rig.Store.SweepAsync(default);

        Assert.Equal(["alive.mp4"], await rig.OpenUploadsAsync());
    }

    [SwiftFact]
    public async Task An_upload_that_was_completed_is_not_aborted_for_its_note()
    {
        using var rig = await StoreRig.StartAsync(server);
        await rig.PutAsync("done.mp4", ResultFiles.Film(StoreSuite.LargeLength));
        var upload = (await rig.Store.LookAsync("done.mp4", default))!.Mark.Upload!;
        var other = await rig.Client.InitiateMultipartUploadAsync(rig.Bucket, "done.mp4");
        using (var note = UploadNote.Begin(rig.Spool, new UploadNoteContent(rig.Store.Place.Endpoint.AbsoluteUri, rig.Bucket, "done.mp4", upload, DateTimeOffset.UtcNow)))
        {
            note.Started(other.UploadId);
        }

        await rig.Store.SweepAsync(default);

        Assert.Single(await rig.OpenUploadsAsync());
        Assert.Empty(Directory.GetFiles(rig.Spool));
    }
}
