using Wan27.Engine.Contract;
using Wan27.Engine.Tasks;

namespace Wan27.Engine.Tests.Tasks;

public sealed class PollPlanTests
{
    private const double NoJitter = 0.5;

    [Theory]
    [InlineData(WanRoutes.ImageToVideo, "poll.i2v")]
    [InlineData(WanRoutes.VideoEdit, "poll.videoedit")]
    [InlineData(WanRoutes.Image, "poll.image")]
    [InlineData(null, "poll.i2v")]
    public void Looks_come_soon_at_first_and_grow_to_the_pace_of_their_route(string? route, string group)
    {
        var contract = new ContractView(ContractData.Current, new Dictionary<string, double>
        {
            [$"{group}.first.seconds"] = 0.8,
            [$"{group}.seconds"] = 2,
            ["poll.growth"] = 1.5,
        });

        Assert.Equal([0.8, 1.2, 1.8, 2, 2], Seconds(new PollPlan(contract, route, null), [0, 0, 0, 0, 0]));
    }

    [Fact]
    public void No_look_comes_sooner_than_the_accounts_other_waits_allow_and_the_plan_goes_on_meanwhile()
        => Assert.Equal([10, 10, 11.25, 15, 40, 15], Seconds(Plan(), [10, 10, 10, 10, 40, 0]));

    [Fact]
    public void An_interval_of_the_users_own_neither_grows_nor_exceeds_the_budget()
        => Assert.Equal([2, 2, 2, 30], Seconds(Plan(TimeSpan.FromSeconds(2)), [0, 0, 1, 30]));

    [Theory]
    [InlineData(0, 4.5)]
    [InlineData(0.5, 5)]
    [InlineData(1, 5.5)]
    public void Looks_are_scattered_by_a_tenth_to_either_side(double random, double seconds)
        => Assert.Equal(seconds, Plan().Next(TimeSpan.Zero, random).TotalSeconds, precision: 6);

    private static PollPlan Plan(TimeSpan? interval = null)
        => new(
            new ContractView(ContractData.Current, new Dictionary<string, double>
            {
                ["poll.i2v.first.seconds"] = 5,
                ["poll.i2v.seconds"] = 15,
                ["poll.growth"] = 1.5,
                ["poll.jitter"] = 0.1,
            }),
            WanRoutes.ImageToVideo,
            interval);

    private static double[] Seconds(PollPlan plan, double[] loads)
        => Array.ConvertAll(loads, load => Math.Round(plan.Next(TimeSpan.FromSeconds(load), NoJitter).TotalSeconds, 6));
}
