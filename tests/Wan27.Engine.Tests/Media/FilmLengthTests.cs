using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Routes.VideoEdit;
using static Wan27.Engine.Tests.Media.HandMade;

namespace Wan27.Engine.Tests.Media;

/// <summary>How long a film is: as long as its picture is shown, whatever its headers say.</summary>
public sealed class FilmLengthTests
{
    private const uint Rest = 0;
    private const int Nothing = -1;

    [Fact]
    public void Samples_of_the_index_and_of_all_fragments_make_one_length()
    {
        var film = new Film(3) { IsFragmented = true };
        var facts = Read(Join(Ftyp(), Moov(film), Box("mdat", new byte[9]), Moof(3000, 40), Box("mdat", new byte[9]), Moof(7000, 50), Box("mdat", new byte[9])));

        Assert.Equal((12, 12), (facts.Duration?.TotalSeconds, facts.StoredDuration?.TotalSeconds));
        Assert.Equal(
            "Video a.mp4 holds 12 s of picture, but its movie header says 3 s, its track header says 3 s and its media header says 3 s; the picture counts.",
            Warning(facts, "lengths").Message);
        Assert.Equal("Video a.mp4 is 12 s long; the route takes at most 10 s.", Single(facts, "seconds.max").Message);
    }

    [Fact]
    public void Fragments_are_added_up_and_what_the_index_states_of_them_is_held_against_the_sum()
    {
        var film = new Film(0) { IsFragmented = true, FragmentSeconds = 6, FrameTimes = [] };
        var facts = Read(Join(Ftyp(), Moov(film), Moof(0, 15), Box("mdat", new byte[9]), Moof(1500, 25), Box("mdat", new byte[9])));

        Assert.True(facts.IsFragmented);
        Assert.Equal((4, 10), (facts.Duration?.TotalSeconds, facts.FrameRate));
        Assert.Empty(facts.Problems);
        Assert.Equal("Video a.mp4 holds 4 s of picture, but its fragment header says 6 s; the picture counts.", Warning(facts, "lengths").Message);
    }

    [Fact]
    public void A_recording_that_starts_in_the_middle_of_a_broadcast_is_as_long_as_its_fragments()
    {
        var film = new Film(0) { IsFragmented = true, FrameTimes = [] };
        var facts = Read(Join(Ftyp(), Moov(film), Moof(3_600_000, 15), Box("mdat", new byte[9]), Moof(3_601_500, 25), Box("mdat", new byte[9])));

        Assert.Equal(4, facts.Duration?.TotalSeconds);
    }

    [Fact]
    public void Segment_indexes_lie_side_by_side_and_are_not_added_up()
    {
        var film = new Film(0) { IsFragmented = true, FrameTimes = [] };
        byte[] Sidx(uint track, uint start, uint length) => Box("sidx", Big(0u), Big(track), Big(1000u), Big(start), Big(0u), Big(1u), Big(50u), Big(length), Big(0u));
        var facts = Read(Join(
            Ftyp(), Moov(film), Sidx(1, 0, 4000), Sidx(1, 0, 4000), Sidx(1, 2000, 2000), Sidx(2, 0, 9000), Moof(0, 40), Box("mdat", new byte[9])));

        Assert.Equal(4, facts.Duration?.TotalSeconds);
        Assert.DoesNotContain(Checks(facts), static check => check.Status == WanCheckStatus.Warning);

        var disagreeing = Read(Join(Ftyp(), Moov(film), Sidx(1, 0, 9000), Moof(0, 40), Box("mdat", new byte[9])));
        Assert.Equal(4, disagreeing.Duration?.TotalSeconds);
        Assert.Equal("Video a.mp4 holds 4 s of picture, but its segment index says 9 s; the picture counts.", Warning(disagreeing, "lengths").Message);
    }

    [Fact]
    public void Of_the_head_of_a_remote_film_the_largest_length_that_is_stated_counts()
    {
        var film = new Film(0) { IsFragmented = true, FragmentSeconds = 5, FrameTimes = [] };
        var sidx = Box("sidx", Big(0u), Big(1u), Big(1000u), Big(0u), Big(0u), Big(2u), Big(50u), Big(3000u), Big(0u), Big(50u), Big(2500u), Big(0u));
        var head = Join(Ftyp(), Moov(film), sidx, Moof(0, 20));

        Assert.Equal(5.5, MediaProbe.Read(new MemoryStream(head), "a.mp4", head.Length + 100_000L).Duration?.TotalSeconds);
    }

