namespace Wan27.ModuleTests.Pipelines;

/// <summary>One clear error for the record that is wrong; the others go on.</summary>
public sealed class BadInputTests : EmulatedTests
{
    [Fact]
    public void Wrong_records_fail_alone()
    {
        Directory.CreateDirectory(Shell.PathOf("folder.png"));
        File.WriteAllBytes(Shell.PathOf("empty.png"), []);
        var result = Shell.Run("""
            'https://cdn.example.com/1.png', 'missing.png', 'folder.png', 'empty.png', 'nowhere:\x.png', 'https://cdn.example.com/2.png' |
                ForEach-Object { [pscustomobject]@{ FirstFrame = $_ } } | Start-WanVideoTask turn -Resolution 720P
            """);

        Assert.Equal(2, result.Output.Count);
        Assert.Collection(
            result.Errors,
            static error => Assert.Contains("no such file", error.ToString(), StringComparison.Ordinal),
            static error => Assert.Contains("is a folder", error.ToString(), StringComparison.Ordinal),
            static error => Assert.Contains("no bytes", error.ToString(), StringComparison.Ordinal),
            static error => Assert.Contains("nowhere:", error.ToString(), StringComparison.Ordinal));
        Assert.Equal(2, Emulator.Log("video.submit").Count);
    }

    [Theory]
    [InlineData("Start-WanVideoTask ('x' * 5001) https://cdn.example.com/1.png -Resolution 720P", "Wan.Route.PreflightFailed", "5001")]
    [InlineData("Start-WanVideoTask turn -LastFrame https://cdn.example.com/1.png -Resolution 720P", "Wan.Route.PreflightFailed", "last_frame")]
    [InlineData("Start-WanVideoTask turn https://cdn.example.com/1.png -Duration 16", "Wan.Route.PreflightFailed", "2 to 15")]
    [InlineData("New-WanImage fox -Size 4K -Model wan2.7-image", "Wan.Route.PreflightFailed", "4K")]
    [InlineData("New-WanImage fox -Sequential -Count 4 -ColorPalette '#112233=40;#445566=30;#778899=30'", "Wan.Route.PreflightFailed", "Sequential")]
    [InlineData("New-WanImage fox -ColorPalette red", "Wan.Route.PaletteMalformed", "red")]
    [InlineData("New-WanImage fox -Image https://cdn.example.com/1.png -BoundingBox '1,2,3'", "Wan.Route.BoundingBoxMalformed", "1,2,3")]
    [InlineData("Start-WanVideoTask turn https://cdn.example.com/1.png -Profile nobody", "Wan.Region.ProfileUnknown", "nobody")]
    [InlineData("Get-WanProfile nobody", "Wan.Region.ProfileUnknown", "nobody")]
    [InlineData("Set-WanProfile main", "Wan.Region.RegionMissing", "region")]
    [InlineData("Set-WanProfile main Singapore", "Wan.Key.KeySourceMissing", "key")]
    [InlineData("Set-WanProfile main Singapore -ApiKeyVariable X -Endpoint http://example.com", "Wan.Region.EndpointNotSecure", "loopback")]
    [InlineData("Set-WanProfile main Singapore -ApiKeyVariable X -Endpoint https://dashscope.aliyuncs.com", "Wan.Region.EndpointOfOtherRegion", "Beijing")]
    [InlineData("Set-WanProfile main Singapore -ApiKeyVariable X -Limit @{ 'i2v.length' = 4 }", "Wan.Route.LimitRefused", "i2v.duration.max")]
    [InlineData("Set-WanProfile main Singapore -ApiKeyVariable X -Limit @{ 'videoedit.referenceImages.max' = 5 }", "Wan.Route.LimitRefused", "4 at most")]
    [InlineData("Publish-WanMedia missing.mp4 wan2.7-videoedit", "Wan.Media.FileUnreadable", "missing.mp4")]
    [InlineData("Save-WanResult -InputObject 42", "Wan.Storage.NothingToSave", "42")]
    [InlineData("Start-WanVideoTask turn https://cdn.example.com/1.png -Resolution 720P | Save-WanResult", "Wan.Async.TaskNotFinished", "Wait-WanTask")]
    public void A_mistake_has_one_error_with_the_words_that_help(string script, string id, string word)
    {
        var error = Shell.Run(script).OnlyError(id);

        Assert.Contains(word, $"{error.ErrorDetails.Message} {error.ErrorDetails.RecommendedAction}", StringComparison.Ordinal);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
    }

