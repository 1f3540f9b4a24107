using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Routes.VideoEdit;
using static Wan27.Engine.Tests.Media.HandMade;

namespace Wan27.Engine.Tests.Media;

/// <summary>Which track is the film, and what stands around it in the file.</summary>
public sealed class FilmTrackTests
{
    private static readonly Film Cover = new(0.04, 4500, 4500) { Codec = "jpeg", FrameTimes = [1, 40] };
    private static readonly Film Sound = new(4) { Handler = "soun", Codec = "mp4a" };

    [Fact]
    public void Chapter_pictures_are_not_the_film_even_in_front_and_enabled()
    {
        var facts = Read(Mp4(new Film(9, 4500, 4500) { Codec = "jpeg" }, new Film(4) { Chapters = [1] }));

        Assert.Equal((640, 480, "h264", 1), (facts.Width, facts.Height, facts.VideoCodec, facts.PictureTrack));
        Assert.Equal(4, facts.Duration?.TotalSeconds);
    }

    [Fact]
    public void A_track_that_is_switched_off_is_not_the_film()
        => Assert.Equal(1, Read(Mp4(new Film(9, 4500, 4500) { IsEnabled = false }, new Film(4))).PictureTrack);

    [Fact]
    public void The_longest_moving_track_is_the_film()
    {
        Assert.Equal(2, Read(Mp4(new Film(0.1, 4500, 4500) { FrameTimes = [1, 100] }, new Film(3, 1920, 1080), new Film(4))).PictureTrack);
        Assert.Equal(1, Read(Mp4(new Film(60, 4500, 4500) { FrameTimes = [1, 60_000] }, new Film(3))).PictureTrack);
    }

    [Fact]
    public void Sound_with_a_cover_holds_no_film()
    {
        var facts = Read(Mp4(Cover, Sound));

        Assert.Equal((MediaKind.Audio, null, null), (facts.Kind, facts.Width, facts.PictureTrack));
        Assert.Contains(Checks(facts), static check => check.Message == "Video a.mp4 holds no video, only audio.");
    }

    [Fact]
    public void A_film_whose_only_track_is_switched_off_is_a_warning()
    {
        var check = Assert.Single(Checks(Read(Mp4(new Film(4) { IsEnabled = false }))), static check => check.Status != WanCheckStatus.Passed);

        Assert.Equal(WanCheckStatus.Warning, check.Status);
        Assert.Equal("Video a.mp4: Its only film track is switched off: players show no picture, though programs that ignore the switch do.", check.Message);
        Assert.Equal("Switch the track on, or export the film again.", check.Fix);
    }

    [Fact]
    public void A_film_of_one_picture_is_a_warning()
    {
        var check = Assert.Single(
            Checks(Read(Mp4(new Film(4) { FrameTimes = [1, 4000] }))), static check => check.Status != WanCheckStatus.Passed);

        Assert.Equal(WanCheckStatus.Warning, check.Status);
        Assert.Equal("Video a.mp4: Its film track holds a single picture, which does not move.", check.Message);
        Assert.Equal("Give a film that moves, or use the picture itself where a picture is asked for.", check.Fix);
    }

