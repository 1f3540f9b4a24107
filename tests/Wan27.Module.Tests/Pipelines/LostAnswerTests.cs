using Wan27.ModuleTests.Binding;
using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Pipelines;

/// <summary>A job whose answer was lost goes down the pipeline like any other, and what is left over is settled by name. Each piece of advice is followed word for word.</summary>
public sealed class LostAnswerTests : EmulatedTests
{
    private const string Picture = "https://cdn.example.com/a.png -Resolution 720P";
    private const string Job = $"Start-WanVideoTask turn {Picture} -JobKey fox";

    [Theory]
    [InlineData("-JobKey fox")]
    [InlineData("")]
    public void A_script_that_names_no_mode_stores_what_was_accepted(string key)
    {
        Shell.Run("Stop-WanEmulator; Start-WanEmulator -TaskSeconds 1 -Default -Fault DropAfterAccept").MustSucceed();

        var result = Shell.Run($"Start-WanVideoTask turn {Picture} {key} | Wait-WanTask -PollIntervalSec 0.1 | Save-WanResult out");

        Assert.True(File.Exists(result.Single<WanAsset>().Path));
        Assert.EndsWith("Wait-WanTask follows it until that is proven.", Assert.Single(result.Warnings), StringComparison.Ordinal);
        var stored = Shell.Run("Get-WanTask").Single<WanTask>();
        Assert.Equal((WanTaskState.Stored, WanVerdict.Proven), (stored.State, Assert.Single(stored.Evidence).Verdict));
        Assert.Contains("prompt: the same, byte for byte", stored.Evidence[0].Fits);
    }

    [Fact]
    public void A_script_that_names_no_mode_pays_what_was_never_accepted_once()
    {
        Lose("DropAfterBody");

        var result = Shell.Run($"{Job} | Wait-WanTask -PollIntervalSec 0.1 | Save-WanResult out");

        Assert.Equal("fox", result.Single<WanAsset>().JobKey);
        Assert.Equal("The submit of job 'fox' was never accepted, so that nothing was billed; it is submitted anew, and billed once.", result.Warnings[^1]);
        Assert.Equal(2, Emulator.Log("video.submit").Count);
        Assert.Equal([WanTaskState.Canceled, WanTaskState.Stored], Shell.Run("Get-WanTask").MustSucceed().Of<WanTask>().Select(static task => task.State));
    }

    [Fact]
    public void A_wait_that_runs_out_says_how_to_go_on()
    {
        Lose("DropAfterBody", late: 600);
        var error = Shell.Run($"{Job} -WarningAction SilentlyContinue | Wait-WanTask -TimeoutSec 1 -PollIntervalSec 0.1").OnlyError("Wan.Async.WaitTimedOut");

        Assert.Equal("1 task was not finished after 1 s: job 'fox'.", error.Exception.Message);
        Assert.Equal(
            "They go on at the provider: run the script again. Get-WanTask -State Indeterminate | Wait-WanTask goes on with those that have no id yet, Wait-WanTask on their ids with the others.",
            error.ErrorDetails.RecommendedAction);
        Shell.Run("Set-WanProfile emulator -Limit @{ 'submit.late.seconds' = 1 }").MustSucceed();
        Assert.Equal(WanTaskState.Completed, Shell.Run("Get-WanTask -State Indeterminate | Wait-WanTask -PollIntervalSec 0.1 -WarningAction SilentlyContinue").Single<WanTask>().State);
    }

    [Fact]
    public void What_is_open_is_shown_with_its_evidence_and_settled_all_at_once()
    {
        Lose("DropAfterAccept", late: 600, count: 2);
        Shell.Run($"'fox', 'hen' | ForEach-Object {{ Start-WanVideoTask \"$_ turns\" {Picture} -JobKey $_ -OnAmbiguous Report -ErrorAction Ignore }}").MustSucceed();
        var ids = Emulator.Log("video.submit").Select(static entry => entry.GetProperty("taskId").GetString()!).ToArray();

        var dry = Shell.Run("Resolve-WanTask -WhatIf").MustSucceed().Of<WanTask>();
        var list = Text("Get-WanTask -State Indeterminate | Format-List");
        var table = Text("Resolve-WanTask -WhatIf | Format-Table");
        var settled = Shell.Run("Resolve-WanTask").MustSucceed().Of<WanTask>();

        Assert.All(dry, static task => Assert.Equal(WanTaskState.Indeterminate, task.State));
        Assert.Contains($"{ids[0]}: Proven (prompt: the same, byte for byte; length: 5 s; tier: 720P", list, StringComparison.Ordinal);
        Assert.Matches($@"fox\s+Proven\s+{ids[0]} Proven\s+fits: prompt, length, tier", table);
        Assert.Contains($"{ids[1]} Excluded", table, StringComparison.Ordinal);
        Assert.Equal([("fox", ids[0]), ("hen", ids[1])], settled.Select(static task => (task.JobKey!, task.TaskId!)));
        Assert.Equal(2, Shell.Run("Get-WanTask -State Submitted | Wait-WanTask").MustSucceed().Output.Count);
    }

