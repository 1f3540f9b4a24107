using System.Management.Automation;
using System.Text.RegularExpressions;
using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Pipelines;

/// <summary>Whatever an open submit says, its user does as told, word for word, and it is open no more. The commands are taken from the message itself.</summary>
public sealed partial class LostAnswerAdviceTests : EmulatedTests
{
    private const string Picture = "https://cdn.example.com/a.png -Resolution 720P";
    private const string Job = $"Start-WanVideoTask turn {Picture} -Duration 2 -JobKey fox";

    [Fact]
    public void Where_no_task_fits_it_is_found_to_be_never_accepted_and_paid_once()
    {
        Lose("DropAfterBody");
        var reported = Shell.Run($"{Job} -OnAmbiguous Report").OnlyError("Wan.Async.SubmitIndeterminate");
        Assert.EndsWith(" No task at the provider fits it.", reported.Exception.Message, StringComparison.Ordinal);

        var looked = Shell.Run(Assert.Single(Advised(reported)));
        Assert.Equal("The submit of job 'fox' is still open: its task may yet appear. Wait-WanTask goes on with it.", Assert.Single(looked.Warnings));
        var freed = Shell.Run("$task | Wait-WanTask -PollIntervalSec 0.1", ("task", looked.Single<WanTask>())).OnlyError("Wan.Async.NeverAccepted");

        Assert.Equal("Run the script again to submit it anew.", freed.ErrorDetails.RecommendedAction);
        Assert.Equal(WanTaskState.Completed, Shell.Run($"{Job} | Wait-WanTask").Single<WanTask>().State);
        AssertSettled(made: 1);
    }

    [Fact]
    public void Where_a_task_that_fits_runs_on_it_is_waited_for()
    {
        Shell.Run("Stop-WanEmulator; Start-WanEmulator -TaskSeconds 1 -Default -Fault DropAfterAccept").MustSucceed();
        var reported = Shell.Run($"{Job} -OnAmbiguous Report").OnlyError("Wan.Async.SubmitIndeterminate");
        Assert.Matches(" One task at the provider fits it: [0-9a-f-]+\\.$", reported.Exception.Message);

        var looked = Shell.Run(Assert.Single(Advised(reported)));
        Assert.Equal("The submit of job 'fox' is still open: a task that may be its own has not ended. Wait-WanTask goes on with it.", Assert.Single(looked.Warnings));

        Assert.Equal(WanTaskState.Completed, Shell.Run("$task | Wait-WanTask -PollIntervalSec 0.1", ("task", looked.Single<WanTask>())).Single<WanTask>().State);
    }

    [Fact]
    public void Where_several_fit_one_is_taken_over_and_the_other_follows()
    {
        Lose("DropAfterAccept", count: 2);
        Shell.Run($"{Job} -OnAmbiguous Report").OnlyError("Wan.Async.SubmitIndeterminate");
        var reported = Shell.Run("Start-WanVideoTask turn https://cdn.example.com/b.png -Resolution 720P -Duration 2 -JobKey \"the owner's\" -OnAmbiguous Report").OnlyError("Wan.Async.SubmitIndeterminate");
        var ids = Made();
        Assert.Contains(" 2 tasks at the provider fit it: ", reported.Exception.Message, StringComparison.Ordinal);

        var unproven = LastWord(Assert.Single(Advised(reported)), "the owner's");
        Assert.Equal(2, Advised(unproven).Length);
        Assert.Equal(ids[1], Shell.Run($"{Advised(unproven)[0]} {ids[1]}").Single<WanTask>().TaskId);
        Assert.Equal(ids[0], Shell.Run("Resolve-WanTask").Single<WanTask>().TaskId);

        AssertSettled(made: 2);
    }

    [Fact]
    public void Where_several_fit_and_none_is_meant_the_job_is_freed()
    {
        Lose("DropAfterAccept", count: 2);
        Shell.Run($"{Job} -OnAmbiguous Report").OnlyError("Wan.Async.SubmitIndeterminate");
        Shell.Run("Start-WanVideoTask turn https://cdn.example.com/b.png -Resolution 720P -Duration 2 -JobKey hen -OnAmbiguous Report").OnlyError("Wan.Async.SubmitIndeterminate");

        foreach (var key in new[] { "fox", "hen" })
        {
            Assert.Equal(WanTaskState.Canceled, Shell.Run(Advised(LastWord("Resolve-WanTask", key))[1]).Single<WanTask>().State);
        }

        AssertSettled(made: 2);
    }

