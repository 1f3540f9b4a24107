using Wan27.Engine.Media;
using static Wan27.Engine.Tests.Media.HandMade;

namespace Wan27.Engine.Tests.Media;

public sealed class HeaderTests
{
    [Theory]
    [InlineData(0, false, false)]
    [InlineData(0, true, true)]
    [InlineData(2, false, false)]
    [InlineData(2, true, true)]
    [InlineData(3, false, false)]
    [InlineData(3, true, true)]
    [InlineData(4, false, true)]
    [InlineData(4, true, true)]
    [InlineData(6, false, true)]
    [InlineData(6, true, true)]
    public void A_png_has_alpha_by_its_colour_type_or_a_transparent_colour(int colourType, bool hasTransparency, bool alpha)
    {
        var facts = Read(Png(colourType, hasTransparency), "a.png");

        Assert.Equal(alpha, facts.HasAlpha);
        Assert.Equal((640, 480), (facts.Width, facts.Height));
        Assert.Empty(facts.Problems);
    }

    [Theory]
    [InlineData(12, 24, 0u, 0u, false)]
    [InlineData(40, 24, 0u, 0u, false)]
    [InlineData(40, 32, 0u, 0u, false)]
    [InlineData(40, 32, 6u, 0xFF000000u, true)]
    [InlineData(52, 32, 3u, 0u, false)]
    [InlineData(56, 32, 3u, 0u, false)]
    [InlineData(56, 32, 3u, 0xFF000000u, true)]
    [InlineData(108, 32, 3u, 0u, false)]
    [InlineData(108, 32, 3u, 0xFF000000u, true)]
    [InlineData(124, 32, 3u, 0xFF000000u, true)]
    [InlineData(124, 24, 0u, 0u, false)]
    public void A_bmp_has_alpha_only_with_a_mask_for_it(int headerSize, int bits, uint compression, uint mask, bool alpha)
    {
        var facts = Read(Bmp(headerSize, (ushort)bits, compression, mask), "a.bmp");

        Assert.Equal(alpha, facts.HasAlpha);
        Assert.Equal((300, 260), (facts.Width, facts.Height));
        Assert.Empty(facts.Problems);
    }

    [Fact]
    public void A_bmp_written_from_the_top_has_a_positive_height()
        => Assert.Equal(260, Read(Bmp(40, 24, height: -260), "a.bmp").Height);

    public static TheoryData<byte[], bool> WebPs => new()
    {
        { WebPExtended(alpha: true), true },
        { WebPExtended(alpha: false), false },
        { WebPLossless(alpha: true), true },
        { WebPLossless(alpha: false), false },
        { WebPLossy(), false },
    };

    [Theory]
    [MemberData(nameof(WebPs))]
    public void A_webp_has_alpha_by_its_flag(byte[] bytes, bool alpha)
    {
        var facts = Read(bytes, "a.webp");

        Assert.Equal(alpha, facts.HasAlpha);
        Assert.Equal((640, 480), (facts.Width, facts.Height));
        Assert.Empty(facts.Problems);
    }

    [Theory]
    [InlineData(1, 0, false, 640, 480)]
    [InlineData(2, 0, true, 640, 480)]
    [InlineData(3, 180, false, 640, 480)]
    [InlineData(4, 180, true, 640, 480)]
    [InlineData(5, 270, true, 480, 640)]
    [InlineData(6, 90, false, 480, 640)]
    [InlineData(7, 90, true, 480, 640)]
    [InlineData(8, 270, false, 480, 640)]
    public void A_picture_is_measured_as_its_viewer_turns_it(int orientation, int rotation, bool mirrored, int width, int height)
        => Assert.All(
            [Read(Jpeg(640, 480, orientation), "a.jpg"), Read(Png(2, false, orientation: orientation), "a.png"), Read(Tiff(orientation), "a.tif")],
            facts =>
            {
                Assert.Equal((width, height), (facts.Width, facts.Height));
                Assert.Equal((rotation, mirrored), (facts.Rotation, facts.IsMirrored));
                Assert.Empty(facts.Problems);
            });

    [Theory]
    [InlineData(0, 640, 480)]
    [InlineData(90, 480, 640)]
    [InlineData(180, 640, 480)]
    [InlineData(270, 480, 640)]
    public void A_film_is_measured_as_its_matrix_turns_it(int rotation, int width, int height)
    {
        var facts = Read(Mp4(new Film(3) { Rotation = rotation }), "a.mp4");

        Assert.Equal((width, height, rotation), (facts.Width, facts.Height, facts.Rotation));
    }

