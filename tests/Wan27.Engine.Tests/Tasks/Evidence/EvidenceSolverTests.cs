using Wan27.Engine.Providers;
using Wan27.Engine.Routes;
using Wan27.Engine.Tasks.Evidence;

namespace Wan27.Engine.Tests.Tasks.Evidence;

/// <summary>What the evidence proves, excludes, or leaves open, case by case.</summary>
public sealed class EvidenceSolverTests
{
    private static readonly DateTimeOffset Left = new(2026, 11, 25, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("fox", 5.0, "720P", "16:9", nameof(Outcome.Proven))]
    [InlineData("fox", 5.4, "720p", "16:9", nameof(Outcome.Proven))]
    [InlineData("hen", 5.0, "720P", "16:9", nameof(Outcome.Excluded))]
    [InlineData("fox", 6.0, "720P", "16:9", nameof(Outcome.SamePrompt))]
    [InlineData("fox", 5.0, "1080P", "16:9", nameof(Outcome.SamePrompt))]
    [InlineData("fox", 5.0, "720P", "9:16", nameof(Outcome.SamePrompt))]
    public void Everything_that_a_task_tells_must_fit(string prompt, double seconds, string tier, string ratio, string outcome)
        => Assert.Equal(outcome, Decide(Submit("s"), Task("t", prompt) with { Seconds = seconds, Tier = tier, Ratio = ratio }).Outcome.ToString());

    [Theory]
    [InlineData(-11, false, nameof(Outcome.SamePrompt))]
    [InlineData(-11, true, nameof(Outcome.Excluded))]
    [InlineData(-10, true, nameof(Outcome.Proven))]
    [InlineData(70, true, nameof(Outcome.Proven))]
    [InlineData(71, true, nameof(Outcome.SamePrompt))]
    [InlineData(71, false, nameof(Outcome.SamePrompt))]
    public void Time_contradicts_and_rules_out_for_good_only_what_came_before_by_a_confirmed_clock(int seconds, bool firm, string outcome)
        => Assert.Equal(outcome, Decide(Submit("s") with { Left = new Departure(Left, Slack, Late, firm) }, Task("t", "fox") with { CreatedAt = Left.AddSeconds(seconds) }).Outcome.ToString());

    [Fact]
    public void Where_clocks_disagree_time_says_nothing()
        => Assert.Equal(Outcome.Proven, Decide(Submit("s") with { Left = Departure.Unknown }, Task("t", "fox") with { CreatedAt = Left.AddHours(-7) }).Outcome);

    [Fact]
    public void Model_and_time_alone_prove_nothing()
    {
        Assert.Equal(Outcome.Waiting, Decide(Submit("s"), Task("t", null) with { State = WanTaskState.Polling }).Outcome);
        Assert.Equal(Outcome.Untold, Decide(Submit("s"), Task("t", null)).Outcome);
        Assert.Equal(Outcome.Excluded, Decide(Submit("s"), Task("t", "fox") with { Model = "wan2.7-t2v" }).Outcome);
        Assert.Equal(Outcome.Excluded, Decide(Submit("s") with { Prompt = null }, Task("t", "fox")).Outcome);
    }

    [Theory]
    [InlineData(WanTaskState.Failed)]
    [InlineData(WanTaskState.Canceled)]
    public void What_failed_without_a_prompt_was_not_billed(WanTaskState state)
        => Assert.Equal(Outcome.Unbilled, Decide(Submit("s"), Task("t", null) with { State = state }).Outcome);

    [Fact]
    public void Without_any_candidate_it_was_never_accepted_unless_the_list_no_longer_reaches_back()
    {
        Assert.Equal(Outcome.Excluded, Decide(Submit("s")).Outcome);
        Assert.Equal(Outcome.Untold, Decide(Submit("s") with { IsBeyondList = true }).Outcome);
    }

    [Fact]
    public void The_request_that_an_answer_named_decides_among_equals()
    {
        var decisions = Solve([Submit("a") with { RequestId = "r-2" }, Submit("b", "other picture")], [Task("t1", "fox"), Task("t2", "fox") with { SubmitRequestId = "r-2" }]);

        Assert.Equal([("a", "t2"), ("b", "t1")], decisions.Select(static decision => (decision.Submit.Id, decision.TaskId)));
    }

    [Fact]
    public void A_request_that_two_answers_named_decides_nothing()
        => Assert.All(
            Solve([Submit("a") with { RequestId = "r-2" }, Submit("b", "other picture") with { RequestId = "r-2" }], [Task("t", "fox") with { SubmitRequestId = "r-2" }]),
            static decision => Assert.Equal((Outcome.Contested, null), (decision.Outcome, decision.TaskId)));

    [Fact]
    public void Of_two_that_are_the_same_the_one_has_the_task_whose_own_can_come_no_more()
        => Assert.Equal([("a", null), ("b", "t")], Solve([Submit("a") with { ClosedAtLook = null }, Submit("b")], [Task("t", "fox")]).Select(static decision => (decision.Submit.Id, decision.TaskId)));

