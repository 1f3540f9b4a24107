using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Routes.Image;
using Wan27.Engine.Routes.ImageToVideo;
using Wan27.Engine.Routes.VideoEdit;
using Wan27.Engine.Tests.Media;

namespace Wan27.Engine.Tests.Routes;

public sealed class JobRulesTests
{
    private static readonly ContractView View = new(ContractData.Current);

    [Theory]
    [InlineData(4.9, 5, WanCheckStatus.Passed)]
    [InlineData(5.0, 5, WanCheckStatus.Failed)]
    [InlineData(6.0, 5, WanCheckStatus.Failed)]
    public void A_continuation_needs_more_time_than_its_clip(double clip, int duration, WanCheckStatus status)
        => Assert.Equal(status, ImageToVideoJobRules.Continuation("Clip", Lasting(clip), duration, View)?.Status);

    [Theory]
    [InlineData(5.0, 5, WanCheckStatus.Passed)]
    [InlineData(3.0, 5, WanCheckStatus.Passed)]
    [InlineData(5.5, 5, WanCheckStatus.Warning)]
    public void Sound_longer_than_the_clip_is_cut_with_a_warning(double audio, int duration, WanCheckStatus status)
        => Assert.Equal(status, ImageToVideoJobRules.DrivingAudio("Sound", Lasting(audio), duration, View)?.Status);

    [Theory]
    [InlineData(8.0, null, null)]
    [InlineData(8.0, 0, null)]
    [InlineData(8.0, 5, WanCheckStatus.Warning)]
    [InlineData(5.0, 5, WanCheckStatus.Passed)]
    [InlineData(4.0, 5, WanCheckStatus.Warning)]
    public void A_duration_that_cuts_the_source_is_said(double video, int? duration, WanCheckStatus? status)
        => Assert.Equal(status, VideoEditJobRules.EditDuration("Video", Lasting(video), duration, View)?.Status);

    [Fact]
    public void Keeping_the_sound_of_a_silent_video_is_a_warning()
    {
        var silent = MediaRulesTests.Good(VideoEditRoute.Video) with { HasAudio = false };

        Assert.Equal(WanCheckStatus.Warning, VideoEditJobRules.OriginalSound("Video", silent, View)?.Status);
        Assert.Equal(WanCheckStatus.Passed, VideoEditJobRules.OriginalSound("Video", silent with { HasAudio = true }, View)?.Status);
    }

    [Theory]
    [InlineData(new[] { 0, 0, 640, 480 }, WanCheckStatus.Passed)]
    [InlineData(new[] { 0, 0, 641, 480 }, WanCheckStatus.Failed)]
    [InlineData(new[] { 0, 0, 640, 481 }, WanCheckStatus.Failed)]
    [InlineData(new[] { -1, 0, 640, 480 }, WanCheckStatus.Failed)]
    [InlineData(new[] { 10, 10, 10, 20 }, WanCheckStatus.Failed)]
    [InlineData(new[] { 10, 10, 20 }, WanCheckStatus.Failed)]
    public void A_box_lies_within_its_picture(int[] box, WanCheckStatus status)
        => Assert.Equal(status, BoxRules.Inside("Image", MediaRulesTests.Good(ImageRoute.Input), [box], View).Last().Status);

    [Fact]
    public void A_box_measured_before_turning_is_a_warning()
    {
        var turned = MediaRulesTests.Good(ImageRoute.Input) with { Width = 480, Height = 640, Rotation = 90 };

        Assert.Equal(WanCheckStatus.Warning, BoxRules.Inside("Image", turned, [[0, 0, 640, 480]], View).Last().Status);
    }

    [Fact]
    public void A_box_of_an_unknown_picture_is_skipped()
        => Assert.Equal(WanCheckStatus.Skipped, BoxRules.Inside("Image", new MediaFacts { Path = "https://x/a.png" }, [[0, 0, 640, 480]], View).Last().Status);

    [Fact]
    public void An_unknown_length_answers_no_rule()
    {
        var unknown = new MediaFacts { Path = "a.mp4" };

        Assert.Null(ImageToVideoJobRules.Continuation("Clip", unknown, 5, View));
        Assert.Null(ImageToVideoJobRules.DrivingAudio("Sound", unknown, 5, View));
        Assert.Null(VideoEditJobRules.EditDuration("Video", unknown, 5, View));
    }

    private static MediaFacts Lasting(double seconds) => MediaRulesTests.Good(ImageToVideoRoute.FirstClip) with { Duration = TimeSpan.FromSeconds(seconds), Granularity = TimeSpan.FromSeconds(0.04) };
}
