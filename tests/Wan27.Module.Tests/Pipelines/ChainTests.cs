using System.Text.Json;

namespace Wan27.ModuleTests.Pipelines;

/// <summary>Results feed the next cmdlet without glue, and carry over nothing but their media and their profile.</summary>
public sealed class ChainTests : EmulatedTests
{
    [Fact]
    public void A_picture_becomes_a_first_frame()
    {
        var task = Shell.Run("New-WanImage 'a fox' -Seed 7 -Size 1K | Start-WanVideoTask 'it turns' -Resolution 720P").Single<WanTask>();

        var body = Emulator.Log("video.submit").Single().GetProperty("body");
        Assert.Equal("wan2.7-i2v", body.GetProperty("model").GetString());
        Assert.Equal("it turns", body.GetProperty("input").GetProperty("prompt").GetString());
        Assert.False(body.GetProperty("parameters").TryGetProperty("seed", out _));
        Assert.Equal("emulator", task.Profile);
    }

    [Fact]
    public void Every_picture_of_a_call_becomes_a_task()
        => Assert.Equal(3, Shell.Run("New-WanImage 'a fox' -Count 3 -Size 1K | Start-WanVideoTask -Resolution 720P").MustSucceed().Of<WanTask>().Count);

    [Fact]
    public void A_finished_clip_becomes_the_video_of_an_edit_under_its_own_job()
    {
        var task = Shell.Run("""
            New-WanImage 'a fox' -Size 1K | Start-WanVideoTask 'it turns' -Resolution 720P -JobKey clip | Wait-WanTask |
                Start-WanVideoEditTask 'clay' -Resolution 720P -JobKey edit | Wait-WanTask
            """).Single<WanTask>();

        Assert.Equal((WanTaskState.Completed, "edit", "clay", WanRoutes.VideoEdit), (task.State, task.JobKey, task.Prompt, task.Route));
    }

    [Fact]
    public void A_stored_file_can_be_used_again()
    {
        var task = Shell.Run("""
            $file = New-WanImage 'a fox' -Size 1K | Save-WanResult frames
            $file | Start-WanVideoTask -Resolution 720P -LastFrame $file | Wait-WanTask
            """).Single<WanTask>();

        Assert.Equal(WanTaskState.Completed, task.State);
        Assert.Single(Emulator.Log("upload.post"));
    }

    [Fact]
    public void A_published_file_is_uploaded_once_for_many_tasks()
    {
        File.Copy(Path.Combine(Hosting.ModuleAssemblies.Root, "examples", "media", "street.mp4"), Shell.PathOf("in.mp4"));
        var tasks = Shell.Run("""
            $media = Publish-WanMedia in.mp4 wan2.7-videoedit
            'clay', 'ink', 'glass' | ForEach-Object { Start-WanVideoEditTask $_ $media -Resolution 720P }
            """).MustSucceed().Of<WanTask>();

        Assert.Equal(3, tasks.Count);
        Assert.Single(Emulator.Log("upload.post"));
        Assert.All(Emulator.Log("video.submit"), static entry => Assert.True(entry.GetProperty("resolveHeader").GetBoolean()));
    }

    [Fact]
    public void Files_pipe_in_by_themselves()
    {
        foreach (var name in new[] { "a.mp4", "b.mp4" })
        {
            File.Copy(Path.Combine(Hosting.ModuleAssemblies.Root, "examples", "media", "street.mp4"), Shell.PathOf(name));
        }

        var tasks = Shell.Run("[System.IO.DirectoryInfo]::new($PWD.Path).GetFiles('*.mp4') | Start-WanVideoEditTask -Prompt clay -Resolution 720P").MustSucceed();

        Assert.Equal(2, tasks.Output.Count);
    }

    [Fact]
    public void A_row_of_text_drives_a_cmdlet_and_empty_cells_are_absent()
    {
        Shell.Run("""
            [pscustomobject]@{ Prompt = 'turn'; FirstFrame = $url; Duration = '4'; Seed = ''; Resolution = '720p'; Watermark = 'yes'; NegativePrompt = ''; JobKey = 'row 1' } |
                Start-WanVideoTask
            """, ("url", "https://cdn.example.com/a.png")).Single<WanTask>();

        var body = Emulator.Log("video.submit").Single().GetProperty("body");
        Assert.Equal("""{"duration":4,"resolution":"720P","watermark":true}""", Sorted(body.GetProperty("parameters")));
        Assert.False(body.GetProperty("input").TryGetProperty("negative_prompt", out _));
    }

