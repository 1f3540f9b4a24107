using Wan27.Engine.Tests.Stores;
using Wan27.ModuleTests.Hosting;
using Wan27.ModuleTests.Pipelines;

namespace Wan27.ModuleTests.Stores;

/// <summary>Local files on their way into a bucket: by Publish-WanMedia, and by themselves under a profile that names a store.</summary>
[Collection(SwiftTests.Name)]
public sealed class PublishToStoreTests(SwiftServer server) : EmulatedTests
{
    private const string Frame = "Start-WanVideoTask turn photo.png -Resolution 720P -Duration 2";

    private readonly string _bucket = $"published-{Guid.NewGuid():N}"[..22];

    [SwiftFact]
    public async Task A_file_is_put_there_once_whatever_it_is_called()
    {
        await SetAsync("-Prefix in");
        File.Copy(Shell.PathOf("photo.png"), Shell.PathOf("copy.PNG"));

        var first = Shell.Run("Publish-WanMedia photo.png -Store MEDIA").Single<WanPublishedMedia>();
        var second = Shell.Run("Publish-WanMedia copy.PNG -Store media").Single<WanPublishedMedia>();

        var key = Assert.Single(await server.KeysAsync(_bucket));
        Assert.Matches("^in/published/[0-9a-f]{64}[.]png$", key);
        Assert.Equal(($"s3://{_bucket}/{key}", "media", false, null, null), (first.Url, first.Store, first.AlreadyStored, first.ExpiresAt, first.Model));
        Assert.Equal((first.Url, true, Shell.PathOf("copy.PNG")), (second.Url, second.AlreadyStored, second.Path));
        Assert.Equal(new FileInfo(Shell.PathOf("photo.png")).Length, first.Length);
    }

    [SwiftFact]
    public async Task A_batch_with_one_content_uploads_it_once()
    {
        await SetAsync();
        foreach (var index in Enumerable.Range(0, 5))
        {
            File.Copy(Shell.PathOf("photo.png"), Shell.PathOf($"copy-{index}.png"));
        }

        var published = Shell.Run("Get-ChildItem copy-*.png | Publish-WanMedia -Store media").MustSucceed().Of<WanPublishedMedia>();

        Assert.Equal([false, true, true, true, true], published.Select(static media => media.AlreadyStored).Order());
        Assert.Single(await server.KeysAsync(_bucket));
    }

    [SwiftTheory]
    [InlineData("$media = Publish-WanMedia photo.png -Store media; Start-WanVideoTask turn $media -Resolution 720P -Duration 2")]
    [InlineData("Publish-WanMedia photo.png -Store media | Start-WanVideoTask turn -Resolution 720P -Duration 2")]
    [InlineData("Publish-WanMedia photo.png -Store media | ConvertTo-Json | ConvertFrom-Json | Start-WanVideoTask turn -Resolution 720P -Duration 2")]
    [InlineData("$media = Publish-WanMedia photo.png -Store media; New-WanImage fox -Size 1K -Image $media")]
    [InlineData("Publish-WanMedia clip.mp4 -Store media | Start-WanVideoEditTask clay -Resolution 720P")]
    public async Task What_is_published_is_taken_by_the_cmdlets_of_every_route(string line)
    {
        await SetAsync();

        Shell.Run(line).MustSucceed();

        Assert.Empty(Emulator.Log("upload.post"));
        Assert.Contains(Emulator.Log(), entry => entry.ToString().Contains($"{server.Url}/{_bucket}/published/", StringComparison.Ordinal));
    }

    [SwiftFact]
    public async Task Local_files_of_a_profile_go_to_its_store_and_the_job_stays_the_same()
    {
        await SetAsync();
        var before = Shell.Run($"{Frame} -JobKey fox").Single<WanTask>();
        Shell.Run("Set-WanProfile emulator -UploadStore MEDIA -PassThru").Single<WanProfile>();
        Assert.Equal("media", Shell.Run("Get-WanProfile emulator").Single<WanProfile>().UploadStore);
        Assert.Equal(before.TaskId, Shell.Run($"{Frame} -JobKey fox").Single<WanTask>().TaskId);
        Assert.Empty(await server.KeysAsync(_bucket));
        var uploads = Emulator.Log("upload.post").Count;

        var task = Shell.Run($"{Frame} -JobKey other; {Frame} -JobKey again").MustSucceed().Of<WanTask>()[0];

        Assert.Equal(uploads, Emulator.Log("upload.post").Count);
        Assert.Single(await server.KeysAsync(_bucket));
        Assert.Equal($"first_frame={Shell.PathOf("photo.png")}", ((IEnumerable<object>)task.Request["media"]!).Single().ToString());
    }

