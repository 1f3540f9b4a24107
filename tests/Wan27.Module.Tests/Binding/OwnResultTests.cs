using System.Collections;
using System.Management.Automation;
using Wan27.ModuleTests.Hosting;
using Wan27.ModuleTests.Pipelines;

namespace Wan27.ModuleTests.Binding;

/// <summary>Whatever this module emits goes into what comes next, fresh or after it has travelled through CLIXML.</summary>
public sealed class OwnResultTests : EmulatedTests
{
    private const string Picture = "https://cdn.example.com/1.png";

    [Theory]
    [InlineData("Get-WanTask", nameof(WanTask))]
    [InlineData("Get-WanTask -Refresh", nameof(WanTask))]
    [InlineData("Wait-WanTask", nameof(WanTask))]
    [InlineData("Save-WanResult out", nameof(WanAsset))]
    [InlineData("Start-WanVideoEditTask clay -Resolution 720P", nameof(WanTask))]
    [InlineData("Start-WanVideoTask turn -Duration 9 -Resolution 720P", nameof(WanTask))]
    [InlineData("Test-WanVideoEditInput clay -Resolution 720P", nameof(WanPreflightReport))]
    public void A_task_goes_on(string command, string emits)
    {
        var task = Shell.Run($"Start-WanVideoTask 'my prompt' {Picture} -Resolution 720P -Seed 5 -JobKey mine | Wait-WanTask").Single<WanTask>();

        Assert.All(new object[] { task, Rows.Travelled(task) }, input =>
        {
            var result = Assert.Single(Shell.Run($"$given | {command}", ("given", input)).MustSucceed().Output);
            Assert.Equal(emits, result.GetType().Name);
        });
    }

    [Fact]
    public void A_task_that_has_travelled_lends_its_media_and_nothing_else()
    {
        var task = Shell.Run($"Start-WanVideoTask 'my prompt' {Picture} -Resolution 720P -Seed 5 -JobKey mine | Wait-WanTask").Single<WanTask>();
        var edit = Shell.Run("$given | Start-WanVideoEditTask -Prompt clay -Resolution 720P", ("given", Rows.Travelled(task))).Single<WanTask>();

        Assert.Equal(("clay", null, "wan2.7-videoedit", "emulator"), (edit.Prompt, edit.JobKey, edit.Model, edit.Profile));
        Assert.False(Emulator.Log("video.submit")[1].GetProperty("body").GetProperty("parameters").TryGetProperty("seed", out _));
    }

    [Fact]
    public void A_task_that_has_travelled_is_followed_under_its_own_profile()
    {
        var task = Shell.Run($"Start-WanVideoTask turn {Picture} -Resolution 720P").Single<WanTask>();
        Shell.Run("Set-WanProfile other Beijing -ApiKeyVariable WAN27_TEST_NOTHING -Default").MustSucceed();

        Assert.Equal("emulator", Shell.Run("$given | Wait-WanTask", ("given", Rows.Travelled(task))).Single<WanTask>().Profile);
    }

    [Theory]
    [InlineData("Start-WanVideoTask turn -Resolution 720P", nameof(WanTask))]
    [InlineData("New-WanImage 'make it night' -Size 1K", nameof(WanImageResult))]
    [InlineData("Start-WanImageTask 'make it night' -Size 1K", nameof(WanTask))]
    [InlineData("Test-WanImageInput 'make it night'", nameof(WanPreflightReport))]
    [InlineData("Save-WanResult pictures", nameof(WanAsset))]
    public void A_picture_goes_on(string command, string emits)
    {
        var picture = Shell.Run("New-WanImage fox -Size 1K -Seed 4").Single<WanImageResult>();

        Assert.All(new object[] { picture, Rows.Travelled(picture) }, input
            => Assert.Equal(emits, Assert.Single(Shell.Run($"$given | {command}", ("given", input)).MustSucceed().Output).GetType().Name));
    }