    [Fact]
    public void We_send_no_field_that_the_contract_does_not_know()
    {
        File.Copy(Path.Combine(Hosting.ModuleAssemblies.Root, "examples", "media", "street.mp4"), Shell.PathOf("in.mp4"));
        Shell.Run("""
            $picture = New-WanImage 'a fox' -Size 1K -Count 2 -NoThinking -Watermark -Seed 1 -ColorPalette '#112233=40;#445566=30;#778899=30'
            $null = New-WanImage 'put it there' -Image $picture[0], $picture[1] -BoundingBox '', '10,10,90,90' -Size 1536*1024
            $null = New-WanImage 'seasons' -Sequential -Count 4
            $null = Start-WanImageTask 'a fox' -Size 4K | Wait-WanTask | Save-WanResult out
            $clip = $picture[0] | Start-WanVideoTask 'turn' -LastFrame $picture[1] -NegativePrompt blur -Resolution 720P -Duration 4 -NoPromptExtend -Watermark -Seed 3 | Wait-WanTask
            $null = Start-WanVideoTask -FirstClip $clip -Duration 9 -Resolution 720P
            $null = $clip | Start-WanVideoEditTask 'clay' -NegativePrompt blur -ReferenceImage $picture -Resolution 1080P -Ratio 9:16 -Duration 3 -AudioSetting Origin -NoPromptExtend -Watermark -Seed 4
            $null = Start-WanVideoEditTask 'clay' -Video in.mp4 -Resolution 720P
            """).MustSucceed();

        var log = Emulator.Log();
        Assert.Equal(["image.async", "image.sync", "video.submit"], log.Where(static entry => entry.TryGetProperty("body", out _)).Select(static entry => entry.GetProperty("operation").GetString()).Distinct().Order());
        Assert.All(log, static entry => Assert.Equal(0, entry.GetProperty("unknownFields").GetArrayLength()));
        Assert.All(log, static entry => Assert.InRange(entry.GetProperty("status").GetInt32(), 200, 299));
    }

    [Fact]
    public void The_key_goes_to_the_endpoint_and_never_to_storage()
    {
        File.Copy(Path.Combine(Hosting.ModuleAssemblies.Root, "examples", "media", "street.mp4"), Shell.PathOf("in.mp4"));
        Shell.Run("Start-WanVideoEditTask clay in.mp4 -Resolution 720P | Wait-WanTask | Save-WanResult out").Single<WanAsset>();

        Assert.All(Emulator.Log(), static entry => Assert.Equal(
            entry.GetProperty("operation").GetString() is not ("upload.post" or "result.get"),
            entry.GetProperty("hasAuthorization").GetBoolean()));
    }

    [Fact]
    public void A_failed_task_is_reported_once_and_passed_over_by_what_follows()
    {
        Emulator.Fault(new { kind = "FailTask", code = "DataInspectionFailed", message = "Output data may contain inappropriate content." });
        var result = Shell.Run("Start-WanVideoTask turn https://cdn.example.com/a.png -Resolution 720P | Wait-WanTask | Save-WanResult out");

        Assert.Empty(result.Output);
        var error = result.OnlyError("Wan.Content.DataInspectionFailed");
        Assert.Equal(System.Management.Automation.ErrorCategory.PermissionDenied, error.CategoryInfo.Category);
        Assert.Contains("profile emulator", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal("DataInspectionFailed", Assert.IsType<WanException>(error.Exception).Error.Code);
    }

    [Fact]
    public void A_pending_task_can_be_stopped_and_a_finished_one_cannot()
    {
        var refused = Shell.Run("Start-WanVideoTask turn https://cdn.example.com/a.png -Resolution 720P | Wait-WanTask | Stop-WanTask");

        Assert.Contains("finished (Completed): there is nothing to stop", refused.OnlyError("Wan.Async.UnsupportedOperation").ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$id | Stop-WanTask")]
    [InlineData("$early | Stop-WanTask -WhatIf")]
    public void What_the_journal_knows_as_finished_is_not_asked_about(string stop)
    {
        Shell.Run("$global:early = Start-WanVideoTask turn https://cdn.example.com/a.png -Resolution 720P; $global:id = ($early | Wait-WanTask).TaskId").MustSucceed();
        var asked = Emulator.Log().Count;

        var refused = Shell.Run(stop).OnlyError("Wan.Async.UnsupportedOperation");

        Assert.Contains("there is nothing to stop", refused.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal(System.Management.Automation.ErrorCategory.InvalidOperation, refused.CategoryInfo.Category);
        Assert.Equal(asked, Emulator.Log().Count);
    }

    [Fact]
    public void A_task_that_was_serialised_on_its_way_can_be_saved()
    {
        var copy = Shell.Run("""
            $task = Start-WanVideoTask turn https://cdn.example.com/a.png -Resolution 720P | Wait-WanTask
            $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($task))
            $copy | Save-WanResult out
            """);

        Assert.True(File.Exists(copy.Single<WanAsset>().Path));
    }

    [Fact]
    public void An_id_is_enough_to_find_a_task_again()
    {
        var id = Shell.Run("(Start-WanVideoTask turn https://cdn.example.com/a.png -Resolution 720P).TaskId").Single<string>();
        var task = Shell.Run($"Wait-WanTask {id}; Get-WanTask {id} | Save-WanResult out").MustSucceed();

        Assert.Equal(id, Assert.IsType<WanTask>(task.Output[0]).TaskId);
        Assert.Equal(WanRoutes.ImageToVideo, Assert.IsType<WanAsset>(task.Output[1]).Route);
    }

    private static string Sorted(JsonElement element)
        => JsonSerializer.Serialize(element.EnumerateObject().OrderBy(static property => property.Name, StringComparer.Ordinal).ToDictionary(static property => property.Name, static property => property.Value));
}
