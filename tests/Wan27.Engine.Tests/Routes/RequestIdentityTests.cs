using Wan27.Engine.Contract;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.Image;
using Wan27.Engine.Routes.ImageToVideo;

namespace Wan27.Engine.Tests.Routes;

/// <summary>What a job key stands for. Whatever changes an identity by mistake has the job paid again, or refused.</summary>
public sealed class RequestIdentityTests
{
    private static readonly ContractView Contract = new(ContractData.Current);

    private static readonly ImageToVideoRequest Clip = new()
    {
        Model = "wan2.7-i2v",
        IsModelAsked = false,
        Prompt = "turn",
        FirstFrame = MediaSource.Remote("https://cdn.example.com/a.png?Signature=one"),
        Resolution = "720p",
        Duration = 5,
    };

    [Fact]
    public void Another_default_model_is_the_same_job()
        => Assert.Equal(RequestIdentity.Of(Clip), RequestIdentity.Of(Clip with { Model = "wan2.7-i2v-2026-04-25" }));

    [Fact]
    public void Another_model_that_was_asked_for_is_another_job()
        => Assert.NotEqual(RequestIdentity.Of(Clip with { IsModelAsked = true }), RequestIdentity.Of(Clip with { IsModelAsked = true, Model = "wan2.7-i2v-2026-04-25" }));

    [Fact]
    public void Another_default_of_the_contract_is_the_same_job()
    {
        var pictures = new ImageRequest { Model = "wan2.7-image", Prompt = "a crane" };
        var more = new ContractView(ContractData.Current, new Dictionary<string, double> { ["image.count.default"] = 4 });

        Assert.NotEqual(pictures.Describe(Contract)["n"], pictures.Describe(more)["n"]);
        Assert.DoesNotContain("n", pictures.AskedByContent.Keys);
    }

    [Fact]
    public void A_signature_and_the_spelling_of_a_tier_do_not_count()
        => Assert.Equal(RequestIdentity.Of(Clip), RequestIdentity.Of(Clip with { FirstFrame = MediaSource.Remote("https://cdn.example.com/a.png?Signature=two"), Resolution = "720P" }));

    [Theory]
    [MemberData(nameof(Changes))]
    public void Whatever_else_was_asked_for_is_another_job(string what)
        => Assert.NotEqual(RequestIdentity.Of(Clip), RequestIdentity.Of(Changed[what]));

    [Fact]
    public void A_file_counts_by_its_content()
    {
        var folder = Directory.CreateTempSubdirectory("wan27-identity-").FullName;
        try
        {
            var (here, moved) = (Path.Combine(folder, "a.png"), Path.Combine(folder, "b.png"));
            File.WriteAllText(here, "one");
            File.WriteAllText(moved, "one");
            var before = RequestIdentity.Of(Clip with { FirstFrame = MediaSource.Local(here) });

            Assert.Equal(before, RequestIdentity.Of(Clip with { FirstFrame = MediaSource.Local(moved) }));
            File.WriteAllText(here, "another");
            Assert.NotEqual(before, RequestIdentity.Of(Clip with { FirstFrame = MediaSource.Local(here) }));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Each_identity_names_its_version_and_the_first_has_none()
    {
        Assert.StartsWith("2:", RequestIdentity.Of(Clip), StringComparison.Ordinal);
        Assert.DoesNotContain(':', Assert.Single(RequestIdentity.EarlierOf(Clip, Contract)));
    }

    public static TheoryData<string> Changes => [.. Changed.Keys];

    private static readonly Dictionary<string, ImageToVideoRequest> Changed = new()
    {
        ["prompt"] = Clip with { Prompt = "jump" },
        ["no prompt"] = Clip with { Prompt = null },
        ["negative prompt"] = Clip with { NegativePrompt = "blur" },
        ["duration"] = Clip with { Duration = 6 },
        ["no duration"] = Clip with { Duration = null },
        ["tier"] = Clip with { Resolution = "1080P" },
        ["seed"] = Clip with { Seed = 1 },
        ["watermark"] = Clip with { Watermark = true },
        ["rewriting"] = Clip with { NoPromptExtend = true },
        ["another frame"] = Clip with { FirstFrame = MediaSource.Remote("https://cdn.example.com/b.png") },
        ["a last frame too"] = Clip with { LastFrame = MediaSource.Remote("https://cdn.example.com/b.png") },
        ["the frame in another role"] = Clip with { FirstFrame = null, LastFrame = Clip.FirstFrame },
    };
}
