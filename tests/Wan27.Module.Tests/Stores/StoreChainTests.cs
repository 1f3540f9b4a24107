using Wan27.Engine.Tests.Stores;
using Wan27.ModuleTests.Hosting;
using Wan27.ModuleTests.Pipelines;

namespace Wan27.ModuleTests.Stores;

/// <summary>What is stored in a bucket, on its way into the next job.</summary>
[Collection(SwiftTests.Name)]
public sealed class StoreChainTests(SwiftServer server) : EmulatedTests
{
    private readonly string _bucket = $"chained-{Guid.NewGuid():N}"[..20];

    [SwiftFact]
    public async Task A_picture_becomes_a_clip_and_an_edit_without_a_folder()
    {
        await SetAsync();

        var film = Shell.Run(
            "New-WanImage fox -Size 1K | Save-WanResult -Store media -NameTemplate 'fox{Ext}' | Start-WanVideoTask turn -Resolution 720P -Duration 2 | Wait-WanTask "
            + "| Save-WanResult -Store media -NameTemplate 'fox{Ext}' | Start-WanVideoEditTask clay -Resolution 720P | Wait-WanTask | Save-WanResult -Store media -NameTemplate 'clay{Ext}'").Single<WanAsset>();

        Assert.Equal((null, $"s3://{_bucket}/clay.mp4"), (film.Path, film.Uri));
        Assert.Equal(["clay.mp4", "clay.mp4.wan.json", "fox.mp4", "fox.mp4.wan.json", "fox.png", "fox.png.wan.json"], await server.KeysAsync(_bucket));
        Assert.Empty(Emulator.Log("upload.post"));
        Assert.DoesNotContain(Directory.GetFiles(Shell.Folder, "*", SearchOption.AllDirectories), static file => Path.GetExtension(file) is ".png" or ".mp4" or ".part");
    }

    [SwiftTheory]
    [InlineData("$asset | Start-WanVideoTask turn -Resolution 720P")]
    [InlineData("Start-WanVideoTask turn $asset -Resolution 720P")]
    [InlineData("$asset | ConvertTo-Json | ConvertFrom-Json | Start-WanVideoTask turn -Resolution 720P")]
    [InlineData("$asset | ConvertTo-Csv | ConvertFrom-Csv | Start-WanVideoTask turn -Resolution 720P")]
    [InlineData("[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($asset)) | Start-WanVideoTask turn -Resolution 720P")]
    [InlineData("Start-WanVideoTask turn $asset.Uri -Resolution 720P")]
    [InlineData("New-WanImage fox -Size 1K -Image $asset")]
    public async Task A_stored_asset_goes_on_by_its_reference_however_it_travels(string line)
    {
        await SetAsync();
        Shell.Run("$global:asset = New-WanImage fox -Size 1K | Save-WanResult -Store media -NameTemplate 'fox{Ext}'").MustSucceed();

        Shell.Run(line).MustSucceed();

        Assert.Single(Emulator.Log(), entry => entry.ToString().Contains($"{server.Url}/{_bucket}/fox.png?", StringComparison.Ordinal));
    }

    [SwiftFact]
    public async Task Of_two_places_the_file_is_taken_as_long_as_it_is_there()
    {
        await SetAsync();
        Shell.Run("$global:asset = New-WanImage fox -Size 1K | Save-WanResult out -Store media -NameTemplate 'fox{Ext}'").MustSucceed();

        var local = Shell.Run("$asset | Start-WanVideoTask turn -Resolution 720P").Single<WanTask>();
        File.Delete(Shell.PathOf(Path.Combine("out", "fox.png")));
        var stored = Shell.Run("$asset | Start-WanVideoTask turn -Resolution 720P").Single<WanTask>();

        Assert.Equal($"first_frame={Shell.PathOf(Path.Combine("out", "fox.png"))}", MediaOf(local));
        Assert.Equal($"first_frame=s3://{_bucket}/fox.png", MediaOf(stored));
    }

    [SwiftFact]
    public async Task A_task_whose_result_lies_in_a_bucket_gives_the_next_one_its_clip()
    {
        await SetAsync();
        Shell.Run("Start-WanTextVideoTask fox -Resolution 720P -Duration 2 -JobKey fox | Wait-WanTask | Save-WanResult -Store media").MustSucceed();

        var edited = Shell.Run("Get-WanTask -JobKey fox | Start-WanVideoEditTask clay -Resolution 720P").Single<WanTask>();

        Assert.Equal($"video=s3://{_bucket}/fox.mp4", MediaOf(edited));
    }

    [SwiftFact]
    public async Task The_runbook_without_a_folder_leaves_everything_in_the_bucket_and_pays_once()
    {
        await server.MakeBucketAsync(_bucket);
        var script = Path.Combine(ModuleAssemblies.Root, "examples", "runbook-bucket.ps1");
        Shell.Run($"$env:WAN27_ACCESS_KEY = '{server.AccessKey}'; $env:WAN27_SECRET_KEY = '{server.SecretKey}'").MustSucceed();
        try
        {
            var run = $"& '{script}' -Bucket {_bucket} -Endpoint {server.Url} -Emulator";
            Assert.Equal(["False", "False"], Shell.Run($"{run} | ForEach-Object {{ [string]$_.AlreadyStored }}").MustSucceed().Of<string>());
            Assert.Equal(
                ["wan27/harbour-clip.mp4", "wan27/harbour-clip.mp4.wan.json", "wan27/harbour.png", "wan27/harbour.png.wan.json", "wan27/market-clip.mp4", "wan27/market-clip.mp4.wan.json", "wan27/market.png", "wan27/market.png.wan.json"],
                await server.KeysAsync(_bucket));
        }
        finally
        {
            Environment.SetEnvironmentVariable("WAN27_ACCESS_KEY", null);
            Environment.SetEnvironmentVariable("WAN27_SECRET_KEY", null);
        }
    }

    private static string MediaOf(WanTask task) => ((IEnumerable<object>)task.Request["media"]!).Single().ToString()!;

    private async Task SetAsync()
    {
        await server.MakeBucketAsync(_bucket);
        StoreCommands.Set(Shell, server, "media", _bucket);
    }
}
