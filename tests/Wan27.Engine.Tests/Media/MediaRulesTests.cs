using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Routes.ImageToVideo;
using Wan27.Engine.Routes.VideoEdit;

namespace Wan27.Engine.Tests.Media;

public sealed class MediaRulesTests
{
    private static readonly ContractView View = new(ContractData.Current);

    private static readonly string[] Suffixes = ["bytes.max", "side.min", "side.max", "aspect.max", "seconds.min", "seconds.max"];

    /// <summary>Every role with every limit that the contract data has for it.</summary>
    public static TheoryData<string, string, string> Limits
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var role in Roles.All)
            {
                foreach (var suffix in Suffixes.Where(suffix => ContractData.Current.FindLimit($"{role.Group}.{suffix}") is not null))
                {
                    data.Add(role.Route, role.Name, suffix);
                }
            }

            return data;
        }
    }

    public static TheoryData<string, string, string> Formats
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var role in Roles.All)
            {
                foreach (var format in new[] { "JPEG", "PNG", "BMP", "WEBP", "GIF", "TIFF", "HEIF", "MP4", "MOV", "WEBM", "AVI", "WAV", "MP3", "FLAC", "unknown" })
                {
                    data.Add(role.Route, role.Name, format);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public void A_limit_is_held_on_both_sides(string route, string name, string suffix)
    {
        var role = Roles.Find(route, name);
        var limit = View.Number($"{role.Group}.{suffix}");
        var (within, beyond) = suffix switch
        {
            "bytes.max" => (Good(role) with { Length = (long)limit }, Good(role) with { Length = (long)limit + 1 }),
            "side.min" => (Sized(role, (int)limit, (int)limit), Sized(role, (int)limit - 1, (int)limit)),
            "side.max" => (Sized(role, (int)limit, (int)limit), Sized(role, (int)limit, (int)limit + 1)),
            "aspect.max" => (Sized(role, (int)(300 * limit), 300), Sized(role, 300, (int)(300 * limit) + 1)),
            "seconds.min" => (Lasting(role, limit), Lasting(role, limit - 0.2)),
            _ => (Lasting(role, limit), Lasting(role, limit + 0.2)),
        };

        AssertStatus(WanCheckStatus.Passed, role, within, suffix);
        var failed = AssertStatus(WanCheckStatus.Failed, role, beyond, suffix);
        Assert.Equal(View.Source(failed.Rule), failed.Source);
        Assert.Contains(failed.Actual!, failed.Message, StringComparison.Ordinal);
        Assert.Contains(failed.Limit!.Split(' ')[0], failed.Message, StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(failed.Fix));
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public void A_limit_of_the_profile_takes_the_place_of_the_contracts(string route, string name, string suffix)
    {
        var role = Roles.Find(route, name);
        var rule = $"{role.Group}.{suffix}";
        var own = new ContractView(ContractData.Current, new Dictionary<string, double> { [rule] = suffix.EndsWith("min", StringComparison.Ordinal) ? 1_000_000 : 1e-3 });

        var check = MediaRules.Check(role, "File", Good(role) with { Width = 600 }, own).Single(check => check.Rule == rule);

        Assert.Equal(WanCheckStatus.Failed, check.Status);
        Assert.Contains("profile", check.Source, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_format_passes_when_the_contract_lists_it(string route, string name, string format)
    {
        var role = Roles.Find(route, name);
        var expected = View.Values($"{role.Group}.formats").Contains(format) ? WanCheckStatus.Passed : WanCheckStatus.Failed;

        var check = MediaRules.Check(role, "File", Good(role) with { Format = format, Kind = MediaFormat.KindOf(format) }, View).Single(check => check.Rule == role.FormatsRule);

        Assert.Equal(expected, check.Status);
    }

    [Fact]
    public void A_good_file_passes_every_rule_and_each_is_reported()
        => Assert.All(Roles.All, static role =>
        {
            var checks = MediaRules.Check(role, "File", Good(role), View).ToArray();

            Assert.All(checks, static check => Assert.Equal(WanCheckStatus.Passed, check.Status));
            Assert.Equal(checks.Length, checks.DistinctBy(static check => check.Rule).Count());
            Assert.Superset(
                Suffixes.Select(suffix => $"{role.Group}.{suffix}").Where(static rule => ContractData.Current.FindLimit(rule) is not null).ToHashSet(),
                checks.Select(static check => check.Rule).ToHashSet());
        });

    [Fact]
    public void Everything_wrong_is_said_at_once()
    {
        var facts = new MediaFacts { Path = "a.webm", Kind = MediaKind.Video, Format = "WEBM", Length = 1L << 30, Width = 5000, Height = 100, Duration = TimeSpan.FromSeconds(14), VideoCodec = "vp9" };

        var failed = MediaRules.Check(VideoEditRoute.Video, "Video a.webm", facts, View).Where(static check => check.Status == WanCheckStatus.Failed).Select(static check => check.Rule).Order();

        Assert.Equal(
            ["videoedit.video.aspect.max", "videoedit.video.bytes.max", "videoedit.video.formats", "videoedit.video.seconds.max", "videoedit.video.side.max", "videoedit.video.side.min"],
            failed);
    }

    [Theory]
    [InlineData("Image")]
    [InlineData("FirstFrame")]
    [InlineData("LastFrame")]
    [InlineData("ReferenceImage")]
    public void A_picture_with_alpha_is_refused(string name)
    {
        var roles = Roles.All.Where(role => role.Name == name).ToArray();

        Assert.NotEmpty(roles);
        Assert.All(roles, static role => AssertStatus(WanCheckStatus.Failed, role, Good(role) with { HasAlpha = true }, "alpha"));
    }

    [Fact]
    public void Fourteen_seconds_do_not_go_into_ten()
    {
        var check = AssertStatus(WanCheckStatus.Failed, VideoEditRoute.Video, Lasting(VideoEditRoute.Video, 14), "seconds.max");

        Assert.Equal("File is 14 s long; the route takes at most 10 s.", check.Message);
        Assert.Contains("Convert-WanMedia", check.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void A_length_rounded_up_by_less_than_a_frame_is_a_warning()
    {
        var limit = View.Number("i2v.clip.seconds.max");
        var facts = Good(ImageToVideoRoute.FirstClip) with { Granularity = TimeSpan.FromSeconds(0.04), Duration = TimeSpan.FromSeconds(limit + 0.04) };

        AssertStatus(WanCheckStatus.Warning, ImageToVideoRoute.FirstClip, facts, "seconds.max");
        AssertStatus(WanCheckStatus.Failed, ImageToVideoRoute.FirstClip, facts with { Duration = TimeSpan.FromSeconds(limit + 0.041) }, "seconds.max");
        AssertStatus(
            WanCheckStatus.Failed, ImageToVideoRoute.FirstClip, facts with { Granularity = TimeSpan.FromSeconds(5), Duration = TimeSpan.FromSeconds(limit + 0.2) }, "seconds.max");
    }

    [Fact]
    public void What_an_edit_list_hides_is_a_warning()
        => Assert.Contains(
            MediaRules.Check(VideoEditRoute.Video, "File", Lasting(VideoEditRoute.Video, 8) with { StoredDuration = TimeSpan.FromSeconds(14) }, View),
            static check => check is { Rule: "videoedit.video.seconds.max", Status: WanCheckStatus.Warning } && check.Message.Contains("14 s", StringComparison.Ordinal));

    [Fact]
    public void A_file_that_cannot_be_opened_has_one_finding()
    {
        var facts = new MediaFacts { Path = "a.mp4" }.With(MediaProblemKind.Missing, "There is no such file.", "Check the path.");

        var check = Assert.Single(MediaRules.Check(VideoEditRoute.Video, "Video a.mp4", facts, View));

        Assert.Equal((WanCheckStatus.Failed, "videoedit.video.readable"), (check.Status, check.Rule));
    }

    [Fact]
    public void A_film_without_pictures_is_refused()
        => Assert.Contains(
            MediaRules.Check(VideoEditRoute.Video, "File", Good(VideoEditRoute.Video) with { Kind = MediaKind.Audio }, View),
            static check => check is { Rule: "videoedit.video.tracks", Status: WanCheckStatus.Failed });

    [Fact]
    public void What_a_header_does_not_tell_is_skipped_not_passed()
        => Assert.All(
            MediaRules.Check(VideoEditRoute.Video, "File", Good(VideoEditRoute.Video) with { Width = null, Height = null, Duration = null }, View)
                .Where(static check => check.Rule.Contains(".side.", StringComparison.Ordinal) || check.Rule.Contains(".seconds.", StringComparison.Ordinal)),
            static check => Assert.Equal(WanCheckStatus.Skipped, check.Status));

    [Fact]
    public void A_path_with_an_apostrophe_is_quoted_in_the_fix()
        => Assert.Contains(
            "-Path 'Ada''s.webp' -Route video_editing -Role reference_image",
            AssertStatus(WanCheckStatus.Failed, VideoEditRoute.ReferenceImage, Good(VideoEditRoute.ReferenceImage) with { Path = "Ada's.webp", HasAlpha = true }, "alpha").Fix,
            StringComparison.Ordinal);

    internal static MediaFacts Good(MediaRole role) => new()
    {
        Path = "file",
        Length = 1000,
        Kind = role.Kind,
        Format = View.Values($"{role.Group}.formats")[0],
        Width = role.HasPicture ? 640 : null,
        Height = role.HasPicture ? 480 : null,
        Duration = role.HasLength ? TimeSpan.FromSeconds(4) : null,
        VideoCodec = role.Kind == MediaKind.Video ? "h264" : null,
        HasAlpha = role.Kind == MediaKind.Image ? false : null,
        HasAudio = role.HasLength,
    };

    private static MediaFacts Sized(MediaRole role, int width, int height) => Good(role) with { Width = width, Height = height };

    private static MediaFacts Lasting(MediaRole role, double seconds) => Good(role) with { Duration = TimeSpan.FromSeconds(seconds) };

    private static WanCheck AssertStatus(WanCheckStatus status, MediaRole role, MediaFacts facts, string suffix)
    {
        var check = MediaRules.Check(role, "File", facts, View).Single(check => check.Rule == $"{role.Group}.{suffix}");
        Assert.Equal(status, check.Status);
        return check;
    }
}