    [Theory]
    [InlineData(0, WanTaskState.Submitted)]
    [InlineData(1, WanTaskState.Canceled)]
    public void Where_a_task_has_the_prompt_and_something_else_speaks_against_it(int advice, WanTaskState state)
    {
        Lose("DropAfterBody");
        Shell.Run($"{Job} -OnAmbiguous Report").OnlyError("Wan.Async.SubmitIndeterminate");
        var other = Stranger("turn", duration: 5);

        var unproven = LastWord("Resolve-WanTask", "fox");

        Assert.Equal($"A task has the prompt of the submit of job 'fox', and something else speaks against it: {other} (length: 5 s, asked 2 s).", unproven.Exception.Message);
        Assert.Equal(["Resolve-WanTask -JobKey 'fox' -Force -TaskId", "Resolve-WanTask -JobKey 'fox' -NeverSent"], Advised(unproven));
        var settled = Shell.Run($"{Advised(unproven)[advice]}{(advice == 0 ? " " + other : string.Empty)}").Single<WanTask>();
        Assert.Equal((state, advice == 0 ? other : null), (settled.State, settled.TaskId));
        Assert.Equal(WanTaskState.Completed, Shell.Run($"{Job} | Wait-WanTask").Single<WanTask>().State);
        AssertSettled(made: 1 + advice);
    }

    [Theory]
    [InlineData(0, WanTaskState.Submitted)]
    [InlineData(1, WanTaskState.Canceled)]
    public void Where_no_prompt_is_told(int advice, WanTaskState state)
    {
        const string Image = "Start-WanImageTask 'a fox' -JobKey fox";
        Lose("DropAfterAccept", operation: "image.async");
        Shell.Run($"{Image} -OnAmbiguous Report").OnlyError("Wan.Async.SubmitIndeterminate");
        var made = Made("image.async").Single();

        var unproven = LastWord("Resolve-WanTask", "fox");

        Assert.Equal($"What the submit of job 'fox' made cannot be told by evidence: One task at the provider fits it: {made}.", unproven.Exception.Message);
        Assert.Equal(["Resolve-WanTask -JobKey 'fox' -TaskId", "Resolve-WanTask -JobKey 'fox' -NeverSent"], Advised(unproven));
        Assert.Equal(state, Shell.Run($"{Advised(unproven)[advice]}{(advice == 0 ? " " + made : string.Empty)}").Single<WanTask>().State);
        var done = Shell.Run($"{Image} | Wait-WanTask").Single<WanTask>();
        Assert.Equal((WanTaskState.Completed, advice == 0), (done.State, done.TaskId == made));
        AssertSettled(made: 1 + advice, "image.async");
    }

    [Fact]
    public void Where_all_that_fits_has_failed_without_a_prompt_it_is_sent_again()
    {
        Lose("DropAfterBody");
        Shell.Run($"{Job} -OnAmbiguous Report").OnlyError("Wan.Async.SubmitIndeterminate");
        Emulator.Fault(new { kind = "FailTask", count = 1, code = "InternalError", message = "broken" });
        var failed = Stranger("jump", duration: 2);

        var unbilled = LastWord("Resolve-WanTask", "fox");

        Assert.Equal($"All that the submit of job 'fox' may have made has failed or was canceled, so that nothing was billed: One task at the provider fits it: {failed}.", unbilled.Exception.Message);
        Assert.Equal("Run it again with -OnAmbiguous Resubmit if it is still wanted.", unbilled.ErrorDetails.RecommendedAction);
        Assert.Equal(WanTaskState.Completed, Shell.Run($"{Job} -OnAmbiguous Resubmit | Wait-WanTask").Single<WanTask>().State);
        Assert.Equal(2, Made().Length);
    }

