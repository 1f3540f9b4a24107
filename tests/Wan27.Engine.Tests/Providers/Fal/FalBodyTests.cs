using Wan27.Engine.Contract;
using Wan27.Engine.Providers.Fal;
using Wan27.Engine.Tests.Samples;

namespace Wan27.Engine.Tests.Providers.Fal;

public sealed class FalBodyTests
{
    private static readonly ContractView Contract = new(ContractData.Current.Of("Fal"));

    // What the samples write out although it is the provider's own default, and this module leaves to it.
    private static readonly string[] Defaults = ["$.enable_prompt_expansion", "$.enable_safety_checker", "$.multi_shots", "$.negative_prompt=\"\""];

    [Theory]
    [InlineData("fal_submit_i2v")]
    [InlineData("fal_submit_i2v_clip")]
    [InlineData("fal_submit_videoedit")]
    [InlineData("fal_submit_t2v")]
    [InlineData("fal_submit_r2v")]
    [InlineData("fal_submit_t2i_pro")]
    [InlineData("fal_submit_image_edit")]
    public void A_job_becomes_the_body_of_the_sample_at_its_address(string name)
    {
        var sample = Sample.Wrapper(name);
        var request = FalRequests.Of(name).For(Contract);

        var sent = FalBodies.Of(request, Contract, static source => source.Url!);

        var wanted = Sample.Leaves(sample.Body).Where(static leaf => !Defaults.Contains(leaf.Key) && !Defaults.Contains($"{leaf.Key}={leaf.Value}"));
        Assert.Equal(wanted.OrderBy(static leaf => leaf.Key, StringComparer.Ordinal), Sample.Leaves(sent.Body).OrderBy(static leaf => leaf.Key, StringComparer.Ordinal));
        Assert.Equal(sample.Path, FalAddresses.Submit(sent.Model));
    }

    [Fact]
    public void What_was_not_asked_for_is_not_sent_but_what_drives_the_bill_and_the_kind_of_picture_is()
    {
        var picture = FalBodies.Of(new Engine.Routes.Image.ImageRequest { Model = "wan2.7-image", Prompt = "x" }, Contract, static source => source.Url!).Body;
        var clip = FalBodies.Of(new Engine.Routes.ImageToVideo.ImageToVideoRequest { Model = "wan2.7-i2v", FirstFrame = FalRequests.Cdn("a.png") }, Contract, static source => source.Url!).Body;

        Assert.Equal("""{"prompt":"x","num_images":1,"output_format":"png"}""", picture.ToJsonString());
        Assert.Equal("""{"image_url":"https://cdn.example.com/a.png"}""", clip.ToJsonString());
    }

    [Fact]
    public void Rewriting_is_switched_off_where_it_can_be()
        => Assert.False(FalBodies.Of(FalRequests.ImageToVideo with { NoPromptExtend = true }, Contract, static source => source.Url!).Body["enable_prompt_expansion"]!.GetValue<bool>());

    [Theory]
    [InlineData("wan2.7-image-pro", true, false, "fal-ai/wan/v2.7/pro/text-to-image")]
    [InlineData("wan2.7-image-pro", true, true, "fal-ai/wan/v2.7/pro/edit")]
    [InlineData("wan2.7-image", true, true, "fal-ai/wan/v2.7/edit")]
    [InlineData("fal-ai/wan/v2.7/pro/text-to-image", false, true, "fal-ai/wan/v2.7/pro/edit")]
    [InlineData("fal-ai/wan/v2.7/pro/text-to-image", true, true, "fal-ai/wan/v2.7/pro/text-to-image")]
    [InlineData("fal-ai/wan/v9/edit", true, true, "fal-ai/wan/v9/edit")]
    public void The_model_is_the_one_that_stands_for_the_name_and_takes_such_a_job(string name, bool isAsked, bool hasMedia, string id)
        => Assert.Equal(id, Contract.Data.ModelToSend(WanRoutes.Image, name, isAsked, hasMedia));
}