    [Fact]
    public void A_film_in_fragments_without_a_single_one_is_refused()
    {
        var facts = Read(Join(Ftyp(), Moov(new Film(0) { IsFragmented = true, FrameTimes = [] })));

        Assert.Equal("Its film track holds no pictures.", Assert.Single(facts.Problems).Message);
        Assert.Equal("Video a.mp4: Its film track holds no pictures.", Assert.Single(Checks(facts), static check => check.Rule.EndsWith("readable", StringComparison.Ordinal)).Message);
    }

    public static TheoryData<string, (uint Length, int Time, double Rate)[], double> EditLists => new()
    {
        { "all", [(6000, 0, 1)], 6 },
        { "zero is the rest", [(Rest, 0, 1)], 6 },
        { "the rest from a second on", [(Rest, 1000, 1)], 5 },
        { "nothing, then the rest", [(500, Nothing, 1), (Rest, 0, 1)], 6 },
        { "nothing, then all", [(500, Nothing, 1), (6000, 0, 1)], 6 },
        { "nothing at the end", [(6000, 0, 1), (2000, Nothing, 1)], 6 },
        { "a gap in the middle", [(2000, 0, 1), (1000, Nothing, 1), (2000, 2000, 1)], 5 },
        { "more than there is", [(60_000, 0, 1)], 6 },
        { "endless", [(uint.MaxValue, 0, 1)], 6 },
        { "a part", [(2500, 1000, 1)], 2.5 },
        { "the same part twice", [(2000, 0, 1), (2000, 0, 1)], 4 },
        { "over the end", [(2500, 0, 1), (1000, 5500, 1)], 3 },
        { "half as fast", [(12_000, 0, 0.5)], 12 },
        { "twice as fast", [(Rest, 0, 2)], 3 },
        { "standing still", [(2000, 0, 1), (1500, 2000, 0)], 3.5 },
        { "behind the end", [(2000, 7000, 1)], 6 },
        { "no entry", [], 6 },
        { "nothing at all", [(500, Nothing, 1)], 6 },
    };

    [Theory]
    [MemberData(nameof(EditLists))]
    public void Edits_are_applied_to_the_picture(string name, (uint Length, int Time, double Rate)[] edits, double seconds)
    {
        var facts = Read(Mp4(new Film(6) { Edits = edits }));

        Assert.True(seconds == facts.Duration?.TotalSeconds, $"{name}: {facts.Duration}");
        Assert.Equal(6, facts.StoredDuration?.TotalSeconds);
    }

    [Fact]
    public void An_edit_of_length_zero_is_counted_as_the_rest_and_named()
    {
        var check = Checks(Read(Mp4(new Film(6) { Edits = [(500, Nothing, 1), (Rest, 0, 1)] }))).Single(static check => check.Status != WanCheckStatus.Passed);

        Assert.Equal(
            (WanCheckStatus.Warning, "Video a.mp4: Its edit list shows a part of length zero, which players read as the rest of the film and ffmpeg as nothing.", "Export the film again with another program."),
            (check.Status, check.Message, check.Fix));
    }

    [Fact]
    public void A_film_in_fragments_is_whole_whatever_its_edit_list_was_written_for()
    {
        var film = new Film(3) { IsFragmented = true, Edits = [(500, Nothing, 1), (3000, 0, 1)] };
        var facts = Read(Join(Ftyp(), Moov(film), Box("mdat", new byte[9]), Moof(3000, 40), Box("mdat", new byte[9])));

        Assert.Equal(7, facts.Duration?.TotalSeconds);
    }

    [Fact]
    public void An_edit_that_begins_before_the_first_frame_shows_less_than_it_says()
        => Assert.Equal(0.3, Read(Mp4(new Film(0.4) { FrameTimes = [4, 100], FrameOffsets = [4, 200], Edits = [(500, 0, 1)] })).Duration?.TotalSeconds);