    [Theory]
    [InlineData(0, WanTaskState.Submitted)]
    [InlineData(1, WanTaskState.Canceled)]
    public void Where_its_key_went_to_a_later_submit_the_submit_is_named(int advice, WanTaskState state)
    {
        Lose("DropAfterAccept", operation: "image.async");
        Shell.Run("Start-WanImageTask 'a fox' -JobKey fox -OnAmbiguous Report").OnlyError("Wan.Async.SubmitIndeterminate");
        var first = Made("image.async").Single();
        var later = Shell.Run("Start-WanImageTask 'a fox' -JobKey fox -Force").Single<WanTask>().TaskId;

        var unproven = LastWord("Resolve-WanTask", null);

        Assert.All(Advised(unproven), static command => Assert.Matches("^Resolve-WanTask -SubmitId [0-9a-f]{32} -(TaskId|NeverSent)$", command));
        Assert.Equal(state, Shell.Run($"{Advised(unproven)[advice]}{(advice == 0 ? " " + first : string.Empty)}").Single<WanTask>().State);
        Assert.Equal(later, Shell.Run("Start-WanImageTask 'a fox' -JobKey fox").Single<WanTask>().TaskId);
        AssertSettled(made: 2, "image.async");
    }

    [Fact]
    public void A_task_that_another_job_has_is_refused_and_the_other_candidate_is_taken()
    {
        Lose("DropAfterAccept", operation: "image.async");
        Shell.Run("Start-WanImageTask 'a fox' -JobKey fox -OnAmbiguous Report").OnlyError("Wan.Async.SubmitIndeterminate");
        var own = Made("image.async").Single();
        var held = Shell.Run("Start-WanImageTask 'a hen' -JobKey hen").Single<WanTask>().TaskId;

        var refused = Shell.Run($"Resolve-WanTask fox -TaskId {held}").OnlyError("Wan.Async.TaskIdKnown");

        Assert.Equal("Take another candidate, or wait for that task.", refused.ErrorDetails.RecommendedAction);
        Assert.Equal(own, Shell.Run($"Resolve-WanTask fox -TaskId {own}").Single<WanTask>().TaskId);
        AssertSettled(made: 2, "image.async");
    }

    private static string[] Advised(ErrorRecord error)
        => [.. Command().Matches(error.ErrorDetails.RecommendedAction).Select(static match => match.Value)];

    /// <summary>A command of the text, up to what it does.</summary>
    [GeneratedRegex("Resolve-WanTask (?:(?! takes|:| frees).)+")]
    private static partial Regex Command();

    private string[] Made(string operation = "video.submit")
        => [.. Emulator.Log(operation).Where(static entry => entry.GetProperty("accepted").GetBoolean()).Select(static entry => entry.GetProperty("taskId").GetString()!)];

    /// <summary>A task of which the journal does not know.</summary>
    private string Stranger(string prompt, int duration)
        => Shell.Run($"$other = Start-WanVideoTask '{prompt}' {Picture} -Duration {duration}; Remove-WanTask $other.TaskId -Force; $other").Single<WanTask>().TaskId!;

    /// <summary>What is said of a job once no further look tells more of it.</summary>
    private ErrorRecord LastWord(string command, string? jobKey)
    {
        for (var patience = 0; patience < 600; patience++)
        {
            var said = Shell.Run(command).Errors.Where(error => jobKey is null || error.Exception.Message.Contains($"'{jobKey}'", StringComparison.Ordinal)).ToArray();
            if (said.Length > 0)
            {
                var error = Assert.Single(said);
                Assert.StartsWith("Wan.Async.SubmitUnproven", error.FullyQualifiedErrorId, StringComparison.Ordinal);
                return error;
            }

            Thread.Sleep(100);
        }

        throw new TimeoutException("It stays open.");
    }

    private void AssertSettled(int made, string operation = "video.submit")
    {
        Assert.Empty(Shell.Run("Get-WanTask -State Indeterminate").MustSucceed().Output);
        Assert.Equal(made, Made(operation).Length);
    }

    private void Lose(string kind, int count = 1, string operation = "video.submit")
    {
        Shell.Run("Set-WanProfile emulator -Limit @{ 'submit.late.seconds' = 1 }").MustSucceed();
        Emulator.Fault(new { kind, operation, count });
    }
}
