using Wan27.Engine.Tasks.Evidence;

namespace Wan27.Engine.Tests.Tasks.Evidence;

/// <summary>Whatever is known of a small account: what the solver says holds in every history that agrees with it.</summary>
public sealed class SmallWorldTests
{
    private const int Worlds = 20_000;

    [Fact]
    public void What_is_proven_no_consistent_history_contradicts()
    {
        var (proven, among) = (0, 0);
        foreach (var (seed, world) in Each())
        {
            foreach (var decision in world.Decisions.Where(static decision => decision.Outcome == Outcome.Proven))
            {
                var task = world.Tasks.Single(task => task.Trace.TaskId == decision.TaskId);
                if (world.IsNamed(decision.Submit, task))
                {
                    continue;
                }

                proven++;
                among += world.Submits.Count > 1 ? 1 : 0;
                Assert.True(world.IsQuiet, $"world {seed}: {decision.TaskId} may be of somebody else{world}");
                foreach (var makers in world.Consistent)
                {
                    var maker = makers.GetValueOrDefault(task);
                    Assert.True(maker?.Identity == decision.Submit.Identity, $"world {seed}: {decision.TaskId} may be of {maker?.Id ?? "somebody else"}{world}");
                }
            }
        }

        Assert.InRange(among, Worlds / 20, proven);
    }

    [Fact]
    public void What_would_be_paid_anew_was_made_in_no_consistent_history()
    {
        var excluded = 0;
        foreach (var (seed, world) in Each())
        {
            var explained = world.Decisions.SelectMany(static decision => decision.Rows).Where(static row => row.Why?.StartsWith("it is the task of", StringComparison.Ordinal) == true).Select(static row => row.Pair.Candidate).ToHashSet();
            foreach (var decision in world.Decisions.Where(static decision => decision.Outcome == Outcome.Excluded))
            {
                excluded++;
                var living = world.Tasks.FirstOrDefault(task => !explained.Contains(task) && !task.Trace.IsUnbilled && world.MayHaveMadeIt(decision.Submit, task));
                Assert.True(living is null, $"world {seed}: {decision.Submit.Id} may have made {living?.Trace.TaskId}{world}");
            }

            foreach (var twins in world.Submits.GroupBy(static submit => submit.Identity))
            {
                var free = world.Decisions.Count(decision => decision.Submit.Identity == twins.Key && decision.Outcome == Outcome.Excluded);
                var made = world.Consistent.Max(makers => makers.Count(pair => pair.Value.Identity == twins.Key && !pair.Key.Trace.IsUnbilled));
                Assert.True(free + made <= twins.Count(), $"world {seed}: {twins.Key} may have made {made} tasks, and {free} of {twins.Count()} would be paid anew{world}");
            }
        }

        Assert.InRange(excluded, Worlds / 10, int.MaxValue);
    }

    [Fact]
    public void Where_every_history_agrees_on_a_task_it_is_mostly_proven()
    {
        var (agreed, proven) = (0, 0);
        foreach (var (_, world) in Each())
        {
            // With the others that may still tell something, the solver waits.
            if (!world.IsQuiet || world.Tasks.Any(static task => !task.Trace.IsFinal))
            {
                continue;
            }

            foreach (var task in world.Tasks.Where(static task => task.Trace.Prompt is not null))
            {
                var makers = world.Consistent.Select(history => history.GetValueOrDefault(task)).Distinct().ToArray();
                if (makers is [{ IsGivenUp: false }])
                {
                    agreed++;
                    proven += world.Decisions.Any(decision => decision.TaskId == task.Trace.TaskId) ? 1 : 0;
                }
            }
        }

        Assert.True(proven >= agreed * 0.75, $"{proven} of {agreed}");
    }

    private static IEnumerable<(int Seed, SmallWorld World)> Each() => Enumerable.Range(0, Worlds).Select(static seed => (seed, new SmallWorld(seed)));
}
