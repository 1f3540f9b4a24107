using System.Text;
using Wan27.Engine.Media;
using static Wan27.Engine.Tests.Media.HandMade;

namespace Wan27.Engine.Tests.Media;

/// <summary>Pictures with something behind them are whole, pictures that were cut off are not, and pictures that move are seen as stills.</summary>
public sealed class WholePictureTests
{
    private const string CutOff = "The JPEG has no end marker: its lower part may be missing.";

    public static TheoryData<string, byte[]> Whole => new()
    {
        { "a film behind it", Join(Jpeg(640, 480), Mp4(new Film(3)), new byte[200_000]) },
        { "a film longer than the buffer before and behind", Join(Progressive(400_000), Mp4(new Film(3)), new byte[400_000]) },
        { "further pictures behind it", Join(Jpeg(640, 480), new byte[100_000], Jpeg(320, 240), new byte[5000]) },
        { "a marker across the edge of the buffer", Join(AtEdge(), new byte[200_000]) },
        { "padding", Join(Jpeg(640, 480), new byte[30]) },
        { "restarts", Join(Jpeg(640, 480, hasEnd: false), [0xFF, 0xD0, 1, 0xFF, 0x00, 0xFF, 0xD7, 0xFF, 0xFF, 0xD9], new byte[9000]) },
    };

    [Theory]
    [MemberData(nameof(Whole))]
    public void A_jpeg_that_ends_before_the_file_does_is_whole(string name, byte[] bytes)
        => Assert.True(Read(bytes, "a.jpg").Problems.Count == 0, name);

    public static TheoryData<string, byte[]> Cut => new()
    {
        { "half a scan", Jpeg(640, 480, hasEnd: false) },
        { "half a scan of a large picture", Progressive(400_000)[..300_000] },
        { "half a scan with a film behind it", Join(Jpeg(640, 480, hasEnd: false), [0xFF, 0x45], Mp4(new Film(3)), [0xFF, 0xD9], new byte[9000]) },
        { "an end marker in its thumbnail only", Join([0xFF, 0xD8, 0xFF, 0xE1, 0x00, 0x0A, .. "Exif\0\0"u8, 0xFF, 0xD9], Jpeg(640, 480, hasEnd: false)[2..]) },
    };

    [Theory]
    [MemberData(nameof(Cut))]
    public void A_jpeg_without_an_end_is_cut_off(string name, byte[] bytes)
    {
        var problem = Assert.Single(Read(bytes, "a.jpg").Problems);

        Assert.True(problem.Message == CutOff, name);
        Assert.Equal(MediaProblemKind.PossiblyTruncated, problem.Kind);
    }

    public static TheoryData<string, byte[], bool> Pictures => new()
    {
        { "a.webp", Animated(WebPExtended(alpha: false)), true },
        { "a.webp", WebPExtended(alpha: false), false },
        { "a.png", WithAnimation(Png(2, false), 12), true },
        { "a.png", WithAnimation(Png(2, false), 1), false },
        { "a.png", Png(2, false), false },
    };

    [Theory]
    [MemberData(nameof(Pictures))]
    public void An_animation_says_that_one_still_of_it_is_seen(string name, byte[] bytes, bool moves)
    {
        var facts = Read(bytes, name);

        Assert.Equal((640, 480), (facts.Width, facts.Height));
        if (!moves)
        {
            Assert.Empty(facts.Problems);
            return;
        }

        var problem = Assert.Single(facts.Problems);
        Assert.Equal($"The {facts.Format} is an animation; the service sees one still picture of it.", problem.Message);
        Assert.Equal("Export the picture that you mean as PNG or JPEG, or give the animation as an MP4 film to a parameter that takes films.", problem.Fix);
        Assert.False(problem.IsFatal);
    }

    [FfmpegTheory]
    [InlineData("moving.webp", "-f lavfi -i testsrc=size=320x240:rate=5:duration=1 -c:v libwebp_anim {out}")]
    [InlineData("moving.png", "-f lavfi -i testsrc=size=320x240:rate=5:duration=1 -f apng {out}")]
    public async Task An_animation_of_ffmpeg_is_known(string name, string arguments)
        => Assert.Equal(MediaProblemKind.Animated, Assert.Single(MediaProbe.Read(await MediaCorpus.FileAsync(name, arguments)).Problems).Kind);

    private static MediaFacts Read(byte[] bytes, string name) => MediaProbe.Read(new MemoryStream(bytes), name);

    /// <summary>Several scans with tables between them, as progressive pictures have, whose tables hold what looks like an end.</summary>
    private static byte[] Progressive(int scan) => Join(
        Jpeg(640, 480, hasEnd: false), new byte[scan / 2], [0xFF, 0xC4, 0, 6, 0xFF, 0xD9, 0xFF, 0xD9, 0xFF, 0xDA, 0, 4, 1, 2], new byte[scan / 2], [0xFF, 0xD9]);

    /// <summary>The end marker stands across the edge of the first buffer.</summary>
    private static byte[] AtEdge()
    {
        var head = Jpeg(640, 480, hasEnd: false);
        var frame = head.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]) + 19;
        return Join(head, new byte[(128 * 1024) - (head.Length - frame) - 1], [0xFF, 0xD9]);
    }

    private static byte[] Animated(byte[] webp)
    {
        webp[20] |= 0x02;
        return webp;
    }

    private static byte[] WithAnimation(byte[] png, uint frames)
        => Join(png[..33], Big(8u), Encoding.ASCII.GetBytes("acTL"), Big(frames), Big(0u), new byte[4], png[33..]);
}
