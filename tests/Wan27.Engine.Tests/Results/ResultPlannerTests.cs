using Wan27.Engine.Results;

namespace Wan27.Engine.Tests.Results;

public sealed class ResultPlannerTests
{
    private static readonly SaveOptions Out = new("/out", "{JobKey}{Ext}", Force: true);

    [Fact]
    public void Each_result_of_a_task_is_planned_in_the_providers_order()
    {
        var task = ResultRig.Task("https://s.example/1.png") with
        {
            Route = WanRoutes.Image,
            ResultUrls = ["https://s.example/1.png", "https://s.example/2.png"],
            UrlExpiresAt = DateTimeOffset.UnixEpoch,
        };

        var plans = new ResultPlanner(TimeProvider.System).For(task, Out);

        Assert.Equal([1, 2], plans.Select(static plan => plan.Source.Index));
        Assert.All(plans, static plan =>
        {
            Assert.Equal(ResultKind.Image, plan.Source.Kind);
            Assert.Equal(DateTimeOffset.UnixEpoch, plan.Source.UrlExpiresAt);
            Assert.Equal(2, plan.Target.Naming.Count);
            Assert.True(plan.Target.Force);
            Assert.Null(plan.Source.Refresh);
        });
    }

    [Theory]
    [InlineData(2, "https://s.example/new2.png")]
    [InlineData(1, null)]
    public async Task A_fresh_url_is_taken_from_the_same_place_of_the_fresh_look(int urls, string? expected)
    {
        var task = ResultRig.Task("x") with { ResultUrls = ["https://s.example/1.png", "https://s.example/2.png"] };
        var fresh = Enumerable.Range(1, urls).Select(static number => $"https://s.example/new{number}.png").ToArray();

        var plan = new ResultPlanner(TimeProvider.System).For(task, Out, _ => Task.FromResult<IReadOnlyList<string>?>(fresh))[1];

        Assert.Equal(expected, await plan.Source.Refresh!(CancellationToken.None));
    }

    [Fact]
    public void A_task_without_results_has_nothing_to_store()
        => Assert.Empty(new ResultPlanner(TimeProvider.System).For(ResultRig.Task("x") with { ResultUrls = [], VideoUrl = null }, Out));
}
