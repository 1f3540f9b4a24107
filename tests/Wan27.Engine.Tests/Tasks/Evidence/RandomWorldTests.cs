using Wan27.Engine.Tasks.Evidence;

namespace Wan27.Engine.Tests.Tasks.Evidence;

/// <summary>In worlds whose truth is known, nothing is ever proven wrongly, and nothing is paid again that exists.</summary>
public sealed class RandomWorldTests
{
    private const int Worlds = 4000;

    [Fact]
    public void A_task_is_never_proven_to_be_anothers()
    {
        var proven = 0;
        foreach (var (seed, world) in Each())
        {
            foreach (var decision in world.Decisions.Where(static decision => decision.Outcome == Outcome.Proven))
            {
                proven++;
                var maker = world.MakerOf[decision.TaskId!];
                Assert.True(maker is not null && world.IdentityOf(maker) == decision.Submit.Identity, $"world {seed}: {decision.TaskId} was made by {maker ?? "a stranger"}, and is proven for {decision.Submit.Id}{world}");
            }
        }

        Assert.InRange(proven, Worlds / 3, int.MaxValue);
    }

    [Fact]
    public void No_task_is_given_to_two_jobs()
        => Assert.All(Each(), static each => Assert.Distinct(each.World.Decisions.Select(static decision => decision.TaskId).OfType<string>()));

    [Fact]
    public void A_job_whose_task_exists_is_never_paid_anew()
    {
        var excluded = 0;
        foreach (var (seed, world) in Each())
        {
            foreach (var twins in world.Decisions.GroupBy(static decision => decision.Submit.Identity))
            {
                var made = world.Candidates.Count(candidate => world.MakerOf[candidate.Trace.TaskId] is { } maker && world.IdentityOf(maker) == twins.Key && !candidate.Trace.IsUnbilled);
                excluded += twins.Count(static decision => decision.Outcome == Outcome.Excluded);
                var free = twins.Count(static decision => decision.Outcome is Outcome.Excluded or Outcome.Unbilled);
                Assert.True(free <= twins.Count() - made, $"world {seed}: {made} tasks of {twins.Count()} jobs '{twins.Key}' exist, and {free} would be paid anew");
            }
        }

        Assert.InRange(excluded, Worlds / 4, int.MaxValue);
    }

    [Fact]
    public void With_distinct_prompts_every_job_is_settled_once_its_tasks_have_ended()
    {
        for (var seed = 0; seed < Worlds / 4; seed++)
        {
            var world = new RandomWorld(seed, calm: true);
            foreach (var decision in world.Decisions)
            {
                var made = world.MakerOf.SingleOrDefault(made => made.Value == decision.Submit.Id).Key;
                if (made is not null && world.IsMisled)
                {
                    Assert.Equal(Outcome.SamePrompt, decision.Outcome);
                    continue;
                }

                Assert.True(decision.TaskId == made, $"world {seed}: {decision.Submit.Id} made {made ?? "nothing"}, and {decision.TaskId ?? decision.Outcome.ToString()} was found");
                Assert.True(made is not null || decision.Outcome == Outcome.Excluded, $"world {seed}: {decision.Submit.Id} made nothing, and is {decision.Outcome}");
            }
        }
    }

    private static IEnumerable<(int Seed, RandomWorld World)> Each() => Enumerable.Range(0, Worlds).Select(static seed => (seed, new RandomWorld(seed)));
}
