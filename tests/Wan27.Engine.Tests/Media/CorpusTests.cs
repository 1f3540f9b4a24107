using Wan27.Engine.Media;

namespace Wan27.Engine.Tests.Media;

public sealed class CorpusTests
{
    /// <summary>A frame of the corpus' films is 0.1 s, a packet of sound less.</summary>
    private const double Tolerance = 0.06;

    public static TheoryData<string> Names => [.. CorpusTable.Rows.Select(static row => row.Name)];

    [FfmpegTheory]
    [MemberData(nameof(Names))]
    public async Task A_file_is_read_as_the_table_says(string name)
    {
        var row = CorpusTable.Rows.First(row => row.Name == name);
        var facts = MediaProbe.Read(await CorpusTable.PathAsync(name));

        Assert.Empty(facts.Problems);
        AssertSame(row.Format, facts.Format);
        AssertSame(row.Kind, facts.Kind);
        AssertSame(row.Size, (facts.Width ?? 0, facts.Height ?? 0));
        AssertSame(row.Rotation, facts.Rotation);
        AssertSame(row.VariableRate, facts.IsVariableFrameRate);
        AssertSame(row.Video, facts.VideoCodec);
        AssertSame(row.Audio, facts.HasAudio ? facts.AudioCodec : string.Empty);
        AssertSame(row.Alpha, facts.HasAlpha);
        AssertSame(row.Rate, facts.SampleRate);
        AssertSame(row.Channels, facts.Channels);
        AssertSame(row.MoovFirst, facts.MoovFirst);
        AssertSame(row.Fragmented, facts.IsFragmented);
        AssertSame(row.EditList, facts.HasEditList);
        AssertClose(row.Seconds, facts.Duration?.TotalSeconds);
        AssertClose(row.FrameRate, facts.FrameRate, tolerance: 0.2);
        Assert.Equal(new FileInfo(facts.Path).Length, facts.Length);
    }

    [FfmpegTheory]
    [InlineData("index-first.mp4")]
    [InlineData("index-last.mp4")]
    [InlineData("fragmented.mp4")]
    [InlineData("rgb.png")]
    [InlineData("rgb.bmp")]
    [InlineData("lossy.webp")]
    [InlineData("pcm16.wav")]
    [InlineData("constant.mp3")]
    public async Task Half_a_file_is_reported_as_cut_off(string name)
    {
        var path = await CorpusTable.PathAsync(name == "rgb.png" ? "progressive.png" : name);
        var whole = await File.ReadAllBytesAsync(path);

        var facts = MediaProbe.Read(new MemoryStream(whole, 0, whole.Length / 2), name);

        Assert.Contains(facts.Problems, static problem => problem.IsFatal
            && problem.Kind is MediaProblemKind.Truncated or MediaProblemKind.MoovMissing);
    }

    [FfmpegTheory]
    [InlineData("rgb.jpg", "picture.png", "JPEG", true)]
    [InlineData("index-first.mp4", "film.mov", "MP4", false)]
    [InlineData("pcm16.wav", "sound.mp3", "WAV", true)]
    public async Task A_renamed_file_is_known_by_its_content(string name, string renamed, string format, bool isReported)
    {
        var bytes = await File.ReadAllBytesAsync(await CorpusTable.PathAsync(name));

        var facts = MediaProbe.Read(new MemoryStream(bytes), renamed);

        Assert.Equal(format, facts.Format);
        Assert.Equal(isReported, facts.Has(MediaProblemKind.ExtensionMismatch));
    }

    private static void AssertSame<T>(T? expected, T actual)
        where T : struct
    {
        if (expected is { } value)
        {
            Assert.Equal(value, actual);
        }
    }

    private static void AssertSame<T>(T? expected, T? actual)
        where T : struct
    {
        if (expected is not null)
        {
            Assert.Equal(expected, actual);
        }
    }

    private static void AssertSame(string? expected, string? actual)
    {
        if (expected is not null)
        {
            Assert.Equal(expected, actual);
        }
    }

    private static void AssertClose(double? expected, double? actual, double tolerance = Tolerance)
    {
        if (expected is { } value)
        {
            Assert.InRange(actual ?? double.NaN, value - tolerance, value + tolerance);
        }
    }
}
