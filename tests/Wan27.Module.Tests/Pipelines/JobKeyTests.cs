using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Pipelines;

/// <summary>A job is paid once, whatever happens to the script that runs it.</summary>
public sealed class JobKeyTests : EmulatedTests
{
    private const string Job = "Start-WanVideoTask 'turn' https://cdn.example.com/a.png -Resolution 720P -JobKey fox";

    [Fact]
    public void A_job_that_is_under_way_or_finished_is_handed_out_again()
    {
        var first = Shell.Run(Job).Single<WanTask>();
        var second = Shell.Run($"{Job} | Wait-WanTask").Single<WanTask>();
        var third = Shell.Run($"{Job} | Wait-WanTask | Save-WanResult out -NameTemplate '{{JobKey}}{{Ext}}'").Single<WanAsset>();
        var fourth = Shell.Run($"{Job} | Wait-WanTask | Save-WanResult out -NameTemplate '{{JobKey}}{{Ext}}'").Single<WanAsset>();

        Assert.Equal((first.TaskId, first.TaskId, first.TaskId), (second.TaskId, third.TaskId, fourth.TaskId));
        Assert.Equal((false, true, third.Path, third.Sha256), (third.AlreadyStored, fourth.AlreadyStored, fourth.Path, fourth.Sha256));
        Assert.Single(Emulator.Log("video.submit"));
        Assert.Single(Emulator.Log("result.get"));
        Assert.Equal(WanTaskState.Stored, Shell.Run("Get-WanTask -JobKey fox").Single<WanTask>().State);
    }

    [Fact]
    public void A_stored_file_that_is_gone_is_fetched_again_and_not_paid_again()
    {
        var asset = Shell.Run($"{Job} | Wait-WanTask | Save-WanResult out").Single<WanAsset>();
        File.Delete(asset.Path!);

        var again = Shell.Run($"{Job} | Wait-WanTask | Save-WanResult out").Single<WanAsset>();

        Assert.Equal((asset.Path, asset.Sha256, false), (again.Path, again.Sha256, again.AlreadyStored));
        Assert.Single(Emulator.Log("video.submit"));
    }

