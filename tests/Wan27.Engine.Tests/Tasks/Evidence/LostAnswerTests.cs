using Wan27.Emulator;
using Wan27.Engine.Profiles;
using Wan27.Engine.Providers;
using Wan27.Engine.Routes;
using Wan27.Engine.Tasks;
using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Tests.Media;

namespace Wan27.Engine.Tests.Tasks.Evidence;

/// <summary>A job whose answer was lost is followed until it is known what became of it, over the wire. Each test is a way to lose it or to pay twice.</summary>
public sealed class LostAnswerTests
{
    [Theory]
    [InlineData("fox")]
    [InlineData(null)]
    public async Task A_task_that_was_accepted_is_found_by_its_prompt_and_goes_on(string? jobKey)
    {
        await using var rig = await EngineRig.StartAsync(taskSeconds: 0.3);
        await StrangerAsync(rig, "jump");
        Lose(rig, FaultKind.DropAfterAccept);
        var log = new WarningLog();
        var open = await StartAsync(rig, jobKey, log);

        var ended = await WaitAsync(rig, open);

        Assert.Equal((WanTaskState.Indeterminate, null), (open.State, open.TaskId));
        Assert.Equal((WanTaskState.Completed, Accepted(rig, "turn").Single()), (ended.State, ended.TaskId));
        Assert.NotNull(ended.VideoUrl);
        Assert.Equal(jobKey, ended.JobKey);
        Assert.Matches($"^Whether the submit{(jobKey is null ? string.Empty : " of job 'fox'")} created a task is not known: .*Wait-WanTask follows it until that is proven\\.$", Assert.Single(log.Warnings));
    }

    [Theory]
    [InlineData("fox")]
    [InlineData(null)]
    public async Task A_submit_that_was_never_accepted_is_made_anew_once_and_says_so(string? jobKey)
    {
        await using var rig = await EngineRig.StartAsync();
        Lose(rig, FaultKind.DropAfterBody);
        var open = await StartAsync(rig, jobKey);
        var log = new WarningLog();

        var ended = await WaitAsync(rig, open, log);

        var job = jobKey is null ? string.Empty : " of job 'fox'";
        Assert.Equal((WanTaskState.Completed, Accepted(rig, "turn").Single(), jobKey), (ended.State, ended.TaskId, ended.JobKey));
        Assert.Equal([$"The submit{job} was never accepted, so that nothing was billed; it is submitted anew, and billed once."], log.Warnings);
        var first = (await rig.Journal.FindAsync(open.SubmitId!))!;
        Assert.Equal((WanTaskState.Canceled, "Wan.Async.NeverAccepted"), (first.Task.State, first.Task.Error!.ErrorId));
        Assert.Equal($"The submit{job} was never accepted: no task of the account can be its own. Nothing was billed, and it was submitted anew.", first.Task.Error.Message);
        Assert.Equal(first.LocalId, (await rig.Journal.FindByTaskIdAsync(ended.TaskId!))!.Supersedes);
    }

    [Fact]
    public async Task Of_many_that_follow_one_submit_in_several_processes_one_makes_it_anew()
    {
        await using var rig = await EngineRig.StartAsync();
        Lose(rig, FaultKind.DropAfterBody);
        var open = await StartAsync(rig, "fox");
        var others = Enumerable.Range(0, 3).Select(_ => OtherProcess(rig)).ToArray();
        foreach (var (host, client) in others)
        {
            // Each runs the script again, and so has the request.
            await client.StartAsync(EngineRig.Request(), Prove("fox"), new NoLog(), CancellationToken.None);
        }

        var ended = await Task.WhenAll(others.SelectMany(static other => Enumerable.Repeat(other.Client, 2)).Append(rig.Client)
            .Select(client => client.WaitAsync(open, null, static _ => { }, new NoLog(), CancellationToken.None)));

        Assert.Equal(Accepted(rig, "turn").Single(), Assert.Single(ended.Select(static task => task.TaskId).Distinct()));
        Close(others);
    }

