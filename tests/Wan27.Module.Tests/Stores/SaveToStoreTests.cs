using System.Management.Automation;
using Wan27.Engine.Tests.Stores;
using Wan27.ModuleTests.Hosting;
using Wan27.ModuleTests.Pipelines;

namespace Wan27.ModuleTests.Stores;

/// <summary>Save-WanResult -Store in a session, from submit to bucket.</summary>
[Collection(SwiftTests.Name)]
public sealed class SaveToStoreTests(SwiftServer server) : EmulatedTests
{
    private const string Clip = "Start-WanTextVideoTask fox -Resolution 720P -Duration 2";

    private readonly string _bucket = $"saved-{Guid.NewGuid():N}"[..20];

    [SwiftFact]
    public async Task A_clip_goes_from_words_to_a_bucket_without_a_folder()
    {
        await SetAsync("-Prefix films");

        var asset = Shell.Run($"{Clip} -JobKey fox | Wait-WanTask | Save-WanResult -Store media -NameTemplate '{{Route}}/{{JobKey}}{{Ext}}'").Single<WanAsset>();

        Assert.Equal(($"s3://{_bucket}/films/text_to_video/fox.mp4", "media", null, null, "fox.mp4"), (asset.Uri, asset.Store, asset.Path, asset.SidecarPath, asset.Name));
        Assert.Equal(["films/text_to_video/fox.mp4", "films/text_to_video/fox.mp4.wan.json"], await server.KeysAsync(_bucket));
        Assert.DoesNotContain(Directory.GetFiles(Shell.Folder, "*", SearchOption.AllDirectories), static file => file.EndsWith(".mp4", StringComparison.Ordinal) || file.EndsWith(".part", StringComparison.Ordinal));
        var row = Shell.Run("Get-WanTask -JobKey fox").Single<WanTask>();
        Assert.Equal((WanTaskState.Stored, asset.Uri), (row.State, Assert.Single(row.Files)));
    }

    [SwiftFact]
    public async Task A_rerun_finds_it_stored_whatever_it_starts_from()
    {
        await SetAsync();
        Shell.Run($"{Clip} -JobKey fox | Wait-WanTask | Save-WanResult -Store media").MustSucceed();

        foreach (var line in new[] { $"{Clip} -JobKey fox | Wait-WanTask | Save-WanResult -Store media", "Get-WanTask -JobKey fox | Save-WanResult -Store media", "Get-WanTask -JobKey fox | Select-Object TaskId, @{ n = 'Store'; e = { 'MEDIA' } } | Save-WanResult" })
        {
            Assert.True(Shell.Run(line).Single<WanAsset>().AlreadyStored, line);
        }
    }

    [SwiftFact]
    public async Task Pictures_go_to_both_places()
    {
        await SetAsync();

        var assets = Shell.Run("New-WanImage fox -Size 1K -Count 2 | Save-WanResult out -Store media -NameTemplate 'fox-{Index}{Ext}'").MustSucceed().Of<WanAsset>();

        Assert.Equal(2, assets.Count);
        Assert.All(assets, asset => Assert.True(File.Exists(asset.Path) && File.Exists(asset.SidecarPath)));
        Assert.Equal(["fox-1.png", "fox-1.png.wan.json", "fox-2.png", "fox-2.png.wan.json"], await server.KeysAsync(_bucket));
    }

    [SwiftFact]
    public async Task A_dry_run_names_the_store_and_stores_nothing()
    {
        await SetAsync();

        Shell.Run($"{Clip} | Wait-WanTask | Save-WanResult -Store media -WhatIf").MustSucceed();

        Assert.Empty(await server.KeysAsync(_bucket));
    }

    [SwiftFact]
    public async Task A_store_that_is_unknown_or_refuses_is_one_error_and_the_task_stays_complete()
    {
        await SetAsync();
        Shell.Run($"{Clip} -JobKey fox | Wait-WanTask").MustSucceed();

        Assert.StartsWith("There is no store 'nowhere'.", Shell.Run("Get-WanTask -JobKey fox | Save-WanResult -Store nowhere").OnlyError("Wan.Storage.StoreUnknown").Exception.Message, StringComparison.Ordinal);
        File.WriteAllText(Shell.PathOf("secret.key"), "wrong");
        Shell.Run("Get-WanTask -JobKey fox | Save-WanResult -Store media").OnlyError("Wan.Storage.StoreKeyRefused");

        Assert.Equal(WanTaskState.Completed, Shell.Run("Get-WanTask -JobKey fox").Single<WanTask>().State);
        StoreCommands.Set(Shell, server, "media", _bucket);
        Assert.False(Shell.Run("Get-WanTask -JobKey fox | Save-WanResult -Store media").Single<WanAsset>().AlreadyStored);
    }

    [SwiftFact]
    public async Task Neither_keys_nor_signatures_are_on_any_stream()
    {
        await SetAsync();

        var result = Shell.Run($"$DebugPreference = $VerbosePreference = 'Continue'; {Clip} -JobKey fox | Wait-WanTask | Save-WanResult -Store media 4>&1 5>&1");

        var said = string.Join('\n', result.MustSucceed().Output.Select(static output => output.ToString()));
        Assert.Contains($"PUT {server.Url}/{_bucket}/fox.mp4", said, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Amz-Signature", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Signature=", said, StringComparison.Ordinal);
    }

    private async Task SetAsync(string more = "")
    {
        await server.MakeBucketAsync(_bucket);
        StoreCommands.Set(Shell, server, "media", _bucket, more);
    }
}
