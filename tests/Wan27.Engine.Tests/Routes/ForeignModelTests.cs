using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Routes;

/// <summary>Models of another generation take another body (contract section 12, row 33): nothing of this module's is sent to them.</summary>
public sealed class ForeignModelTests
{
    private const string Reason = "The model 'wan3.0-video' is of Wan 3.0, which takes another request: one model for all modes, 2 to 30 s, 480P and an adaptive ratio. A request for Wan 2.7 must not go there.";

    [Fact]
    public void A_job_for_one_is_refused_with_what_it_is()
    {
        var check = Assert.Single((EngineRig.Request() with { Model = "wan3.0-video" }).Check(new ContractView(ContractData.Current)), static check => check.Rule == "model");

        Assert.Equal((WanCheckStatus.Failed, Reason, "Use one of: wan2.7-i2v, wan2.7-i2v-2026-04-25."), (check.Status, check.Message, check.Fix));
    }

    [Fact]
    public async Task Skipping_the_checks_does_not_send_it()
    {
        await using var rig = await EngineRig.StartAsync();

        var refused = await Assert.ThrowsAsync<WanException>(
            () => rig.Client.StartAsync(EngineRig.Request() with { Model = "wan3.0-video" }, new() { SkipPreflight = true }, new NoLog(), CancellationToken.None));

        Assert.Equal(("Wan.Route.ModelRefused", Reason), (refused.Error.ErrorId, refused.Error.Message));
        Assert.Empty(rig.Server.Log.Of("video.submit"));
    }

    [Fact]
    public async Task A_file_is_not_uploaded_for_one()
    {
        await using var rig = await EngineRig.StartAsync();

        var refused = await Assert.ThrowsAsync<WanException>(() => rig.Client.PublishAsync(Path.Combine(rig.Folder, "key"), "wan3.0-video", new NoLog(), CancellationToken.None));

        Assert.Equal(
            ("Wan.Route.ModelRefused", Reason, "Known ids: wan2.7-image-pro, wan2.7-image, wan2.7-i2v, wan2.7-i2v-2026-04-25, wan2.7-videoedit, wan2.7-t2v, wan2.7-t2v-2026-04-25, wan2.7-t2v-2026-06-12, wan2.7-r2v, wan2.7-r2v-2026-06-12."),
            (refused.Error.ErrorId, refused.Error.Message, refused.Error.RecommendedAction));
        Assert.Empty(rig.Server.Log.Of("upload.policy"));
    }

    [Fact]
    public void A_profile_does_not_take_one()
    {
        var refused = Assert.Throws<WanException>(() => RouteModels.Normalize(new Dictionary<string, string> { [WanRoutes.ImageToVideo] = "wan3.0-video" }, ContractData.Current));

        Assert.Equal(("Wan.Route.ModelRefused", Reason, "Known ids: wan2.7-i2v, wan2.7-i2v-2026-04-25."), (refused.Error.ErrorId, refused.Error.Message, refused.Error.RecommendedAction));
    }

    [Theory]
    [InlineData("wan3.0", true)]
    [InlineData("WAN3.0-t2v-plus", true)]
    [InlineData(" wan3.1-all ", true)]
    [InlineData("wan3-video", true)]
    [InlineData("wan30-x", false)]
    [InlineData("wan2.8-i2v", false)]
    [InlineData("my-wan3.0", false)]
    [InlineData("", false)]
    public void It_is_known_by_how_its_id_begins(string id, bool refused)
        => Assert.Equal(refused, ContractData.Current.RefuseModel(id) is not null);
}