    [Fact]
    public void The_advice_of_a_reported_submit_helps()
    {
        Lose("DropAfterAccept", late: 600);
        var error = Shell.Run($"{Job} -OnAmbiguous Report").OnlyError("Wan.Async.SubmitIndeterminate");

        Assert.Equal("Run Resolve-WanTask -JobKey 'fox': it finds out by evidence what became of it.", error.ErrorDetails.RecommendedAction);
        var task = Shell.Run("Resolve-WanTask -JobKey 'fox'").Single<WanTask>();
        Assert.Equal(WanTaskState.Completed, Shell.Run("$task | Wait-WanTask", ("task", task)).Single<WanTask>().State);
        Assert.Equal(task.TaskId, Shell.Run($"{Job} | Wait-WanTask").Single<WanTask>().TaskId);
        Assert.Single(Emulator.Log("video.submit"));
    }

    [Fact]
    public void A_key_is_bound_by_hand_and_against_evidence_only_by_force()
    {
        Lose("DropAfterBody", late: 600);
        Shell.Run($"{Job} -OnAmbiguous Report").OnlyError("Wan.Async.SubmitIndeterminate");
        var other = Shell.Run($"$other = Start-WanVideoTask jump {Picture}; Remove-WanTask $other.TaskId -Force; $other").Single<WanTask>().TaskId;

        var refused = Shell.Run($"Resolve-WanTask fox -TaskId {other}").OnlyError("Wan.Async.EvidenceAgainst");
        Assert.Equal($"Task {other} was not made by the submit of job 'fox': prompt: another one.", refused.Exception.Message);
        Assert.Equal(WanTaskState.Indeterminate, Shell.Run($"Resolve-WanTask fox -TaskId {other} -Force -WhatIf").Single<WanTask>().State);
        Assert.Equal((WanTaskState.Submitted, other), Shell.Run($"Resolve-WanTask fox -TaskId {other} -Force").Single<WanTask>() is var bound ? (bound.State, bound.TaskId) : default);
        Assert.Equal(other, Shell.Run($"{Job} | Wait-WanTask").Single<WanTask>().TaskId);
    }

    [Fact]
    public void A_key_is_freed_by_hand_and_paid_once()
    {
        Lose("DropAfterBody", late: 600);
        Shell.Run($"{Job} -OnAmbiguous Report").OnlyError("Wan.Async.SubmitIndeterminate");

        var freed = Shell.Run("$rows | Resolve-WanTask -NeverSent", ("rows", Rows.Csv("JobKey|Profile\nfox|emulator"))).Single<WanTask>();

        Assert.Equal((WanTaskState.Canceled, "The submit of job 'fox' was given up at its user's word (Resolve-WanTask -NeverSent)."), (freed.State, freed.Error!.Message));
        Assert.Equal(WanTaskState.Completed, Shell.Run($"{Job} | Wait-WanTask").Single<WanTask>().State);
        Assert.Equal(2, Emulator.Log("video.submit").Count);
    }

    [Fact]
    public void A_submit_without_a_key_is_named_by_the_task()
    {
        Lose("DropAfterBody", late: 600);
        Shell.Run($"Start-WanVideoTask turn {Picture} -OnAmbiguous Report").OnlyError("Wan.Async.SubmitIndeterminate");

        var waiting = Shell.Run("Get-WanTask -State Indeterminate | Resolve-WanTask");
        Assert.Equal("The submit is still open: its task may yet appear. Wait-WanTask goes on with it.", Assert.Single(waiting.Warnings));
        Assert.Equal(WanTaskState.Indeterminate, waiting.Single<WanTask>().State);
        Assert.Equal(WanTaskState.Canceled, Shell.Run("Get-WanTask -State Indeterminate | Resolve-WanTask -NeverSent").Single<WanTask>().State);
    }

    [Fact]
    public void What_is_not_open_or_not_named_is_refused()
    {
        var task = Shell.Run(Job).Single<WanTask>();

        Assert.Equal($"The submit of job 'fox' is Submitted (task {task.TaskId}); only one whose answer was lost can be settled.", Shell.Run("Resolve-WanTask fox").OnlyError("Wan.Async.SubmitNotOpen").Exception.Message);
        Assert.Equal("The journal has no submit of job 'hen' of profile 'emulator' whose answer was lost.", Shell.Run("Resolve-WanTask hen -NeverSent").OnlyError("Wan.Async.SubmitNotOpen").Exception.Message);
        Shell.Run("Resolve-WanTask -NeverSent").OnlyError("Wan.Async.SubmitNotOpen");
        Shell.Run("Resolve-WanTask fox -TaskId x -NeverSent").OnlyError("Wan.Async.SubmitNotOpen");
        Assert.Empty(Shell.Run("Resolve-WanTask").MustSucceed().Output);
    }

    private void Lose(string kind, double late = 1, int count = 1)
    {
        Shell.Run("Set-WanProfile emulator -Limit @{ 'submit.late.seconds' = $late }", ("late", late)).MustSucceed();
        Emulator.Fault(new { kind, operation = "video.submit", count });
    }

    private string Text(string command) => string.Concat(Shell.Run($"{command} | Out-String -Width 300").MustSucceed().Of<string>());
}