    [Fact]
    public async Task Who_has_no_request_to_send_frees_the_job_and_the_script_pays_it_once()
    {
        await using var rig = await EngineRig.StartAsync();
        Lose(rig, FaultKind.DropAfterBody);
        var open = await StartAsync(rig, "fox");
        var other = OtherProcess(rig);

        var freed = await Assert.ThrowsAsync<WanException>(() => other.Client.WaitAsync(open, null, static _ => { }, new NoLog(), CancellationToken.None));
        var again = await rig.StartAsync("fox");

        Assert.Equal(("Wan.Async.NeverAccepted", "The submit of job 'fox' was never accepted: no task of the account can be its own. Nothing was billed."), (freed.Error.ErrorId, freed.Message));
        Assert.Equal("Run the script again to submit it anew.", freed.Error.RecommendedAction);
        Assert.Equal(Accepted(rig, "turn").Single(), again.TaskId);
        Close(other);
    }

    [Fact]
    public async Task A_second_submit_that_is_not_accepted_either_ends_the_job_and_says_so()
    {
        await using var rig = await EngineRig.StartAsync();
        Lose(rig, FaultKind.DropAfterBody, count: 5);
        var open = await StartAsync(rig, "fox");

        var ended = await Assert.ThrowsAsync<WanException>(() => WaitAsync(rig, open));

        Assert.Equal("Wan.Async.NeverAccepted", ended.Error.ErrorId);
        Assert.Equal(2, rig.Server.Log.Of("video.submit").Count);
    }

    [Theory]
    [InlineData(WanOnAmbiguous.Prove)]
    [InlineData(WanOnAmbiguous.Adopt)]
    public async Task A_strangers_task_is_never_taken_although_it_is_the_only_one_of_the_time(WanOnAmbiguous mode)
    {
        await using var rig = await EngineRig.StartAsync();
        Lose(rig, FaultKind.DropAfterBody);
        var open = await rig.StartAsync("fox", mode);
        await StrangerAsync(rig, "jump");

        var ended = await WaitAsync(rig, open);

        Assert.Equal(Accepted(rig, "turn").Single(), ended.TaskId);
    }