    [Fact]
    public void The_same_key_with_another_request_is_refused_with_both_shown()
    {
        Shell.Run(Job).Single<WanTask>();
        var error = Shell.Run(Job.Replace("'turn'", "'jump'", StringComparison.Ordinal)).OnlyError("Wan.Async.JobKeyConflict");

        Assert.Contains("turn", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("jump", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Single(Emulator.Log("video.submit"));
    }

    [Fact]
    public void Another_default_model_of_the_profile_is_the_same_job_and_a_model_that_was_asked_for_is_not()
    {
        var first = Shell.Run(Job).Single<WanTask>();

        var second = Shell.Run($"Set-WanProfile emulator -Model @{{ image_to_video = 'wan2.7-i2v-2026-04-25' }}; {Job}").Single<WanTask>();
        var asked = Shell.Run($"{Job} -Model wan2.7-i2v-2026-04-25").OnlyError("Wan.Async.JobKeyConflict");

        Assert.Equal(first.TaskId, second.TaskId);
        Assert.Contains("wan2.7-i2v-2026-04-25", asked.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Single(Emulator.Log("video.submit"));
    }

    [Fact]
    public void A_job_that_is_run_again_may_name_a_signed_url_that_has_expired_since()
    {
        const string Signed = "Start-WanVideoTask turn 'https://cdn.example.com/a.png?Expires={0}&Signature=x' -Resolution 720P -JobKey signed";
        var first = Shell.Run(Signed.Replace("{0}", "4102444800", StringComparison.Ordinal)).Single<WanTask>();

        var again = Shell.Run(Signed.Replace("{0}", "1700000000", StringComparison.Ordinal)).Single<WanTask>();
        Shell.Run(Signed.Replace("{0}", "1700000000", StringComparison.Ordinal).Replace("-JobKey signed", "-JobKey new", StringComparison.Ordinal)).OnlyError("Wan.Media.PreflightFailed");

        Assert.Equal(first.TaskId, again.TaskId);
        Assert.Single(Emulator.Log("video.submit"));
    }

    [Fact]
    public void A_changed_input_file_is_another_request_and_a_moved_one_is_not()
    {
        var clip = Path.Combine(ModuleAssemblies.Root, "examples", "media", "street.mp4");
        File.Copy(clip, Shell.PathOf("a.mp4"));
        File.Copy(clip, Shell.PathOf("b.mp4"));
        Shell.Run("Start-WanVideoEditTask clay a.mp4 -Resolution 720P -JobKey edit; Start-WanVideoEditTask clay b.mp4 -Resolution 720P -JobKey edit").MustSucceed();

        File.AppendAllText(Shell.PathOf("b.mp4"), "x");
        var changed = Shell.Run("Start-WanVideoEditTask clay b.mp4 -Resolution 720P -JobKey edit").OnlyError("Wan.Async.JobKeyConflict");
        File.Copy(Shell.PathOf("b.mp4"), Shell.PathOf("a.mp4"), overwrite: true);
        var same = Shell.Run("Start-WanVideoEditTask clay a.mp4 -Resolution 720P -JobKey edit").OnlyError("Wan.Async.JobKeyConflict");

        Assert.Contains("b.mp4", changed.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("a media file has other content", same.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Single(Emulator.Log("video.submit"));
    }

    [Fact]
    public void Force_submits_anew_and_the_key_moves_on()
    {
        var first = Shell.Run(Job).Single<WanTask>();
        var second = Shell.Run($"{Job} -Force").Single<WanTask>();

        Assert.NotEqual(first.TaskId, second.TaskId);
        Assert.Equal(second.TaskId, Shell.Run("Get-WanTask -JobKey fox").Single<WanTask>().TaskId);
        Assert.Equal(2, Shell.Run("Get-WanTask").MustSucceed().Of<WanTask>().Count);
    }

    [Fact]
    public void A_failed_job_may_be_submitted_anew()
    {
        Emulator.Fault(new { kind = "FailTask", code = "InternalError.Timeout", message = "too long", count = 1 });
        Shell.Run($"{Job} | Wait-WanTask").OnlyErrorBeside("Wan.Async.InternalError.Timeout");

        Assert.Equal(WanTaskState.Completed, Shell.Run($"{Job} | Wait-WanTask").Single<WanTask>().State);
        Assert.Equal(2, Emulator.Log("video.submit").Count);
    }

    [Fact]
    public void A_refused_job_costs_nothing_and_may_be_submitted_anew()
    {
        Emulator.Fault(new { kind = "Status", operation = "video.submit", status = 400, code = "Arrearage", message = "Access denied.", count = 1 });
        Shell.Run(Job).OnlyError("Wan.Billing.Arrearage");

        Shell.Run(Job).Single<WanTask>();
    }

    [Theory]
    [InlineData("DropAfterAccept", 1)]
    [InlineData("StatusAfterAccept", 1)]
    [InlineData("DropAfterBody", 0)]
    public void A_cut_off_submit_is_kept_with_its_candidates(string fault, int candidates)
    {
        Emulator.Fault(new { kind = fault, operation = "video.submit", count = 1 });
        var error = Shell.Run($"{Job} -OnAmbiguous Report").OnlyError("Wan.Async.SubmitIndeterminate");

        var kept = Shell.Run("Get-WanTask -State Indeterminate").Single<WanTask>();
        Assert.Equal(candidates, kept.Candidates.Count);
        Assert.All(kept.Candidates, id => Assert.Contains(id, error.ErrorDetails.Message, StringComparison.Ordinal));
        Assert.Single(Emulator.Log("video.submit"));

        // Asked again, it says the same and sends nothing.
        Shell.Run($"{Job} -OnAmbiguous Report").OnlyError("Wan.Async.SubmitIndeterminate");
        Assert.Single(Emulator.Log("video.submit"));
    }

    [Fact]
    public void Adopt_takes_over_the_only_candidate()
    {
        Emulator.Fault(new { kind = "DropAfterAccept", operation = "video.submit", count = 1 });
        var task = Shell.Run($"{Job} -OnAmbiguous Adopt -WarningAction SilentlyContinue | Wait-WanTask").Single<WanTask>();

        Assert.Equal(WanTaskState.Completed, task.State);
        Assert.Equal("fox", task.JobKey);
        Assert.Single(Emulator.Log("video.submit"));
    }

    [Fact]
    public void Adopt_waits_when_there_is_nothing_to_adopt()
    {
        Emulator.Fault(new { kind = "DropAfterBody", operation = "video.submit", count = 1 });
        var open = Shell.Run($"{Job} -OnAmbiguous Adopt");

        Assert.Equal((WanTaskState.Indeterminate, null, "fox"), (open.Single<WanTask>().State, open.Single<WanTask>().TaskId, open.Single<WanTask>().JobKey));
        Assert.EndsWith("No task at the provider fits it. Wait-WanTask follows it until that is proven.", Assert.Single(open.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Resubmit_sends_once_more_and_says_what_it_risks()
    {
        Emulator.Fault(new { kind = "DropAfterBody", operation = "video.submit", count = 1 });
        var result = Shell.Run($"{Job} -OnAmbiguous Resubmit");

        result.Single<WanTask>();
        Assert.Contains(result.Warnings, static text => text.Contains("billed", StringComparison.Ordinal));
        Assert.Equal(2, Emulator.Log("video.submit").Count);
    }

    [Fact]
    public void Other_records_go_on_beside_a_cut_off_one()
    {
        Emulator.Fault(new { kind = "DropAfterAccept", operation = "video.submit", nth = 2 });
        var result = Shell.Run("1..4 | ForEach-Object { [pscustomobject]@{ FirstFrame = \"https://cdn.example.com/$_.png\"; JobKey = \"job $_\" } } | Start-WanVideoTask turn -Resolution 720P -OnAmbiguous Report");

        Assert.Equal(3, result.Output.Count);
        Assert.Single(result.Errors);
        Assert.Equal(4, Emulator.Log("video.submit").Count);
    }

    [Fact]
    public void Tasks_are_shown_by_state_and_forgotten_on_request()
    {
        Shell.Run($"{Job} | Wait-WanTask; Start-WanVideoTask hop https://cdn.example.com/b.png -Resolution 720P").MustSucceed();

        Assert.Single(Shell.Run("Get-WanTask -State Completed").MustSucceed().Output);
        Assert.Equal(2, Shell.Run("Get-WanTask -Remote").MustSucceed().Output.Count);
        Assert.Equal(2, Shell.Run("Get-WanTask -Route image_to_video -Since ([datetime]::Now.AddHours(-1))").MustSucceed().Output.Count);
        Shell.Run("Remove-WanTask").OnlyError("Wan.Storage.NothingChosen");
        Shell.Run("Get-WanTask -State Completed | Remove-WanTask").MustSucceed();
        Assert.Equal(WanTaskState.Submitted, Shell.Run("Get-WanTask").Single<WanTask>().State);
    }

    [Fact]
    public void What_is_open_is_forgotten_only_by_name()
    {
        Shell.Run("Stop-WanEmulator; Start-WanEmulator -TaskSeconds 600 -Default; $open = Start-WanVideoTask turn https://cdn.example.com/a.png -Resolution 720P -JobKey fox").MustSucceed();

        Shell.Run("$open | Remove-WanTask").OnlyError("Wan.Async.TaskStillOpen");
        Shell.Run("Remove-WanTask $open.TaskId").OnlyError("Wan.Async.TaskStillOpen");
        Assert.Contains("1 task (Submitted)", Assert.Single(Shell.Run("Remove-WanTask -Before 2999-12-31").MustSucceed().Warnings), StringComparison.Ordinal);
        Assert.Single(Shell.Run("Remove-WanTask -JobKey fox").MustSucceed().Warnings);
        Assert.Single(Shell.Run("Get-WanTask").Output);

        Shell.Run("Remove-WanTask -JobKey fox -Force").MustSucceed();
        Assert.Empty(Shell.Run("Get-WanTask").Output);
        Shell.Run("$open = Start-WanVideoTask turn https://cdn.example.com/a.png -Resolution 720P; Remove-WanTask -State Submitted").MustSucceed();
        Assert.Empty(Shell.Run("Get-WanTask").Output);
    }

    [Fact]
    public void A_dry_run_says_what_would_be_billed_and_what_would_not()
    {
        using var child = new ChildShell("""
            Start-WanEmulator -TaskSeconds 0 -Default
            $folder = [IO.Directory]::CreateTempSubdirectory('wan27-dry-').FullName
            $null = Start-WanVideoTask turn https://cdn.example.com/a.png -Resolution 720P -JobKey done | Wait-WanTask | Save-WanResult $folder
            'done', 'new', 'wrong' | ForEach-Object { [pscustomobject]@{ JobKey = $_; Prompt = 'turn'; FirstFrame = 'https://cdn.example.com/a.png'; Resolution = $_ -eq 'wrong' ? '4K' : '720P' } } |
                Start-WanVideoTask -WhatIf -ErrorAction SilentlyContinue
            Start-WanVideoTask turn https://cdn.example.com/a.png -Resolution 720P -JobKey done -Force -WhatIf
            [IO.Directory]::Delete($folder, $true)
            """);
        var lines = child.Output.Where(static line => line.StartsWith("What if", StringComparison.Ordinal)).ToArray();

        Assert.Equal(3, lines.Length);
        Assert.Contains("job 'done': wan2.7-i2v", lines[0], StringComparison.Ordinal);
        Assert.Contains("billed: nothing, it is Stored already", lines[0], StringComparison.Ordinal);
        Assert.Contains("job 'new': wan2.7-i2v", lines[1], StringComparison.Ordinal);
        Assert.Contains("billed: 5 s", lines[1], StringComparison.Ordinal);
        Assert.Contains("billed: 5 s", lines[2], StringComparison.Ordinal);
    }
}
