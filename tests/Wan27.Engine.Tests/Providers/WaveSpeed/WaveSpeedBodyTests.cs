using Wan27.Engine.Contract;
using Wan27.Engine.Providers.WaveSpeed;
using Wan27.Engine.Routes;
using Wan27.Engine.Tests.Samples;

namespace Wan27.Engine.Tests.Providers.WaveSpeed;

public sealed class WaveSpeedBodyTests
{
    private static readonly ContractView Contract = new(ContractData.Current.Of("WaveSpeed"));

    [Fact]
    public void A_job_becomes_the_body_of_the_sample_at_its_address()
    {
        var sample = Sample.Wrapper("wavespeed_submit_edit");

        var sent = WaveSpeedBodies.Of(WaveSpeedRequests.VideoEdit.For(Contract), Contract, static source => source.Url!);

        Assert.Equal(Sample.Leaves(sample.Body).OrderBy(static leaf => leaf.Key, StringComparer.Ordinal), Sample.Leaves(sent.Body).OrderBy(static leaf => leaf.Key, StringComparer.Ordinal));
        Assert.Equal(sample.Path, WaveSpeedAddresses.Submit(sent.Model));
    }

    [Fact]
    public void The_tier_is_sent_although_nobody_asked_because_the_default_is_another_here()
        => Assert.Equal(
            """{"prompt":"x","video":"https://cdn.example.com/in.mp4","resolution":"720p"}""",
            WaveSpeedBodies.Of(new Engine.Routes.VideoEdit.VideoEditRequest { Model = "wan2.7-videoedit", Prompt = "x", Video = WaveSpeedRequests.Cdn("in.mp4") }, Contract, static source => source.Url!).Body.ToJsonString());

    [Fact]
    public void Who_gives_no_tier_is_told_which_one_it_will_be()
        => Assert.Contains(
            (WaveSpeedRequests.VideoEdit with { Resolution = null }).Check(Contract),
            static check => check is { Status: WanCheckStatus.Warning, Message: "Without Resolution the clip is made, and billed, in 720P." });

    [Fact]
    public void Only_the_documented_model_is_offered()
    {
        Assert.Equal("alibaba/wan-2.7/video-edit", Assert.Single(ContractData.Current.Of("WaveSpeed").File.Models).Id);
        Assert.Equal([WanRoutes.VideoEdit], RouteCatalogue.All.Where(static route => WaveSpeedBodies.Carries(route.Request)).Select(static route => route.Name));
    }
}