    [Fact]
    public void A_job_is_not_excluded_while_its_twin_has_a_task_of_which_it_may_be_and_another_that_may_be_the_twins()
    {
        OpenSubmit[] submits = [Submit("a"), Submit("b") with { IsGivenUp = true, ClosedAtLook = null, Left = new Departure(Left.AddSeconds(100), Slack, Late, false) }];
        Candidate[] tasks =
        [
            new(Task("t", "fox") with { CreatedAt = Left.AddSeconds(150) }),
            new(Task("untold", null) with { CreatedAt = Left.AddSeconds(150) }, FirstLook: 1),
        ];

        Assert.Equal(Outcome.Untold, Assert.Single(EvidenceSolver.Solve(submits, tasks, static _ => false, TimeSpan.FromHours(1), Left.AddMinutes(10))).Outcome);
        Assert.Equal(Outcome.Excluded, Assert.Single(EvidenceSolver.Solve(submits, tasks[..1], static _ => false, TimeSpan.FromHours(1), Left.AddMinutes(10))).Outcome);
    }

    [Fact]
    public void Equal_prompts_with_different_pictures_are_open_until_the_clock_decides()
    {
        OpenSubmit[] submits = [Submit("a"), Submit("b", "other picture")];
        Assert.All(Solve(submits, [Task("t1", "fox"), Task("t2", "fox")]), static decision => Assert.Equal((Outcome.Contested, null), (decision.Outcome, decision.TaskId)));

        submits = [submits[0] with { Left = new Departure(Left, Slack, Late, true) }, submits[1] with { Left = new Departure(Left.AddMinutes(2), Slack, Late, true) }];
        Assert.Equal([("a", "t1"), ("b", "t2")], Solve(submits, [Task("t1", "fox"), Task("t2", "fox") with { CreatedAt = Left.AddMinutes(2) }]).Select(static decision => (decision.Submit.Id, decision.TaskId!)));
    }

    [Theory]
    [InlineData(true, nameof(Outcome.Proven), nameof(Outcome.Excluded))]
    [InlineData(false, nameof(Outcome.Contested), nameof(Outcome.SamePrompt))]
    public void A_clock_that_no_own_task_confirms_takes_no_task_from_a_job_that_has_its_prompt(bool firm, string early, string late)
    {
        OpenSubmit[] submits =
        [
            Submit("a") with { Left = new Departure(Left, Slack, Late, firm) }, Submit("b", "other picture") with { Left = new Departure(Left.AddMinutes(2), Slack, Late, firm) },
        ];

        Assert.Equal([early, late], Solve(submits, [Task("t", "fox")]).Select(static decision => decision.Outcome.ToString()));
    }

    [Theory]
    [InlineData(-9, nameof(Outcome.Contested))]
    [InlineData(-20, nameof(Outcome.Proven))]
    public void Stamps_are_not_so_far_behind_that_other_tasks_were_made_in_the_time_to_come(int minutes, string outcome)
        => Assert.Equal(outcome, EvidenceSolver.Solve(
            [Submit("a")], [new Candidate(Task("t1", "fox")), new Candidate(Task("t2", "fox") with { CreatedAt = Left.AddMinutes(minutes) })], static _ => false, TimeSpan.FromMinutes(5), Left.AddMinutes(10))[0].Outcome.ToString());

    [Fact]
    public void A_task_that_has_the_prompt_of_a_job_and_fits_none_shows_somebody_else()
        => Assert.Equal(Outcome.Contested, Decide(Submit("a"), Task("t1", "fox"), Task("t2", "fox") with { Seconds = 10 }).Outcome);

    [Fact]
    public void A_task_that_only_an_unconfirmed_clock_excludes_is_waited_for()
    {
        TaskTrace[] tasks = [Task("t1", "fox"), Task("t2", null) with { State = WanTaskState.Polling, CreatedAt = Left.AddMinutes(5) }];

        Assert.Equal(Outcome.Waiting, Decide(Submit("s"), tasks).Outcome);
        Assert.Equal(Outcome.Proven, Decide(Submit("s") with { Left = new Departure(Left, Slack, Late, true) }, tasks).Outcome);
    }

    [Fact]
    public void Prompts_that_are_equal_only_after_normalising_do_not_prove()
        => Assert.All(Solve([Submit("a") with { Prompt = "fox " }, Submit("b", "another job")], [Task("t", "fox")]), static decision => Assert.Equal(Outcome.Contested, decision.Outcome));

    [Fact]
    public void Jobs_that_the_service_cannot_tell_apart_share_what_there_is_the_earlier_first()
    {
        var decisions = Solve([Submit("b"), Submit("a"), Submit("c")], [Task("t2", "fox"), Task("t1", "fox")]);

        Assert.Equal([("a", "t1"), ("b", "t2"), ("c", null)], decisions.Select(static decision => (decision.Submit.Id, decision.TaskId)));
        Assert.Equal(Outcome.Excluded, decisions[2].Outcome);
    }