    [Theory]
    [InlineData("Duration", "abc")]
    [InlineData("Duration", "10 s")]
    [InlineData("Duration", "2.5")]
    [InlineData("Duration", "2,5")]
    [InlineData("Seed", "lucky")]
    [InlineData("Watermark", "maybe")]
    public void A_cell_that_cannot_be_read_stops_its_record_and_is_never_paid_for_with_a_default(string column, string cell)
    {
        var result = Shell.Run(
            """
            $row = [pscustomobject]@{ Prompt = 'p'; FirstFrame = 'https://cdn.example.com/1.png'; Resolution = '720P' }
            $row.PSObject.Properties.Add([psnoteproperty]::new($column, $cell))
            $row | Start-WanVideoTask
            """,
            ("column", column),
            ("cell", cell));

        Assert.Contains(cell, Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
        Assert.Empty(Emulator.Log("video.submit"));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("two words")]
    [InlineData("https://example.com/tasks/1")]
    [InlineData("../1")]
    public void What_is_no_task_id_is_refused_before_anybody_is_asked(string id)
    {
        foreach (var cmdlet in new[] { "Wait-WanTask", "Get-WanTask", "Stop-WanTask" })
        {
            var error = Shell.Run($"{cmdlet} -TaskId $id", ("id", id)).OnlyError("Wan.Async.TaskIdMalformed");

            Assert.StartsWith($"'{id}' is no task id: ", error.ErrorDetails.Message, StringComparison.Ordinal);
        }

        Assert.Empty(Emulator.Log());
    }

    [Fact]
    public void A_passing_fault_of_one_look_does_not_end_a_task()
    {
        Emulator.Fault(new { kind = "UnknownOnce", operation = "task.query", nth = 1 });
        Emulator.Fault(new { kind = "UnknownOnce", operation = "task.query", nth = 3 });
        Emulator.Fault(new { kind = "Status", operation = "task.query", status = 200, code = "InternalError", message = "blip", nth = 5 });

        var task = Shell.Run("Start-WanVideoTask turn https://cdn.example.com/1.png -Resolution 720P | Get-WanTask -Refresh").Single<WanTask>();
        Assert.Equal(WanTaskState.Completed, task.State);
        Assert.Equal(WanTaskState.Completed, Shell.Run("Start-WanVideoTask turn https://cdn.example.com/2.png -Resolution 720P | Wait-WanTask").Single<WanTask>().State);
    }

    [Fact]
    public void A_refused_download_is_not_called_expired()
    {
        Emulator.Fault(new { kind = "Status", operation = "result.get", status = 403, code = "AccessDenied", message = "You have no right to access this object." });
        Shell.Run("Start-WanVideoTask turn https://cdn.example.com/1.png -Resolution 720P | Wait-WanTask | Save-WanResult out").OnlyError("Wan.Storage.DownloadRefused");

        Assert.Equal(WanTaskState.Completed, Shell.Run("Get-WanTask").Single<WanTask>().State);
    }

    [Theory]
    [InlineData("Select-First", "foreach ($once in 1) { $rows | Start-WanVideoTask -Resolution 720P | ForEach-Object { $_; break } }")]
    [InlineData("downstream error", "try { $rows | Start-WanVideoTask -Resolution 720P | ForEach-Object { throw 'x' } } catch { }")]
    public void A_pipeline_that_ends_early_loses_no_accepted_task(string how, string script)
    {
        Emulator.Fault(new { kind = "Slow", operation = "video.submit", delay = 0.3 });
        Shell.Run("$rows = 1..8 | ForEach-Object { [pscustomobject]@{ FirstFrame = \"https://cdn.example.com/$_.png\" } }");
        Shell.Run(script);

        var accepted = Emulator.Log("video.submit").Select(static entry => entry.GetProperty("taskId").GetString()).Order();
        var known = Shell.Run("Get-WanTask -State Submitted").Of<WanTask>().Select(static task => task.TaskId).Order();
        Assert.True(accepted.SequenceEqual(known), how);
    }

    [Fact]
    public void A_key_given_where_its_name_belongs_is_neither_stored_nor_shown()
    {
        var error = Shell.Run("Set-WanProfile main Singapore -ApiKeyVariable 'sk-1234567890abcdef'").OnlyError("Wan.Key.KeyGivenAsName");

        Assert.DoesNotContain("sk-1234567890abcdef", error.ErrorDetails.Message + error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-1234567890abcdef", File.ReadAllText(Shell.PathOf("home", "profiles.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_profile_the_line_to_run_is_shown()
    {
        var error = Shell.Run("Remove-WanProfile emulator; New-WanImage fox").OnlyError("Wan.Region.NoProfile");

        Assert.Contains("Set-WanProfile -Name main -Region Singapore -ApiKeyVariable DASHSCOPE_API_KEY", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(Emulator.Log());
    }

    [Fact]
    public void A_key_of_another_region_is_an_error_of_the_key_boundary_with_the_order_to_check()
    {
        Environment.SetEnvironmentVariable("WAN27_TEST_KEY", "sk-emulator-beijing");
        var result = Shell.Run("""
            $endpoint = (Get-WanProfile emulator).Endpoint
            Set-WanProfile wrong Singapore -Endpoint $endpoint -ApiKeyVariable WAN27_TEST_KEY
            New-WanImage fox -Profile wrong
            """);

        var error = result.OnlyError("Wan.Key.InvalidApiKey");
        Assert.Contains("region, key, endpoint", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.NotNull(Assert.IsType<WanException>(error.Exception).Error.RequestId);
        Assert.Single(Emulator.Log("image.sync"));
    }

    [Theory]
    [InlineData("DropAfterBody", WanTaskState.Indeterminate)]
    [InlineData("DropAfterAccept", WanTaskState.Submitted)]
    [InlineData("HalfJson", WanTaskState.Submitted)]
    public void A_submit_that_was_cut_off_is_never_sent_again_and_has_its_task_if_it_made_one(string fault, WanTaskState expected)
    {
        Emulator.Fault(new { kind = fault, operation = "video.submit" });
        var task = Shell.Run("Start-WanVideoTask turn https://cdn.example.com/1.png -Resolution 720P").Single<WanTask>();

        Assert.Equal(expected, task.State);
        Assert.Equal(expected == WanTaskState.Indeterminate, task.TaskId is null);
        Assert.Single(Emulator.Log("video.submit"));
    }

    [Theory]
    [InlineData("DropAfterBody")]
    [InlineData("HalfJson")]
    [InlineData("DropAfterAccept")]
    public void A_submit_that_was_cut_off_is_an_error_where_it_is_to_be_reported(string fault)
    {
        Emulator.Fault(new { kind = fault, operation = "video.submit" });
        var result = Shell.Run("Start-WanVideoTask turn https://cdn.example.com/1.png -Resolution 720P -OnAmbiguous Report");

        Assert.Equal(WanRetry.Ambiguous, Assert.IsType<WanException>(result.OnlyError("Wan.Async.SubmitIndeterminate").Exception).Error.Retry);
        Assert.Single(Emulator.Log("video.submit"));
    }

    [Fact]
    public void A_server_error_on_a_submit_is_never_sent_again()
    {
        Emulator.Fault(new { kind = "Status", operation = "video.submit", status = 503, code = "ModelUnavailable", message = "Model is unavailable, please try again later." });
        Shell.Run("Start-WanVideoTask turn https://cdn.example.com/1.png -Resolution 720P -OnAmbiguous Report").OnlyError("Wan.Async.SubmitIndeterminate");

        Assert.Single(Emulator.Log("video.submit"));
    }

    [Fact]
    public void A_throttled_submit_is_sent_again_until_it_is_taken()
    {
        Emulator.Fault(new { kind = "Status", operation = "video.submit", status = 429, code = "Throttling.RateQuota", message = "Requests rate limit exceeded, please try again later.", count = 2 });
        Shell.Run("Start-WanVideoTask turn https://cdn.example.com/1.png -Resolution 720P").Single<WanTask>();

        Assert.Equal([429, 429, 200], Emulator.Log("video.submit").Select(static entry => entry.GetProperty("status").GetInt32()));
    }

    [Fact]
    public void WhatIf_sends_nothing_and_says_what_would_be_billed()
    {
        var result = Shell.Run("Start-WanVideoTask turn https://cdn.example.com/1.png -Resolution 720P -Duration 7 -WhatIf; New-WanImage fox -Count 3 -WhatIf").MustSucceed();

        Assert.Empty(result.Output);
        Assert.Empty(Emulator.Log());
    }

    [Fact]
    public void A_wait_that_times_out_names_the_tasks_and_leaves_them_to_be_waited_for_again()
    {
        Shell.Run("Stop-WanEmulator; $e = Start-WanEmulator -TaskSeconds 3600 -Default -PassThru").MustSucceed();
        var result = Shell.Run("$task = Start-WanVideoTask turn https://cdn.example.com/1.png -Resolution 720P; $task | Wait-WanTask -TimeoutSec 1");

        var error = result.OnlyError("Wan.Async.WaitTimedOut");
        Assert.StartsWith("1 task was not finished", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains(Shell.Run("$task.TaskId").Single<string>(), error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal(WanTaskState.Polling, Shell.Run("$task | Get-WanTask -Refresh").Single<WanTask>().State);
    }
}