    [Fact]
    public void A_copy_of_a_picture_lends_its_media_and_its_profile_and_nothing_else()
    {
        var picture = Shell.Run("New-WanImage 'my prompt' -Size 1K -Model wan2.7-image -Count 4").MustSucceed().Of<WanImageResult>()[0];
        Shell.Run("Set-WanProfile other Beijing -ApiKeyVariable WAN27_TEST_NOTHING -Default").MustSucceed();
        var copies = Rows.Copies(picture);

        Assert.All(copies, copy =>
        {
            var task = Shell.Run("$given | Start-WanImageTask again", ("given", copy)).Single<WanTask>();
            Assert.Equal(("again", "emulator", "wan2.7-image-pro"), (task.Prompt, task.Profile, task.Model));
        });
        var bodies = Emulator.Log("image.async").Select(static entry => entry.GetProperty("body")).ToArray();
        Assert.Equal(copies.Length, bodies.Length);
        Assert.All(bodies, body =>
        {
            Assert.Equal(1, body.GetProperty("parameters").GetProperty("n").GetInt32());
            Assert.False(body.GetProperty("parameters").TryGetProperty("size", out _));
            Assert.Contains(picture.ImageUrl, body.GetRawText(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_copy_of_a_task_a_stored_file_or_an_upload_lends_its_media_and_its_profile_and_nothing_else()
    {
        var task = Shell.Run($"Start-WanVideoTask 'my prompt' {Picture} -Resolution 720P -Seed 5 -JobKey mine | Wait-WanTask").Single<WanTask>();
        var asset = Shell.Run("$given | Save-WanResult out", ("given", task)).Single<WanAsset>();
        var upload = Shell.Run("$given | Publish-WanMedia -Model wan2.7-videoedit", ("given", asset)).Single<WanPublishedMedia>();
        Shell.Run("Set-WanProfile other Beijing -ApiKeyVariable WAN27_TEST_NOTHING -Default").MustSucceed();

        Assert.All(new object[] { task, asset, upload }.SelectMany(Rows.Copies), copy =>
        {
            var edit = Shell.Run("$given | Start-WanVideoEditTask clay -Resolution 720P", ("given", copy)).Single<WanTask>();
            Assert.Equal(("clay", "emulator", "wan2.7-videoedit", null), (edit.Prompt, edit.Profile, edit.Model, edit.JobKey));
        });
    }

    [Fact]
    public void What_a_script_has_put_beside_the_properties_of_a_result_is_meant()
    {
        var picture = Shell.Run("New-WanImage fox -Size 1K -Count 2").MustSucceed().Of<WanImageResult>()[0];

        Assert.All(Rows.Copies(picture).Append(picture), copy =>
        {
            var key = Guid.NewGuid().ToString();
            if (copy is IDictionary table)
            {
                table["JobKey"] = key;
            }
            else
            {
                copy = PSObject.AsPSObject(copy);
                ((PSObject)copy).Properties.Add(new PSNoteProperty("JobKey", key));
            }

            Assert.Equal(key, Shell.Run("$given | Start-WanImageTask again -Size 1K", ("given", copy)).Single<WanTask>().JobKey);
        });
        Assert.All(Emulator.Log("image.async"), static entry => Assert.Equal(1, entry.GetProperty("body").GetProperty("parameters").GetProperty("n").GetInt32()));
    }

    [Theory]
    [InlineData("Start-WanVideoEditTask clay -Resolution 720P", nameof(WanTask))]
    [InlineData("Convert-WanMedia -Route videoedit -Role video -Destination \"ready$n\"", nameof(FileInfo))]
    [InlineData("Publish-WanMedia -Model wan2.7-videoedit", nameof(WanPublishedMedia))]
    [InlineData("Get-WanTask", nameof(WanTask))]
    [InlineData("Save-WanResult again", nameof(WanAsset))]
    public void A_stored_file_goes_on(string command, string emits)
    {
        var asset = Shell.Run($"Start-WanVideoTask turn {Picture} -Resolution 720P | Wait-WanTask | Save-WanResult out").Single<WanAsset>();

        Assert.All(new object[] { asset, Rows.Travelled(asset) }, input
            => Assert.Equal(emits, Assert.Single(Shell.Run($"$n++; $given | {command}", ("given", input)).MustSucceed().Output).GetType().Name));
    }

    [Theory]
    [InlineData("Start-WanVideoEditTask clay -Resolution 720P", nameof(WanTask))]
    [InlineData("Convert-WanMedia -Route videoedit -Role video -Destination \"ready$n\"", nameof(FileInfo))]
    [InlineData("Publish-WanMedia -Model wan2.7-videoedit", nameof(WanPublishedMedia))]
    public void A_file_goes_in(string command, string emits)
    {
        File.Copy(Path.Combine(ModuleAssemblies.Root, "examples", "media", "street.mp4"), Shell.PathOf("in.mp4"));
        var file = new FileInfo(Shell.PathOf("in.mp4"));

        Assert.All(new object[] { file, Rows.Travelled(file) }, input
            => Assert.Equal(emits, Assert.Single(Shell.Run($"$n++; $given | {command}", ("given", input)).MustSucceed().Output).GetType().Name));
    }

    [Fact]
    public void Profiles_emulators_and_errors_go_on()
    {
        var profile = Shell.Run("Get-WanProfile emulator").Single<WanProfile>();
        Assert.All(new object[] { profile, Rows.Travelled(profile) }, input =>
        {
            Assert.Equal("emulator", Shell.Run("$given | Get-WanProfile", ("given", input)).Single<WanProfile>().Name);
            Assert.NotEmpty(Shell.Run("$given | Test-WanProfile", ("given", input)).MustSucceed().Of<WanProfileCheck>());
            Assert.Equal(profile.Endpoint, Shell.Run("$given | Set-WanProfile -Name copy -ApiKeyVariable X -PassThru", ("given", input)).Single<WanProfile>().Endpoint);
            Shell.Run("$given | Remove-WanProfile -WhatIf", ("given", input)).MustSucceed();
        });

        var error = Assert.Single(Shell.Run("Start-WanVideoTask turn missing.png").Errors);
        Assert.All(new object[] { error, error.Exception, Rows.Travelled(error), "Wan.Media.PreflightFailed" }, input
            => Assert.Equal(WanBoundary.Media, Shell.Run("$given | Resolve-WanError", ("given", input)).Single<WanErrorExplanation>().Boundary));

        Shell.Run("Start-WanEmulator -PassThru | Stop-WanEmulator").MustSucceed();
    }
}