    [SwiftFact]
    public async Task Publish_follows_the_profile_s_store_and_needs_no_model_there()
    {
        await SetAsync();
        Shell.Run("Set-WanProfile emulator -UploadStore media -LogPath logs").MustSucceed();

        var published = Shell.Run("Publish-WanMedia photo.png").Single<WanPublishedMedia>();

        Assert.Equal(("media", "emulator"), (published.Store, published.Profile));
        Shell.Run("Set-WanProfile emulator -UploadStore ''").MustSucceed();
        Shell.Run("Publish-WanMedia photo.png").OnlyError("Wan.Route.ModelMissing");
        Assert.StartsWith("oss://", Shell.Run("Publish-WanMedia photo.png wan2.7-i2v").Single<WanPublishedMedia>().Url, StringComparison.Ordinal);
    }

    [SwiftFact]
    public async Task A_dry_run_puts_nothing_there()
    {
        await SetAsync();

        Shell.Run("Publish-WanMedia photo.png -Store media -WhatIf; Set-WanProfile emulator -UploadStore media").MustSucceed();
        Shell.Run($"{Frame} -WhatIf").MustSucceed();

        Assert.Empty(await server.KeysAsync(_bucket));
    }

    [SwiftFact]
    public async Task What_somebody_put_in_the_place_of_a_file_is_neither_used_nor_replaced()
    {
        await SetAsync();
        var published = Shell.Run("Publish-WanMedia photo.png -Store media").Single<WanPublishedMedia>();
        var key = published.Url[$"s3://{_bucket}/".Length..];
        using var client = server.Client();
        await client.PutObjectAsync(new() { BucketName = _bucket, Key = key, ContentBody = "mine", UseChunkEncoding = false });

        var error = Shell.Run("Publish-WanMedia photo.png -Store media").OnlyError("Wan.Storage.ObjectExists");

        Assert.Equal($"'{published.Url}' of store 'media' is named by the content of '{Shell.PathOf("photo.png")}' and holds something else.", error.Exception.Message);
        Assert.Equal(4, (await client.GetObjectMetadataAsync(_bucket, key)).ContentLength);
    }

    [SwiftFact]
    public async Task A_store_that_a_profile_needs_is_not_let_go_and_an_unknown_one_is_not_taken()
    {
        await SetAsync();

        var unknown = Shell.Run("Set-WanProfile emulator -UploadStore nowhere").OnlyError("Wan.Storage.StoreUnknown");
        Assert.Equal("There is no store 'nowhere'.", unknown.Exception.Message);
        Assert.Null(Shell.Run("Get-WanProfile emulator").Single<WanProfile>().UploadStore);

        Shell.Run("Set-WanProfile emulator -UploadStore media").MustSucceed();
        var used = Shell.Run("Remove-WanStore media").OnlyError("Wan.Storage.StoreInUse");
        Assert.Equal("Store 'media' takes the uploads of profile 'emulator'.", used.Exception.Message);
        Assert.Equal("Run first: Set-WanProfile emulator -UploadStore ''", used.ErrorDetails.RecommendedAction);
        Shell.Run("Set-WanProfile emulator -UploadStore ''; Remove-WanStore media").MustSucceed();
    }

    [SwiftFact]
    public async Task A_store_that_refuses_stops_the_job_before_it_is_paid()
    {
        await SetAsync();
        Shell.Run("Set-WanProfile emulator -UploadStore media").MustSucceed();
        File.WriteAllText(Shell.PathOf("secret.key"), "wrong");

        Shell.Run(Frame).OnlyError("Wan.Storage.StoreKeyRefused");

        Assert.Empty(Emulator.Log("video.submit"));
        Assert.DoesNotContain(Emulator.Log(), static entry => entry.GetProperty("method").GetString() == "POST");
    }

    [SwiftFact]
    public async Task A_profile_s_test_says_whether_its_store_can_be_used()
    {
        await SetAsync();
        Shell.Run("Set-WanProfile emulator -UploadStore media").MustSucceed();

        Assert.Equal((WanCheckStatus.Passed, $"Local files go to store 'media' (bucket {_bucket} at {new Uri(server.Url).Authority})."), Uploads());
        Shell.Run("Set-WanStore media -AccessKeyVariable WAN27_NO_KEY").MustSucceed();
        Assert.Equal((WanCheckStatus.Failed, "Store 'media': there is no access key in its source (variable WAN27_NO_KEY)."), Uploads());

        (WanCheckStatus, string) Uploads()
        {
            var check = Shell.Run("Test-WanProfile emulator").MustSucceed().Of<WanProfileCheck>().Single(static check => check.Check == "Uploads");
            return (check.Status, check.Detail);
        }
    }

    private async Task SetAsync(string more = "")
    {
        MediaFiles.Write(Shell, Emulator);
        await server.MakeBucketAsync(_bucket);
        StoreCommands.Set(Shell, server, "media", _bucket, more);
    }
}
