using System.Globalization;
using System.Security.Cryptography;
using Wan27.Engine.Tests.Results;

namespace Wan27.Engine.Tests.Stores;

/// <summary>What saving into a bucket promises on every server.</summary>
internal static class BucketSuite
{
    public static async Task Stores_a_result_once_with_its_sidecar_and_its_mark(BucketRig rig)
    {
        var film = StoredObject.OfLength(200_000);
        await using var source = new LoopbackServer(film.Answer);
        var task = ResultRig.Task(source.Url("/clip.mp4?Signature=secret"));

        var first = Assert.Single((await rig.SaveAsync(task, "{Date}/{JobKey}{Ext}")).Assets);
        rig.StartAgain(spool: Path.Combine(rig.Store.Folder, "another-machine"));
        var again = Assert.Single((await rig.SaveAsync(task, "{Date}/{JobKey}{Ext}")).Assets);

        var key = task.SubmittedAt!.Value.ToLocalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "/fox.mp4";
        Assert.Equal(($"s3://{rig.Store.Bucket}/{key}", "media", null, null, "fox.mp4", film.Sha256, "video/mp4", false), (first.Uri, first.Store, first.Path, first.SidecarPath, first.Name, first.Sha256, first.MediaType, first.AlreadyStored));
        Assert.Equal((first.Uri, film.Sha256, 200_000L, true), (again.Uri, again.Sha256, again.Length, again.AlreadyStored));
        Assert.Single(source.Requests);
        Assert.Equal(film.Content, await rig.Store.ReadAsync(key));
        var sidecar = await rig.SidecarAsync(key);
        Assert.Equal((first.Uri, "media", film.Sha256, "task-1", "request-1"), (sidecar.File.Uri, sidecar.File.Store, sidecar.File.Sha256, sidecar.Ids.TaskId, sidecar.Ids.RequestId));
        Assert.DoesNotContain("secret", sidecar.SourceUrl, StringComparison.Ordinal);
        var state = await rig.Store.Store.LookAsync(key, default);
        Assert.Equal(("task-1", "fox", WanRoutes.ImageToVideo, "wan2.7-i2v", film.Sha256, 1, 1), (state!.Mark.TaskId, state.Mark.JobKey, state.Mark.Route, state.Mark.Model, state.Mark.Sha256, state.Mark.Index, state.Mark.Count));
        Assert.Equal([first.Uri!], rig.Journal.Places);
        Assert.True(rig.Journal.IsComplete);
        Assert.Empty(Directory.GetFiles(rig.Store.Spool));
    }

    public static async Task Never_replaces_another_object_unless_forced(BucketRig rig)
    {
        var film = StoredObject.OfLength(100_000);
        await using var source = new LoopbackServer(film.Answer);
        var task = ResultRig.Task(source.Url("/clip.mp4"));
        await rig.Store.PutAsync("fox.mp4", "mine"u8.ToArray(), overwrites: true);

        var refused = await rig.SaveAsync(task);
        var error = Assert.Single(refused.Errors);

        Assert.Equal("Wan.Storage.ObjectExists", error.ErrorId);
        Assert.Equal($"'s3://{rig.Store.Bucket}/fox.mp4' of store 'media' exists and holds something else than this result.", error.Message);
        Assert.Equal("mine"u8.ToArray(), await rig.Store.ReadAsync("fox.mp4"));
        Assert.Empty(rig.Journal.Places);

        Assert.Single((await rig.SaveAsync(task, force: true)).Assets);
        Assert.Equal(film.Content, await rig.Store.ReadAsync("fox.mp4"));
    }

    public static async Task Stores_in_a_folder_and_in_a_bucket_with_one_download(BucketRig rig)
    {
        var film = StoredObject.OfLength(StoreSuite.LargeLength);
        await using var source = new LoopbackServer(film.Answer);
        var task = ResultRig.Task(source.Url("/clip.mp4"));

        var asset = Assert.Single((await rig.SaveAsync(task, both: true)).Assets);

        Assert.Equal((Path.Combine(rig.Folder, "fox.mp4"), $"s3://{rig.Store.Bucket}/fox.mp4"), (asset.Path, asset.Uri));
        Assert.Equal(film.Sha256, Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(asset.Path!))));
        Assert.Equal(film.Content, await rig.Store.ReadAsync("fox.mp4"));
        Assert.Equal([asset.Path!, asset.Uri!], rig.Journal.Places);
        Assert.True(rig.Journal.IsComplete);
        Assert.Single(source.Requests);
    }
}
