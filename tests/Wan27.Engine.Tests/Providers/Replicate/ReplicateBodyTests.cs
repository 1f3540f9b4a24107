using Wan27.Engine.Contract;
using Wan27.Engine.Providers.Replicate;
using Wan27.Engine.Tests.Samples;

namespace Wan27.Engine.Tests.Providers.Replicate;

public sealed class ReplicateBodyTests
{
    private static readonly ContractView Contract = new(ContractData.Current.Of("Replicate"));

    // What the samples write out although it is the model's own default, and this module leaves to it.
    private static readonly string[] Defaults = ["$.enable_prompt_expansion=true", "$.aspect_ratio=\"auto\"", "$.image_set_mode=false"];

    [Theory]
    [InlineData("replicate_submit_i2v")]
    [InlineData("replicate_submit_videoedit")]
    [InlineData("replicate_submit_r2v")]
    [InlineData("replicate_submit_image")]
    public void A_job_becomes_the_input_of_the_sample_at_its_address(string name)
    {
        var sample = Sample.Wrapper(name);

        var sent = ReplicateBodies.Of(ReplicateRequests.Of(name).For(Contract), Contract, static source => source.Url!);

        var wanted = Sample.Leaves(sample.Body["input"]).Where(static leaf => !Defaults.Contains($"{leaf.Key}={leaf.Value}"));
        Assert.Equal(wanted.OrderBy(static leaf => leaf.Key, StringComparer.Ordinal), Sample.Leaves(sent.Input).OrderBy(static leaf => leaf.Key, StringComparer.Ordinal));
        Assert.Equal(sample.Path, $"/v1{ReplicateAddresses.Submit(sent.Model)}");
    }

    [Fact]
    public void What_was_not_asked_for_is_not_sent_but_what_drives_the_bill_is()
    {
        var picture = ReplicateBodies.Of(new Engine.Routes.Image.ImageRequest { Model = "wan2.7-image", Prompt = "x" }, Contract, static source => source.Url!).Input;
        var text = ReplicateBodies.Of(new Engine.Routes.TextToVideo.TextToVideoRequest { Model = "wan2.7-t2v", Prompt = "x", NoPromptExtend = true }, Contract, static source => source.Url!).Input;

        Assert.Equal("""{"prompt":"x","num_outputs":1}""", picture.ToJsonString());
        Assert.Equal("""{"prompt":"x","enable_prompt_expansion":false}""", text.ToJsonString());
    }
}