    [Fact]
    public void Boxes_with_64_bit_sizes_are_followed()
    {
        var facts = Read(Join(Ftyp(), LargeBox("mdat", new byte[100]), LargeBox("moov", MoovContent(new Film(3)))), "a.mp4");

        Assert.Equal(3, facts.Duration?.TotalSeconds);
        Assert.False(facts.MoovFirst);
        Assert.Empty(facts.Problems);
    }

    [Fact]
    public void An_index_behind_five_gigabytes_is_found_without_reading_them()
    {
        const long Length = 5L << 30;
        var moov = Moov(new Film(3) { ChunkOffset = 4L << 30 });
        var head = Join(Ftyp(), Big(1u), "mdat"u8.ToArray());
        var stream = new SparseStream(Join(head, Big((ulong)(Length - moov.Length - (head.Length - 8)))), Length, moov);
        var source = new Wan27.Engine.Media.Readers.ByteSource(stream);

        var facts = MediaProbe.Read(source, "a.mp4");

        Assert.Equal(3, facts.Duration?.TotalSeconds);
        Assert.Empty(facts.Problems);
        Assert.InRange(source.BytesRead, 1, 100_000);
    }

    [Fact]
    public void An_edit_list_shortens_what_is_shown()
    {
        var facts = Read(Mp4(new Film(14) { EditSeconds = 8 }), "a.mp4");

        Assert.True(facts.HasEditList);
        Assert.Equal(8, facts.Duration?.TotalSeconds);
        Assert.Equal(14, facts.StoredDuration?.TotalSeconds);
    }

    public static TheoryData<string, byte[]> ReferenceMovies => new()
    {
        { "alternatives", Box("moov", Box("rmra", Box("rmda", Box("rdrf", new byte[20])))) },
        { "media elsewhere", Moov(new Film(3) { IsElsewhere = true }) },
    };

    [Theory]
    [MemberData(nameof(ReferenceMovies))]
    public void A_quicktime_reference_movie_is_refused(string kind, byte[] bytes)
        => Assert.Contains(Read(bytes, $"{kind}.mov").Problems, static problem => problem.Kind == MediaProblemKind.ReferenceMovie);

    [Fact]
    public void Frames_of_different_length_make_the_rate_variable()
    {
        Assert.True(Read(Mp4(new Film(3) { FrameTimes = [10, 100, 10, 200] }), "a.mp4").IsVariableFrameRate);
        Assert.False(Read(Mp4(new Film(3) { FrameTimes = [10, 33, 10, 34, 1, 90] }), "a.mp4").IsVariableFrameRate);
    }

    [Theory]
    [InlineData("isom", "MP4")]
    [InlineData("mp42", "MP4")]
    [InlineData("M4V ", "MP4")]
    [InlineData("qt  ", "MOV")]
    [InlineData("3gp4", "3GP")]
    [InlineData("M4A ", "M4A")]
    [InlineData("heic", "HEIF")]
    [InlineData("avif", "AVIF")]
    public void The_brand_tells_what_boxes_hold(string brand, string format)
        => Assert.Equal(format, Read(Join(Ftyp(brand), Moov(new Film(3))), "a").Format);

    [Fact]
    public void A_phone_brand_beside_mp4_is_mp4()
        => Assert.Equal("MP4", Read(Join(Ftyp("3gp4", "isom", "3gp4"), Moov(new Film(3))), "a.mp4").Format);

    [Fact]
    public void A_heif_picture_is_measured()
    {
        var meta = Box("meta", Big(0u), Box("iprp", Box("ipco", Box("ispe", Big(0u), Big(160u), Big(120u)), Box("ispe", Big(0u), Big(4032u), Big(3024u)), Box("irot", [3]))));

        var facts = Read(Join(Ftyp("heic"), meta), "a.heic");

        Assert.Equal((3024, 4032, 90), (facts.Width, facts.Height, facts.Rotation));
    }

    [Theory]
    [InlineData(null, 0, 0, 0, 26.122448979591837)]
    [InlineData("Xing", 0, 0, 0, 26.122448979591837)]
    [InlineData("Info", 576, 576, 0, 26.09632653061225)]
    [InlineData("VBRI", 0, 0, 0, 26.122448979591837)]
    [InlineData("Xing", 0, 0, 300_000, 26.122448979591837)]
    public void The_length_of_an_mp3_comes_from_its_tag_or_its_frames(string? tag, int delay, int padding, int id3Length, double seconds)
    {
        var facts = Read(Mp3(1000, tag, delay: delay, padding: padding, id3Length: id3Length), "a.mp3");

        Assert.Equal("MP3", facts.Format);
        Assert.Equal(seconds, facts.Duration!.Value.TotalSeconds, tolerance: 0.001);
        Assert.Equal((44_100, 2), (facts.SampleRate, facts.Channels));
        Assert.Empty(facts.Problems);
    }