    [Theory]
    [InlineData(-7200)]
    [InlineData(-1800)]
    [InlineData(1800)]
    [InlineData(7200)]
    public async Task A_wrong_date_of_the_answers_hides_nothing(double shift)
    {
        await using var rig = await EngineRig.StartAsync();
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.DropAfterAccept, Operation = "video.submit", Nth = 2 });
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.ShiftedDate, Shift = shift });
        await rig.StartAsync("hen", prompt: "peck");
        var open = await StartAsync(rig, "fox");

        Assert.Equal(Accepted(rig, "turn").Single(), (await WaitAsync(rig, open)).TaskId);
    }

    [Theory]
    [InlineData(-5, FaultKind.DropAfterAccept)]
    [InlineData(5, FaultKind.DropAfterAccept)]
    [InlineData(-5, FaultKind.DropAfterBody)]
    [InlineData(5, FaultKind.DropAfterBody)]
    public async Task A_clock_of_this_machine_that_is_wrong_by_hours_hides_nothing_and_pays_nothing_twice(int hours, FaultKind fault)
    {
        await using var rig = await EngineRig.StartAsync();
        var other = OtherProcess(rig, new JumpingClock { Jump = TimeSpan.FromHours(hours) });
        Lose(rig, fault);
        var open = await other.Client.StartAsync(EngineRig.Request(), Prove("fox"), new NoLog(), CancellationToken.None);

        var ended = await other.Client.WaitAsync(open, null, static _ => { }, new NoLog(), CancellationToken.None);

        Assert.Equal(Accepted(rig, "turn").Single(), ended.TaskId);
        Close(other);
    }

    [Fact]
    public async Task A_task_that_is_taken_in_late_and_listed_late_is_waited_for()
    {
        await using var rig = await EngineRig.StartAsync(late: 60);
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.LateAccept, Operation = "video.submit", Count = 1, Delay = 0.2 });
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.LateList, Operation = "task.list", Delay = 0.1 });
        var open = await StartAsync(rig, "fox");

        var ended = await WaitAsync(rig, open);

        Assert.Empty(open.Candidates);
        Assert.Single(rig.Server.Log.Of("video.submit"));
        Assert.Equal(WanTaskState.Completed, ended.State);
    }

    [Theory]
    [InlineData(FaultKind.TrimmedPrompt, " turn \t")]
    [InlineData(FaultKind.OtherLineEnds, "turn\r\nround")]
    public async Task A_prompt_that_the_service_tells_otherwise_is_the_same_and_it_is_said_what_was_assumed(FaultKind fault, string prompt)
    {
        await using var rig = await EngineRig.StartAsync();
        Lose(rig, FaultKind.DropAfterAccept);
        rig.Server.Faults.Add(new FaultRule { Kind = fault });

        var ended = await WaitAsync(rig, await rig.StartAsync("fox", WanOnAmbiguous.Prove, prompt));

        var row = Assert.Single((await rig.KnownAsync(ended)).Evidence);
        Assert.Equal(WanVerdict.Proven, row.Verdict);
        Assert.Contains(row.Fits, static text => text.StartsWith("prompt: the same, assumed that the service has ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Among_more_tasks_than_a_page_of_the_list_holds_the_right_one_is_found()
    {
        await using var rig = await EngineRig.StartAsync();
        for (var number = 0; number < 105; number++)
        {
            await StrangerAsync(rig, $"jump {number}");
        }

        Lose(rig, FaultKind.DropAfterAccept);

        var ended = await WaitAsync(rig, await StartAsync(rig, "fox"));

        Assert.Equal(Accepted(rig, "turn").Single(), ended.TaskId);
    }

    [Fact]
    public async Task Jobs_that_are_the_same_in_all_that_the_service_sees_may_have_each_others_tasks()
    {
        await using var rig = await EngineRig.StartAsync();
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.DropAfterBody, Operation = "video.submit", Nth = 1 });
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.DropAfterAccept, Operation = "video.submit", Nth = 2 });
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.DropAfterAccept, Operation = "video.submit", Nth = 3 });
        string[] keys = ["a", "b", "c"];
        var open = await Task.WhenAll(keys.Select(key => rig.StartAsync(key, WanOnAmbiguous.Prove)));

        var ended = await Task.WhenAll(open.Select(rig.WaitAsync));

        Assert.Equal(Accepted(rig, "turn").Order(StringComparer.Ordinal), ended.Select(static task => task.TaskId!).Order(StringComparer.Ordinal));
        Assert.Equal(4, rig.Server.Log.Of("video.submit").Count);
        Assert.Equal(3, ended.DistinctBy(static task => task.TaskId).Count());
    }

    [Fact]
    public async Task Equal_prompts_with_different_pictures_are_not_told_apart_and_the_advice_helps()
    {
        await using var rig = await EngineRig.StartAsync(taskSeconds: 0.3);
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.DropAfterAccept, Operation = "video.submit", Nth = 1 });
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.DropAfterBody, Operation = "video.submit", Nth = 2 });
        var fox = await StartAsync(rig, "fox");
        var hen = await rig.StartAsync("hen", WanOnAmbiguous.Prove, picture: "b");
        var made = Accepted(rig, "turn").Single();

        var unproven = await Assert.ThrowsAsync<WanException>(() => WaitAsync(rig, fox));

        Assert.Equal("Wan.Async.SubmitUnproven", unproven.Error.ErrorId);
        Assert.Equal($"Which task the submit of job 'fox' made cannot be told by evidence: One task at the provider fits it: {made}. Other jobs, or another program on the account, have the same prompt.", unproven.Message);
        Assert.Equal(
            "Look at what they made; Resolve-WanTask -JobKey 'fox' -TaskId takes one over, Resolve-WanTask -JobKey 'fox' -NeverSent frees the job to be submitted and billed anew. Prompts of their own tell jobs apart.",
            unproven.Error.RecommendedAction);
        Assert.Equal(made, (await rig.Client.BindAsync(Assert.Single(await rig.Client.LostAsync("fox", null, CancellationToken.None)), made, force: false)).TaskId);
        Assert.Equal(WanTaskState.Completed, (await WaitAsync(rig, hen)).State);
        Assert.Equal(2, Accepted(rig, "turn").Count);
    }

    [Fact]
    public async Task Where_another_program_submits_the_same_prompts_nothing_is_taken_and_nothing_is_paid_anew()
    {
        await using var rig = await EngineRig.StartAsync();
        await rig.StartAsync("hen", prompt: "peck");
        Lose(rig, FaultKind.DropAfterBody);
        var open = await StartAsync(rig, "fox");
        await StrangerAsync(rig, "peck");
        await StrangerAsync(rig, "turn");

        var unproven = await Assert.ThrowsAsync<WanException>(() => WaitAsync(rig, open));

        Assert.Equal("Wan.Async.SubmitUnproven", unproven.Error.ErrorId);
        Assert.Equal(2, Accepted(rig, "turn").Count + Accepted(rig, "peck").Count - 1);
        Assert.Null((await rig.Journal.FindAsync(open.SubmitId!))!.Task.TaskId);
    }

    [Fact]
    public async Task Candidates_that_failed_without_a_prompt_were_not_billed_which_is_said_and_the_advice_helps()
    {
        await using var rig = await EngineRig.StartAsync();
        Lose(rig, FaultKind.DropAfterBody);
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.FailTask, Code = "InternalError", Message = "broken", Count = 1 });
        var open = await StartAsync(rig, "fox");
        await StrangerAsync(rig, "jump");
        var failed = Accepted(rig, "jump").Single();

        var unbilled = await Assert.ThrowsAsync<WanException>(() => WaitAsync(rig, open));

        Assert.Equal($"All that the submit of job 'fox' may have made has failed or was canceled, so that nothing was billed: One task at the provider fits it: {failed}.", unbilled.Message);
        Assert.Equal("Run it again with -OnAmbiguous Resubmit if it is still wanted.", unbilled.Error.RecommendedAction);
        Assert.Empty(Accepted(rig, "turn"));
        Assert.Equal(WanTaskState.Completed, (await rig.WaitAsync(await rig.StartAsync("fox", WanOnAmbiguous.Resubmit))).State);
        Assert.Single(Accepted(rig, "turn"));
    }

    [Fact]
    public async Task A_submit_that_is_older_than_the_list_reaches_back_is_never_paid_anew_by_itself()
    {
        await using var rig = await EngineRig.StartAsync();
        var clock = new JumpingClock();
        var other = OtherProcess(rig, clock);
        Lose(rig, FaultKind.DropAfterBody);
        clock.Jump = TimeSpan.FromHours(-25);
        var open = await other.Client.StartAsync(EngineRig.Request(), Prove("fox"), new NoLog(), CancellationToken.None);
        clock.Jump = TimeSpan.Zero;

        var unproven = await Assert.ThrowsAsync<WanException>(() => other.Client.WaitAsync(open, null, static _ => { }, new NoLog(), CancellationToken.None));

        Assert.Equal("What the submit of job 'fox' made cannot be told by evidence: No task at the provider fits it.", unproven.Message);
        Assert.Single(rig.Server.Log.Of("video.submit"));
        Close(other);
    }

    [Fact]
    public async Task A_journal_that_was_restored_from_a_backup_pays_nothing_again()
    {
        await using var rig = await EngineRig.StartAsync();
        Lose(rig, FaultKind.DropAfterBody);
        var open = await StartAsync(rig, "fox");
        (rig.Journal as SqliteTaskJournal)!.FoldIn();
        var backup = Path.Combine(rig.Folder, "backup");
        Directory.CreateDirectory(backup);
        File.Copy(Path.Combine(rig.Folder, "state", JournalFile.Name), Path.Combine(backup, JournalFile.Name));
        var paid = await WaitAsync(rig, open);

        var restored = OtherProcess(rig, state: backup);
        var again = await restored.Client.StartAsync(EngineRig.Request(), Prove("fox"), new NoLog(), CancellationToken.None);

        Assert.Equal(paid.TaskId, (await restored.Client.WaitAsync(again, null, static _ => { }, new NoLog(), CancellationToken.None)).TaskId);
        Assert.Single(Accepted(rig, "turn"));
        Close(restored);
    }

    [Fact]
    public async Task A_wait_that_runs_out_leaves_the_submit_and_the_next_run_goes_on()
    {
        await using var rig = await EngineRig.StartAsync(taskSeconds: 1);
        Lose(rig, FaultKind.DropAfterAccept);
        var open = await StartAsync(rig, "fox");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(0.1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.Client.WaitAsync(open, null, static _ => { }, new NoLog(), limit.Token));
        var again = await StartAsync(rig, "fox");

        Assert.Equal((WanTaskState.Indeterminate, open.SubmitId), (again.State, again.SubmitId));
        Assert.Equal(Accepted(rig, "turn").Single(), (await WaitAsync(rig, again)).TaskId);
    }

    [Fact]
    public async Task One_look_of_a_new_process_tells_what_was_never_accepted_once_its_time_is_over()
    {
        await using var rig = await EngineRig.StartAsync();
        Lose(rig, FaultKind.DropAfterBody);
        var open = await StartAsync(rig, "fox");

        // The service's clock is told in whole seconds.
        await Task.Delay(TimeSpan.FromSeconds(EngineRig.Limits["submit.late.seconds"] + 2));
        var other = OtherProcess(rig);

        var lost = Assert.Single(await other.Client.LostAsync("fox", null, CancellationToken.None));

        Assert.True(lost.WasNeverAccepted);
        Assert.Equal(WanTaskState.Canceled, (await other.Client.SettleAsync(lost, new NoLog())).State);
        Assert.Equal(open.SubmitId, lost.Entry.LocalId);
        Close(other);
    }

    [Fact]
    public async Task A_candidate_that_vanished_with_its_day_is_neither_taken_nor_paid_anew()
    {
        var clock = new JumpingClock();
        await using var rig = await EngineRig.StartAsync(taskSeconds: 600, serverTime: clock);
        var first = OtherProcess(rig, clock);
        Lose(rig, FaultKind.DropAfterAccept);
        var open = await first.Client.StartAsync(EngineRig.Request(), Prove("fox"), new NoLog(), CancellationToken.None);
        var made = Accepted(rig, "turn").Single();
        Assert.Equal([made], open.Candidates);
        clock.Jump = TimeSpan.FromHours(25);
        var next = OtherProcess(rig, clock);

        var unproven = await Assert.ThrowsAsync<WanException>(() => next.Client.WaitAsync(open, null, static _ => { }, new NoLog(), CancellationToken.None));

        Assert.Equal($"What the submit of job 'fox' made cannot be told by evidence: One task at the provider fits it: {made}.", unproven.Message);
        Assert.Single(rig.Server.Log.Of("video.submit"));
        Assert.Equal(made, (await next.Client.BindAsync(Assert.Single(await next.Client.LostAsync("fox", null, CancellationToken.None)), made, force: false)).TaskId);
        Close(first, next);
    }

    [Fact]
    public async Task Nothing_is_adopted_against_evidence_nor_bound_against_it_by_a_word_alone()
    {
        await using var rig = await EngineRig.StartAsync();
        Lose(rig, FaultKind.DropAfterBody);
        var open = await rig.StartAsync("fox", WanOnAmbiguous.Adopt);
        await rig.Client.Provider.SubmitAsync(
            rig.Client.Provider.Prepare(EngineRig.Request() with { Duration = 5 }, static source => source.Url!), UnnotedDeparture.Instance, CancellationToken.None);
        var other = Accepted(rig, "turn").Single();

        var unproven = await Assert.ThrowsAsync<WanException>(() => WaitAsync(rig, open));
        var lost = Assert.Single(await rig.Client.LostAsync("fox", null, CancellationToken.None));
        var refused = await Assert.ThrowsAsync<WanException>(() => rig.Client.BindAsync(lost, other, force: false));

        Assert.Equal($"A task has the prompt of the submit of job 'fox', and something else speaks against it: {other} (length: 5 s, asked 2 s).", unproven.Message);
        Assert.Equal($"Task {other} was not made by the submit of job 'fox': length: 5 s, asked 2 s.", refused.Message);
        Assert.Null((await rig.Journal.FindAsync(open.SubmitId!))!.Task.TaskId);
        Assert.Equal(other, (await rig.Client.BindAsync(lost, other, force: true)).TaskId);
    }

    [Fact]
    public async Task A_submit_whose_time_is_not_over_is_freed_by_its_users_word_only()
    {
        await using var rig = await EngineRig.StartAsync(late: 600);
        Lose(rig, FaultKind.DropAfterBody);
        await StartAsync(rig, "fox");
        var lost = Assert.Single(await rig.Client.LostAsync("fox", null, CancellationToken.None));

        Assert.False(lost.WasNeverAccepted);
        Assert.Equal(WanTaskState.Indeterminate, (await rig.Client.SettleAsync(lost, new NoLog())).State);
        Assert.Equal(WanTaskState.Canceled, (await rig.Client.FreeAsync(lost)).State);
    }

    [Fact]
    public async Task A_task_of_a_job_that_was_given_up_wrongly_goes_to_no_other()
    {
        await using var rig = await EngineRig.StartAsync();
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.DropAfterAccept, Operation = "video.submit", Nth = 1 });
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.DropAfterBody, Operation = "video.submit", Nth = 2 });
        await Assert.ThrowsAsync<WanException>(() => rig.StartAsync("fox"));
        await rig.Client.FreeAsync(Assert.Single(await rig.Client.LostAsync("fox", null, CancellationToken.None)));
        var hen = await rig.StartAsync("hen", WanOnAmbiguous.Prove, picture: "b");

        Assert.Equal("Wan.Async.SubmitUnproven", (await Assert.ThrowsAsync<WanException>(() => WaitAsync(rig, hen))).Error.ErrorId);
        Assert.Null((await rig.Journal.FindAsync(hen.SubmitId!))!.Task.TaskId);
    }

    [Fact]
    public async Task A_task_of_another_profile_at_the_same_endpoint_goes_to_no_job_of_this_one()
    {
        await using var rig = await EngineRig.StartAsync();
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.DropAfterAccept, Operation = "video.submit", Nth = 1 });
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.DropAfterBody, Operation = "video.submit", Nth = 2 });
        var other = new WanClient(rig.Host, Bundle.Resolve(rig.Profile with { Name = "other" }, readSecret: null), new NoLog());
        await Assert.ThrowsAsync<WanException>(() => other.StartAsync(EngineRig.Request(), new SubmitOptions { JobKey = "fox", OnAmbiguous = WanOnAmbiguous.Report }, new NoLog(), CancellationToken.None));
        var hen = await rig.StartAsync("hen", WanOnAmbiguous.Prove, picture: "b");

        Assert.Equal("Wan.Async.SubmitUnproven", (await Assert.ThrowsAsync<WanException>(() => WaitAsync(rig, hen))).Error.ErrorId);
        Assert.Null((await rig.Journal.FindAsync(hen.SubmitId!))!.Task.TaskId);
    }

    [Fact]
    public async Task A_job_whose_key_went_to_a_later_submit_is_not_sent_anew()
    {
        await using var rig = await EngineRig.StartAsync();
        Lose(rig, FaultKind.DropAfterBody);
        var open = await StartAsync(rig, "fox");
        var later = await rig.Client.StartAsync(EngineRig.Request(), new SubmitOptions { JobKey = "fox", Force = true }, new NoLog(), CancellationToken.None);

        var freed = await Assert.ThrowsAsync<WanException>(() => WaitAsync(rig, open));

        Assert.Equal("Wan.Async.NeverAccepted", freed.Error.ErrorId);
        Assert.Equal(later.TaskId, Accepted(rig, "turn").Single());
    }

    [Fact]
    public async Task A_changed_input_is_not_sent_in_the_place_of_what_was_asked()
    {
        await using var rig = await EngineRig.StartAsync();
        var picture = Path.Combine(rig.Folder, "a.png");
        await File.WriteAllBytesAsync(picture, HandMade.Png(2, hasTransparency: false, 640, 480));
        Lose(rig, FaultKind.DropAfterBody);
        var request = EngineRig.Request() with { FirstFrame = MediaSource.Local(picture) };
        var open = await rig.Client.StartAsync(request, Prove("fox"), new NoLog(), CancellationToken.None);
        await File.AppendAllTextAsync(picture, "x");

        var refused = await Assert.ThrowsAsync<WanException>(() => WaitAsync(rig, open));

        Assert.Equal("The submit of job 'fox' was never accepted, so that nothing was billed; it was not submitted anew because an input file has other content by now.", refused.Message);
        Assert.Empty(Accepted(rig, "turn"));
    }

    private static void Lose(EngineRig rig, FaultKind kind, int count = 1)
        => rig.Server.Faults.Add(new FaultRule { Kind = kind, Operation = "video.submit", Count = count });

    private static SubmitOptions Prove(string? jobKey) => new() { JobKey = jobKey, OnAmbiguous = WanOnAmbiguous.Prove };

    private static Task<WanTask> StartAsync(EngineRig rig, string? jobKey, IStepLog? log = null)
        => rig.Client.StartAsync(EngineRig.Request(), Prove(jobKey), log ?? new NoLog(), CancellationToken.None);

    private static Task<WanTask> WaitAsync(EngineRig rig, WanTask task, IStepLog? log = null)
        => rig.Client.WaitAsync(task, null, static _ => { }, log ?? new NoLog(), CancellationToken.None);

    /// <summary>A task of another program on the account.</summary>
    private static Task<SubmitAnswer> StrangerAsync(EngineRig rig, string prompt)
        => rig.Client.Provider.SubmitAsync(rig.Client.Provider.Prepare(EngineRig.Request(prompt), static source => source.Url!), UnnotedDeparture.Instance, CancellationToken.None);

    private static IReadOnlyList<string> Accepted(EngineRig rig, string prompt)
        => [.. rig.Server.Log.Of("video.submit").Where(entry => entry.TaskId is not null && entry.Body!.Value.GetProperty("input").GetProperty("prompt").GetString() == prompt).Select(static entry => entry.TaskId!)];

    /// <summary>Another process of the same user.</summary>
    private static (EngineHost Host, WanClient Client) OtherProcess(EngineRig rig, TimeProvider? time = null, string? state = null)
    {
        var host = new EngineHost(time ?? TimeProvider.System, stateFolder: state ?? Path.Combine(rig.Folder, "state"));
        return (host, new WanClient(host, rig.Client.Bundle, new NoLog()));
    }

    private static void Close(params (EngineHost Host, WanClient Client)[] others)
    {
        foreach (var (host, _) in others)
        {
            (host.Journal as IDisposable)?.Dispose();
        }
    }
}