    [Fact]
    public void An_edit_list_of_64_bits_reads_the_same()
        => Assert.Equal(5, Read(Mp4(new Film(6) { Edits = [(500, Nothing, 1), (Rest, 1000, 1)], HasWideTimes = true })).Duration?.TotalSeconds);

    [Fact]
    public void Frames_shown_out_of_their_order_do_not_change_the_length()
    {
        // Decoded at 0, 100, 200 and 300, shown at 200, 500, 300 and 400.
        var facts = Read(Mp4(new Film(0.4) { FrameTimes = [4, 100], FrameOffsets = [1, 200, 1, 400, 2, 100], Edits = [(Rest, 200, 1)] }));

        Assert.Equal((0.4, 0.4), (facts.Duration?.TotalSeconds, facts.StoredDuration?.TotalSeconds));
    }

    [Fact]
    public void Every_frame_of_a_long_uneven_film_is_counted()
    {
        var times = Enumerable.Range(0, 6000).SelectMany(static i => new[] { 1u, i % 2 == 0 ? 1u : 3u }).ToArray();
        var facts = Read(Mp4(new Film(12) { FrameTimes = times }));

        Assert.Equal((12, true), (facts.Duration?.TotalSeconds, facts.IsVariableFrameRate));
        Assert.Empty(facts.Problems);
    }

    [Fact]
    public void A_header_that_says_less_than_the_picture_is_named_and_does_not_count()
    {
        var facts = Read(Mp4(new Film(12) { MovieSeconds = 3 }));

        Assert.Equal(12, facts.Duration?.TotalSeconds);
        var check = Warning(facts, "lengths");
        Assert.Equal("Video a.mp4 holds 12 s of picture, but its movie header says 3 s; the picture counts.", check.Message);
        Assert.Equal("Export it again, or remux it, so that every program sees the same length.", check.Fix);
    }

    [Fact]
    public void A_header_that_does_not_say_its_length_is_no_contradiction()
        => Assert.DoesNotContain(Checks(Read(Mp4(new Film(4) { MovieSeconds = 0 }))), static check => check.Status != WanCheckStatus.Passed);

    [Theory]
    [InlineData(1, 6, "Video a.mp4 holds 1 s of picture and 6 s of sound; it is judged by its picture.", "Cut the sound to the picture if the rest of it is not meant to be lost.")]
    [InlineData(8, 6, "Video a.mp4 holds 8 s of picture and 6 s of sound; it is judged by its picture.", "Lengthen the sound if the end is not meant to be silent.")]
    public void A_film_is_judged_by_its_picture_and_not_by_its_sound(double picture, double sound, string message, string fix)
    {
        var facts = Read(Mp4(new Film(picture), new Film(sound) { Handler = "soun", Codec = "mp4a" }));

        Assert.Equal((picture, sound), (facts.Duration?.TotalSeconds, facts.SoundDuration?.TotalSeconds));
        var check = Warning(facts, "soundLength");
        Assert.Equal((message, fix), (check.Message, check.Fix));
        Assert.Equal(picture < 2 ? WanCheckStatus.Failed : WanCheckStatus.Passed, Single(facts, "seconds.min").Status);
        Assert.DoesNotContain(Checks(facts), static other => other.Rule.EndsWith("lengths", StringComparison.Ordinal));
    }

    [Fact]
    public void Sound_that_ends_within_a_packet_of_the_picture_is_no_finding()
        => Assert.DoesNotContain(
            Checks(Read(Mp4(new Film(4), new Film(4.1) { Handler = "soun", Codec = "mp4a", FrameTimes = [41, 100] }))), static check => check.Status != WanCheckStatus.Passed);

    private static WanCheck Warning(MediaFacts facts, string suffix)
    {
        var check = Single(facts, suffix);
        Assert.Equal(WanCheckStatus.Warning, check.Status);
        return check;
    }

    private static WanCheck Single(MediaFacts facts, string suffix)
        => Checks(facts).Single(check => check.Rule == $"videoedit.video.{suffix}");

    private static WanCheck[] Checks(MediaFacts facts)
        => [.. MediaRules.Check(VideoEditRoute.Video, "Video a.mp4", facts, new ContractView(ContractData.Current))];

    private static MediaFacts Read(byte[] bytes) => MediaProbe.Read(new MemoryStream(bytes), "a.mp4");
}
