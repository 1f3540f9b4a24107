using System.Text.Json.Nodes;
using Wan27.Engine.Checking;
using Wan27.Engine.Contract;
using Wan27.Engine.Providers.Novita;
using Wan27.Engine.Routes;
using Wan27.Engine.Tests.Samples;

namespace Wan27.Engine.Tests.Providers.Novita;

public sealed class NovitaBodyTests
{
    private static readonly ContractView Contract = new(ContractData.Current.Of("Novita"));

    // What the samples write out although it is the provider's own default, and this module leaves to it.
    private static readonly string[] Defaults = ["$.prompt_extend", "$.audio", "$.shot_type"];

    [Theory]
    [InlineData("novita_submit_i2v")]
    [InlineData("novita_submit_i2v_clip")]
    [InlineData("novita_submit_videoedit")]
    [InlineData("novita_submit_t2v")]
    [InlineData("novita_submit_r2v")]
    public void A_job_becomes_the_body_of_the_sample_at_its_address(string name)
    {
        var sample = Sample.Wrapper(name);

        var sent = NovitaBodies.Of(NovitaRequests.Of(name).For(Contract), Contract, static source => source.Url!);

        var wanted = Sample.Leaves(sample.Body).Where(static leaf => !Defaults.Contains(leaf.Key));
        Assert.Equal(wanted.OrderBy(static leaf => leaf.Key, StringComparer.Ordinal), Sample.Leaves(sent.Body).OrderBy(static leaf => leaf.Key, StringComparer.Ordinal));
        Assert.Equal(sample.Path, NovitaAddresses.Submit(sent.Model));
    }

    [Fact]
    public void What_was_not_asked_for_is_not_sent()
    {
        Assert.Equal("""{"image_url":"https://cdn.example.com/a.png"}""", Body(new Engine.Routes.ImageToVideo.ImageToVideoRequest { Model = "wan2.7-i2v", FirstFrame = NovitaRequests.Cdn("a.png") }).ToJsonString());
        Assert.Equal("""{"prompt":"x"}""", Body(new Engine.Routes.TextToVideo.TextToVideoRequest { Model = "wan2.7-t2v", Prompt = "x" }).ToJsonString());
    }

    [Fact]
    public void A_tier_and_shape_without_a_size_are_refused_also_where_nothing_else_is_checked()
    {
        var request = NovitaRequests.TextToVideo with { Resolution = "480P" };

        var refusal = Assert.Single(ProviderRules.Unsendable(request.For(Contract), Contract), static check => check.Status == WanCheckStatus.Failed);

        Assert.Contains("has none for 480P 16:9", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rewriting_is_switched_off_where_it_can_be()
    {
        Assert.False(Body(NovitaRequests.ImageToVideo with { NoPromptExtend = true })["prompt_extend"]!.GetValue<bool>());
        Assert.False(Body(NovitaRequests.VideoEdit with { NoPromptExtend = true })["prompt_extend"]!.GetValue<bool>());
        Assert.False(Body(NovitaRequests.TextToVideo with { NoPromptExtend = true })["prompt_extend"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("720P", "16:9", "1280*720")]
    [InlineData("720p", "9:16", "720*1280")]
    [InlineData("720P", "1:1", "960*960")]
    [InlineData("720P", "4:3", "1088*832")]
    [InlineData("720P", "3:4", "832*1088")]
    [InlineData("1080P", "16:9", "1920*1080")]
    [InlineData("1080P", "9:16", "1080*1920")]
    [InlineData("1080P", "1:1", "1440*1440")]
    [InlineData("1080P", "4:3", "1632*1248")]
    [InlineData("1080P", "3:4", "1248*1632")]
    [InlineData("720P", null, "1280*720")]
    [InlineData(null, "9:16", "1080*1920")]
    public void A_tier_and_a_shape_become_one_size(string? resolution, string? ratio, string size)
    {
        var sent = Body(NovitaRequests.TextToVideo with { Resolution = resolution, Ratio = ratio });
        Assert.Equal((size, null, null), (sent["size"]!.GetValue<string>(), sent["resolution"], sent["ratio"]));
        Assert.Equal(size, Body(NovitaRequests.ReferenceToVideo with { Resolution = resolution, Ratio = ratio })["size"]!.GetValue<string>());
    }

    [Fact]
    public void References_stand_in_the_order_in_which_the_prompt_counts_them()
    {
        var sent = Body(NovitaRequests.ReferenceToVideo with
        {
            ReferenceImages = [NovitaRequests.Cdn("1.png"), NovitaRequests.Cdn("2.png")],
            ReferenceVideos = [NovitaRequests.Cdn("3.mp4")],
            Voices = [null, null, NovitaRequests.Cdn("v.mp3")],
        });

        Assert.Equal(
            """[{"type":"reference_image","url":"https://cdn.example.com/1.png"},{"type":"reference_image","url":"https://cdn.example.com/2.png"},{"type":"reference_video","url":"https://cdn.example.com/3.mp4","reference_voice":"https://cdn.example.com/v.mp3"}]""",
            sent["media"]!.ToJsonString());
    }

    [Theory]
    [InlineData("character1 waves to character2", null)]
    [InlineData("Character 1 waves to character 2", null)]
    [InlineData("character1 waves", "The prompt does not name character2, https://cdn.example.com/r.mp4.")]
    [InlineData("character1, character2 and character3", "The prompt names character3, and 2 references are given.")]
    public void The_prompt_calls_references_by_the_word_of_the_provider(string prompt, string? warning)
        => Assert.Equal(
            warning is null ? [] : [warning],
            (NovitaRequests.ReferenceToVideo with { Prompt = prompt }).Check(Contract).Where(static check => check.Status == WanCheckStatus.Warning && check.Rule.StartsWith("r2v.references", StringComparison.Ordinal)).Select(static check => check.Message));

    private static JsonObject Body(RouteRequest request) => NovitaBodies.Of(request, Contract, static source => source.Url!).Body;
}
