using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.TextToVideo;

namespace Wan27.Engine.Tests.Routes;

public sealed class TextToVideoTests
{
    private static readonly ContractView Contract = new(ContractData.Current);
    private static readonly TextToVideoRequest Words = new() { Model = "wan2.7-t2v", Prompt = "A harbour at dawn", Resolution = "720P" };

    public static TheoryData<string, string, string> Wrong => new()
    {
        { "no prompt", "t2v.prompt", "The route needs a prompt. Give -Prompt." },
        {
            "prompt too long", "t2v.prompt.characters.max",
            "Prompt has 5001 characters; the limit is 5000, and the service would cut the rest in silence and bill the result, so it is not sent. Shorten it by 1 characters."
        },
        {
            "negative prompt too long", "t2v.negativePrompt.characters.max",
            "NegativePrompt has 501 characters; the limit is 500, and the service would cut the rest in silence and bill the result, so it is not sent. Shorten it by 1 characters."
        },
        { "480P", "t2v.resolution", "Resolution is '480P'; allowed is 720P, 1080P. Use one of 720P, 1080P." },
        { "ratio", "t2v.ratio", "Ratio is '21:9'; allowed is 16:9, 9:16, 1:1, 4:3, 3:4. Use one of 16:9, 9:16, 1:1, 4:3, 3:4." },
        { "1 second", "t2v.duration.max", "Duration is 1; allowed is 2 to 15 seconds. Give a value from 2 to 15 seconds." },
        { "16 seconds", "t2v.duration.max", "Duration is 16; allowed is 2 to 15 seconds. Give a value from 2 to 15 seconds." },
        { "sound as data", "t2v.audio.url", "A driving_audio cannot be a data URI. Give a local path or a URL." },
        { "seed", "seed", "Seed is -1; allowed is 0 to 2147483647. Give a value from 0 to 2147483647." },
        {
            "model of another route", "model",
            "The model 'wan2.7-i2v' belongs to the route image_to_video, not to text_to_video. Use one of: wan2.7-t2v, wan2.7-t2v-2026-04-25, wan2.7-t2v-2026-06-12."
        },
        {
            "model of another generation", "model",
            "The model 'wan3.0-video' is of Wan 3.0, which takes another request: one model for all modes, 2 to 30 s, 480P and an adaptive ratio. A request for Wan 2.7 must not go there. "
            + "Use one of: wan2.7-t2v, wan2.7-t2v-2026-04-25, wan2.7-t2v-2026-06-12."
        },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_the_service_would_refuse_or_spoil_is_stopped_with_its_limit(string what, string rule, string text)
    {
        var finding = Assert.Single(Request(what).Check(Contract), static check => check.Status == WanCheckStatus.Failed || check.Blocking);

        Assert.Equal((rule, text), (finding.Rule, $"{finding.Message} {finding.Fix}"));
    }

    [Fact]
    public void What_is_right_passes()
        => Assert.All(
            [
                Words,
                Words with { Duration = 2, Ratio = "9:16", Model = "wan2.7-t2v-2026-06-12", Seed = 0, Watermark = true, NoPromptExtend = true },
                Words with { Duration = 15, DrivingAudio = MediaSource.Remote("oss://a/b.wav"), Resolution = "1080p" },
            ],
            static request => Assert.All(request.Check(Contract), static check => Assert.Equal(WanCheckStatus.Passed, check.Status)));

    [Fact]
    public void Without_a_resolution_the_bill_is_warned_of()
    {
        var finding = Assert.Single((Words with { Resolution = null }).Check(Contract), static check => check.Status == WanCheckStatus.Warning);

        Assert.Equal(("Without Resolution the clip is made, and billed, in 1080P.", "Give -Resolution.", true), (finding.Message, finding.Fix, finding.ConcernsBilling));
    }

    [Fact]
    public void The_output_is_billed_and_five_seconds_are_made_when_nothing_is_said()
    {
        Assert.Equal(new BilledEstimate("5 s", 5, "second"), Words.Estimate(Contract));
        Assert.Equal(new BilledEstimate("12 s", 12, "second"), (Words with { Duration = 12, DrivingAudio = MediaSource.Remote("https://x.example/a.mp3") }).Estimate(Contract));
    }

    [Theory]
    [InlineData(7.4, 5, WanCheckStatus.Warning, "driving_audio a.wav is 7.4 s long; the service cuts it at the clip's 5 s. Raise -Duration to 8, or cut the sound to what shall be heard.")]
    [InlineData(30, 5, WanCheckStatus.Warning, "driving_audio a.wav is 30 s long; the service cuts it at the clip's 5 s. Raise -Duration to 15, or cut the sound to what shall be heard.")]
    [InlineData(5, 5, WanCheckStatus.Passed, "driving_audio a.wav is 5 s long and fits into 5 s; what it does not fill is silent. ")]
    public void A_sound_longer_than_the_clip_is_cut_and_that_is_said(double length, int seconds, WanCheckStatus status, string text)
    {
        var sound = new MediaFacts { Path = "a.wav", Duration = TimeSpan.FromSeconds(length) };

        var finding = TextToVideoJobRules.DrivingAudio("driving_audio a.wav", sound, seconds, Contract)!;

        Assert.Equal((status, text), (finding.Status, $"{finding.Message} {finding.Fix}"));
    }

    private static TextToVideoRequest Request(string what) => what switch
    {
        "no prompt" => Words with { Prompt = " " },
        "prompt too long" => Words with { Prompt = new string('x', 5001) },
        "negative prompt too long" => Words with { NegativePrompt = new string('x', 501) },
        "480P" => Words with { Resolution = "480P" },
        "ratio" => Words with { Ratio = "21:9" },
        "1 second" => Words with { Duration = 1 },
        "16 seconds" => Words with { Duration = 16 },
        "sound as data" => Words with { DrivingAudio = MediaSource.Remote("data:audio/wav;base64,AAAA") },
        "seed" => Words with { Seed = -1 },
        "model of another route" => Words with { Model = "wan2.7-i2v" },
        "model of another generation" => Words with { Model = "wan3.0-video" },
        _ => throw new ArgumentOutOfRangeException(nameof(what)),
    };
}