    [Fact]
    public void A_submit_that_was_given_up_gets_a_task_only_when_no_living_one_can_have_made_it()
    {
        var given = Submit("a") with { IsGivenUp = true };

        Assert.Equal("t", Assert.Single(Solve([given, Submit("b")], [Task("t", "fox")])).TaskId);
        Assert.Equal(Outcome.Contested, Assert.Single(Solve([given, Submit("b", "other picture")], [Task("t", "fox")])).Outcome);
    }

    [Fact]
    public void A_task_too_many_shows_somebody_else_and_then_no_prompt_near_it_proves()
    {
        OpenSubmit[] submits = [Submit("a"), Submit("b", "hen job") with { Prompt = "hen" }];
        TaskTrace[] tasks = [Task("t1", "fox"), Task("t2", "fox"), Task("t3", "hen")];

        Assert.All(Solve(submits, tasks), static decision => Assert.Equal(Outcome.Contested, decision.Outcome));
        Assert.Equal("t3", Solve([.. submits.Select(static submit => submit with { Left = Departure.Unknown })], [tasks[0], tasks[1], tasks[2] with { CreatedAt = Left.AddHours(2) }])[1].TaskId);
    }

    [Fact]
    public void A_task_with_the_prompt_of_a_settled_job_shows_somebody_else()
        => Assert.Equal(Outcome.Contested, Solve([Submit("a")], [Task("t1", "fox"), Task("t2", "hen")], static candidate => candidate.Trace.Prompt == "hen", TimeSpan.FromHours(1))[0].Outcome);

    [Fact]
    public void While_a_candidate_may_still_tell_any_prompt_nothing_is_proven()
    {
        var decision = Decide(Submit("s"), Task("t1", "fox"), Task("t2", null) with { State = WanTaskState.Polling });

        Assert.Equal((Outcome.Waiting, null), (decision.Outcome, decision.TaskId));
    }

    [Fact]
    public void What_appears_after_the_last_moment_is_not_waited_for()
    {
        var closed = Submit("s") with { ClosedAtLook = 3 };

        Assert.Equal(Outcome.Waiting, Seen(3));
        Assert.Equal(Outcome.Excluded, Seen(4));

        Outcome Seen(int look) => EvidenceSolver.Solve([closed], [new Candidate(Task("t", null) with { State = WanTaskState.Polling }, look)], static _ => false, TimeSpan.Zero, Left.AddMinutes(10))[0].Outcome;
    }

    [Theory]
    [InlineData(0, null, true, false)]
    [InlineData(0, 3600, false, false)]
    [InlineData(1800, null, false, false)]
    [InlineData(0, 0, true, true)]
    [InlineData(3600, 3600, true, true)]
    [InlineData(1800, 0, true, true)]
    [InlineData(1800, 3600, false, false)]
    public void A_departure_is_known_where_two_clocks_agree(int dates, int? stamps, bool known, bool firm)
    {
        var departure = Departure.Of(Left, TimeSpan.FromSeconds(dates), stamps is { } ahead ? [(Left, Left.AddSeconds(ahead))] : [], Slack, Late);

        Assert.Equal((known, firm), (departure.At is not null, departure.IsFirm));
        Assert.Equal(stamps is null || !known ? (known ? Left : null) : Left.AddSeconds(stamps.Value), departure.At);
    }

    [Fact]
    public void Without_dates_and_anchors_a_departure_is_not_known()
        => Assert.Null(Departure.Of(Left, null, [], Slack, Late).At);

    private static Decision Decide(OpenSubmit submit, params TaskTrace[] tasks) => Assert.Single(Solve([submit], tasks));

    private static IReadOnlyList<Decision> Solve(OpenSubmit[] submits, TaskTrace[] tasks) => Solve(submits, tasks, static _ => false, TimeSpan.FromHours(1));

    private static IReadOnlyList<Decision> Solve(OpenSubmit[] submits, TaskTrace[] tasks, Func<Candidate, bool> isSettled, TimeSpan near)
        => [.. EvidenceSolver.Solve(submits, [.. tasks.Select(static task => new Candidate(task))], isSettled, near, Left.AddMinutes(10)).OrderBy(static decision => decision.Submit.Id, StringComparer.Ordinal)];

    private static OpenSubmit Submit(string id, string identity = "job") => new()
    {
        Id = id,
        Name = $"job '{id}'",
        Model = "wan2.7-i2v",
        Prompt = "fox",
        Expected = new ExpectedResult { Seconds = 5, Tier = "720P", Ratio = "16:9", PromptLimit = 5000 },
        Identity = identity,
        Left = new Departure(Left, Slack, Late, false),
        ClosedAtLook = 0,
    };

    private static TaskTrace Task(string id, string? prompt) => new() { TaskId = id, Model = "wan2.7-i2v", State = WanTaskState.Completed, CreatedAt = Left, Prompt = prompt };
}