    [Fact]
    public void An_mp3_that_starts_with_half_a_frame_is_known()
    {
        var facts = Read([.. new byte[100], .. Mp3(100)], "a.mp3");

        Assert.Equal(("MP3", 44_100), (facts.Format, facts.SampleRate));
        Assert.Empty(facts.Problems);
    }

    [Fact]
    public void One_frame_header_among_noise_makes_no_mp3()
    {
        var noise = new byte[5000];
        new Random(1).NextBytes(noise);
        Big(0xFFFB9000).CopyTo(noise, 700);

        Assert.Equal(MediaFormat.Unknown, Read(noise, "a.bin").Format);
    }

    [Fact]
    public void A_wave_that_was_piped_is_as_long_as_its_file()
    {
        var facts = Read(Wave(3, declared: uint.MaxValue), "a.wav");

        Assert.Equal(3, facts.Duration?.TotalSeconds);
        Assert.Contains(facts.Problems, static problem => problem is { Kind: MediaProblemKind.LengthUndeclared, IsFatal: false });
    }

    public static TheoryData<string, byte[], string> Damaged => new()
    {
        { "no end.png", Png(2, false, hasEnd: false), nameof(MediaProblemKind.Truncated) },
        { "no pixels.png", Png(2, false)[..40], nameof(MediaProblemKind.Truncated) },
        { "zero.png", Png(2, false, width: 0), nameof(MediaProblemKind.ZeroDimension) },
        { "zero.jpg", Jpeg(0, 480), nameof(MediaProblemKind.ZeroDimension) },
        { "no end.jpg", Jpeg(640, 480, hasEnd: false), nameof(MediaProblemKind.PossiblyTruncated) },
        { "no frame.jpg", Jpeg(640, 480)[..40], nameof(MediaProblemKind.Truncated) },
        { "short.bmp", Bmp(40, 24)[..1000], nameof(MediaProblemKind.Truncated) },
        { "short.webp", WebPLossy()[..^4], nameof(MediaProblemKind.Truncated) },
        { "short.wav", Wave(3)[..^100], nameof(MediaProblemKind.Truncated) },
        { "short.mp4", Mp4(new Film(3))[..^10], nameof(MediaProblemKind.Truncated) },
        { "chunk behind the end.mp4", Mp4(new Film(3) { ChunkOffset = 1 << 20 }), nameof(MediaProblemKind.Truncated) },
        { "no index.mp4", Join(Ftyp(), Box("mdat", new byte[64])), nameof(MediaProblemKind.MoovMissing) },
        { "no tracks.mp4", Join(Ftyp(), Box("moov")), nameof(MediaProblemKind.NoTracks) },
        { "encrypted.mp4", Mp4(new Film(3) { Codec = "encv" }), nameof(MediaProblemKind.Encrypted) },
        { "zero.mp4", Mp4(new Film(3, 0, 0)), nameof(MediaProblemKind.ZeroDimension) },
        { "zeros.mp4", new byte[4096], nameof(MediaProblemKind.Unrecognised) },
        { "text.mp4", "Not a film at all, just a line of text."u8.ToArray(), nameof(MediaProblemKind.Unrecognised) },
        { "renamed.png", Jpeg(640, 480), nameof(MediaProblemKind.ExtensionMismatch) },
        { "empty.png", [], nameof(MediaProblemKind.Empty) },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void A_bad_file_is_a_finding_with_a_fix(string name, byte[] bytes, string kind)
    {
        var problem = Assert.Single(Read(bytes, name).Problems);

        Assert.Equal(kind, problem.Kind.ToString());
        Assert.EndsWith(".", problem.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", problem.Fix, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gigantic_picture_is_measured_not_decoded()
    {
        var facts = Read(Png(2, false, width: int.MaxValue, height: uint.MaxValue), "a.png");

        Assert.Equal((int.MaxValue, int.MaxValue), (facts.Width, facts.Height));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 4)]
    [InlineData(3, 4)]
    [InlineData(4, 8)]
    [InlineData(20_971_520, 27_962_028)]
    public void Base64_grows_by_a_third_in_steps_of_four(long bytes, long characters)
        => Assert.Equal(characters, new MediaFacts { Path = "a", Length = bytes }.Base64Length);

    private static MediaFacts Read(byte[] bytes, string name) => MediaProbe.Read(new MemoryStream(bytes), name);
}