    [Fact]
    public void Pixels_that_are_not_square_are_measured_as_stored_and_named_as_shown()
    {
        var facts = Read(Mp4(new Film(4, 360, 240) { Pixel = (32, 27) }));

        Assert.Equal((360, 240, 427, "32:27"), (facts.Width, facts.Height, facts.ShownWidth, facts.PixelAspect.ToString()));
        var check = Assert.Single(Checks(facts), static check => check.Status != WanCheckStatus.Passed);
        Assert.Equal(
            "Video a.mp4 stores 360 x 240 px that are not square (32:27) and is shown as 427 x 240 px; the contract measures stored pixels, and the result may come out squeezed.",
            check.Message);
        Assert.Equal((WanCheckStatus.Warning, ConvertAdvice.For(facts, VideoEditRoute.Video, new ContractView(ContractData.Current), "make its pixels square", FfmpegTools.Find())), (check.Status, check.Fix));
        Assert.Contains("Convert-WanMedia", check.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void The_shape_of_a_pixel_turns_with_the_film()
    {
        var facts = Read(Mp4(new Film(4, 360, 240) { Pixel = (32, 27), Rotation = 90 }));

        Assert.Equal((240, 360, "27:32", 203), (facts.Width, facts.Height, facts.PixelAspect.ToString(), facts.ShownWidth));
    }

    [Fact]
    public void A_film_turned_as_a_whole_is_turned()
        => Assert.Equal((480, 640, 270), Facts(Read(Mp4(new Film(4) { Rotation = 180, MovieRotation = 90 }))));

    [Theory]
    [InlineData("Recorded with a phone, thanks.\n", "31 bytes")]
    [InlineData("TAG", "3 bytes")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0", "12 bytes")]
    [InlineData("\0\0\0\u0001jpeg\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF", "16 bytes")]
    public void What_follows_the_last_box_is_named_and_does_no_harm(string tail, string size)
    {
        var facts = Read(Join(Mp4(new Film(4)), System.Text.Encoding.Latin1.GetBytes(tail)));

        Assert.Equal(4, facts.Duration?.TotalSeconds);
        var check = Assert.Single(Checks(facts), static check => check.Status != WanCheckStatus.Passed);
        Assert.Equal(WanCheckStatus.Warning, check.Status);
        Assert.Equal($"Video a.mp4: The last {size} are no part of the film, which plays whole without them.", check.Message);
        Assert.Equal("Remux the film, or cut the bytes off, if a program stumbles over them.", check.Fix);
    }

    [Theory]
    [InlineData("mdat")]
    [InlineData("free")]
    [InlineData("moof")]
    [InlineData("uuid")]
    public void A_box_of_a_film_that_runs_past_the_end_is_cut_off(string type)
    {
        var whole = Mp4(new Film(4));
        var problem = Assert.Single(Read(Join(whole, Big(1000u), System.Text.Encoding.ASCII.GetBytes(type), new byte[10])).Problems);

        Assert.Equal(
            (MediaProblemKind.Truncated, $"The file is cut off: a part of it ends at byte {whole.Length + 1000}, the file at byte {whole.Length + 18}."),
            (problem.Kind, problem.Message));
    }

    [Fact]
    public void Media_that_reaches_to_the_end_and_was_cut_is_found_by_the_sizes_of_its_samples()
    {
        var moov = Moov(new Film(4) { ChunkOffset = 4000, SampleSize = 100 });
        var mdat = Join(Big(0u), "mdat"u8.ToArray(), new byte[8000 - 8 - Ftyp().Length - moov.Length]);
        var whole = Join(Ftyp(), moov, mdat);

        Assert.Empty(Read(whole).Problems);
        Assert.Equal("The file is cut off: its index points to media behind the end of the file.", Assert.Single(Read(whole[..^1]).Problems).Message);
    }

    [Fact]
    public void Bytes_that_are_no_boxes_in_front_of_the_index_are_damage()
    {
        var bytes = Join(Ftyp(), Box("mdat", new byte[20]), "What is this?"u8.ToArray(), Moov(new Film(4)));

        Assert.Equal(
            "The file is damaged: its boxes cannot be followed from byte 44 on, and none before holds its index (moov).", Assert.Single(Read(bytes).Problems).Message);
    }

    public static TheoryData<string, byte[]> Orders
    {
        get
        {
            var moov = Moov(new Film(4));
            var mdat = Box("mdat", new byte[64]);
            return new()
            {
                { "free, wide and skip", Join(Ftyp(), Box("free", new byte[9]), Box("wide"), moov, Box("skip", new byte[3]), mdat) },
                { "unknown boxes", Join(Ftyp(), Box("abcd", new byte[40]), moov, Box("\u00A9xyz", new byte[7]), mdat, Box("beam", new byte[1])) },
                { "uuid", Join(Ftyp(), Box("uuid", new byte[16], new byte[10]), mdat, moov, Box("uuid", new byte[16])) },
                { "twice the index", Join(Ftyp(), moov, mdat, Moov(new Film(12))) },
                { "media to the end", Join(Ftyp(), moov, Big(0u), "mdat"u8.ToArray(), new byte[64]) },
                { "index to the end", Join(Ftyp(), mdat, Big(0u), moov[4..]) },
                { "large sizes", Join(LargeBox("ftyp", Ftyp()[8..]), LargeBox("free", new byte[5]), LargeBox("moov", MoovContent(new Film(4))), LargeBox("mdat", new byte[64])) },
                { "media in two", Join(Ftyp(), mdat, moov, mdat) },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void Boxes_are_followed_in_any_order_and_form(string name, byte[] bytes)
    {
        var facts = Read(bytes);

        Assert.True(facts.Problems.Count == 0, $"{name}: {string.Join(" ", facts.Problems.Select(static problem => problem.Message))}");
        Assert.Equal((4, 640, "h264"), (facts.Duration?.TotalSeconds, facts.Width, facts.VideoCodec));
    }

    private static (int?, int?, int) Facts(MediaFacts facts) => (facts.Width, facts.Height, facts.Rotation);

    private static WanCheck[] Checks(MediaFacts facts)
        => [.. MediaRules.Check(VideoEditRoute.Video, "Video a.mp4", facts, new ContractView(ContractData.Current))];

    private static MediaFacts Read(byte[] bytes) => MediaProbe.Read(new MemoryStream(bytes), "a.mp4");
}
