using System.Text;
using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Media.Readers;
using Wan27.Engine.Routes.ImageToVideo;
using static Wan27.Engine.Tests.Media.HandMade;

namespace Wan27.Engine.Tests.Media;

/// <summary>How long sound is, where headers are absent, incomplete or wrong.</summary>
public sealed class SoundLengthTests
{
    private const double Frame = 1152 / 44_100.0;

    private static readonly ContractView View = new(ContractData.Current);

    [Fact]
    public void Frames_of_different_size_without_a_header_are_counted()
    {
        var facts = Read(Join(Mp3(100), Rate320(100), Mp3(50)), "a.mp3");

        Assert.Equal(250 * Frame, facts.Duration!.Value.TotalSeconds, 0.001);
        Assert.Equal(LengthBasis.Counted, facts.LengthBasis);
        Assert.Empty(facts.Problems);
        Assert.Equal(
            "Sound a.mp3 is 6.531 s long (counted), at most 30 s.",
            MediaRules.Check(ImageToVideoRoute.DrivingAudio, "Sound a.mp3", facts, View).Single(static check => check.Rule == ImageToVideoRoute.DrivingAudio.SecondsMaximumRule).Message);
    }

    [Fact]
    public void Joined_files_are_counted_although_the_first_one_declares_its_own_length()
    {
        var facts = Read(Join(Mp3(100, "Info"), Mp3(100, "Info", id3Length: 5000), Mp3(100)), "a.mp3");

        // The first file's tag is no sound; those of the others are played, because no decoder looks for them there.
        Assert.Equal(299 * Frame, facts.Duration!.Value.TotalSeconds, 0.001);
        Assert.Equal("The MP3's header states 2.612 s, its frames last 7.811 s (counted); the service may go by either.", Assert.Single(facts.Problems).Message);
    }

    [Fact]
    public void A_header_of_no_frames_is_not_believed()
    {
        var facts = Read(Mp3(200, "Xing", taggedFrames: 0), "a.mp3");

        Assert.Equal(199 * Frame, facts.Duration!.Value.TotalSeconds, 0.001);
        Assert.Equal(LengthBasis.Counted, facts.LengthBasis);
        Assert.Empty(facts.Problems);
    }

    [Theory]
    [InlineData("Xing", 100u)]
    [InlineData("Info", 400u)]
    [InlineData("VBRI", 4000u)]
    public void A_header_that_its_frames_belie_is_not_believed(string tag, uint frames)
    {
        var facts = Read(Mp3(200, tag, taggedFrames: frames), "a.mp3");

        Assert.Equal(199 * Frame, facts.Duration!.Value.TotalSeconds, 0.001);
        Assert.Equal(
            $"The MP3's header states {Measure.Seconds(frames * Frame)}, its frames last 5.198 s (counted); the service may go by either.",
            Assert.Single(facts.Problems, static problem => !problem.IsFatal).Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Tags_behind_the_sound_are_no_sound(bool isLast)
    {
        var items = new byte[3000];
        byte[] Ape(bool header) => Join("APETAGEX"u8.ToArray(), Small(2000), Small(3032), Small(1), Small(header ? 0xA0000000 : 0x80000000), new byte[8]);
        var tagged = Join(Mp3(100), Ape(header: true), items, Ape(header: false), isLast ? [] : Join("TAG"u8.ToArray(), new byte[125]));

        Assert.Equal(100 * Frame, Read(tagged, "a.mp3").Duration!.Value.TotalSeconds, 0.001);
        Assert.Empty(Read(tagged, "a.mp3").Problems);
    }

    [Fact]
    public void Sound_goes_on_behind_junk_and_a_frame_cut_by_the_end_is_not_counted()
    {
        var facts = Read(Join(Mp3(100), new byte[3000], Mp3(100), Mp3(1)[..200]), "a.mp3");

        Assert.Equal(200 * Frame, facts.Duration!.Value.TotalSeconds, 0.001);
    }

    [Fact]
    public void Frames_of_free_format_are_told_by_their_distance()
    {
        var frame = Join(Big(0xFFFB0000), new byte[1000]);
        var facts = Read([.. Enumerable.Repeat(frame, 80).SelectMany(static bytes => bytes)], "a.mp3");

        Assert.Equal(("MP3", "mp3"), (facts.Format, facts.AudioCodec));
        Assert.Equal(80 * Frame, facts.Duration!.Value.TotalSeconds, 0.001);
        Assert.Empty(facts.Problems);
    }

    [Fact]
    public void Counting_is_bounded_and_what_lies_beyond_is_estimated()
    {
        var endless = new RepeatedStream(Mp3(1000), 3L << 30);
        var source = new ByteSource(endless);

        var facts = MediaProbe.Read(source, "a.mp3");

        Assert.Equal(LengthBasis.Estimated, facts.LengthBasis);
        Assert.Equal((3L << 30) / 417.0 * Frame, facts.Duration!.Value.TotalSeconds, 5);
        Assert.InRange(source.BytesScanned, ByteSource.ScanBudget, ByteSource.ScanBudget);
        Assert.InRange(source.BytesRead, 1, ByteSource.ByteBudget);
    }

    [Fact]
    public void Aac_is_counted_too()
    {
        byte[] Adts(int length) => [0xFF, 0xF1, 0x50, (byte)(0x80 | (length >> 11)), (byte)(length >> 3), (byte)((length << 5) | 0x1F), 0xFC, .. new byte[length - 7]];
        var facts = Read(Join([.. Enumerable.Range(0, 300).Select(i => Adts(i < 128 ? 50 : 900))]), "a.aac");

        Assert.Equal(300 * 1024 / 44_100.0, facts.Duration!.Value.TotalSeconds, 0.001);
        Assert.Equal(LengthBasis.Counted, facts.LengthBasis);
    }

    public static TheoryData<string, byte[], double, string?> Waves => new()
    {
        { "plain", Riff(Fmt(1, 2, 44_100, 4, 16), Data(176_400 * 3)), 3, null },
        { "24 bits", Riff(Fmt(1, 2, 48_000, 6, 24), Data(288_000 * 2)), 2, null },
        { "float", Riff(Fmt(3, 1, 8000, 4, 32), Data(32_000 * 2)), 2, null },
        { "a-law", Riff(Fmt(6, 1, 8000, 1, 8), Data(16_000)), 2, null },
        { "µ-law", Riff(Fmt(7, 2, 8000, 2, 8), Data(32_000)), 2, null },
        { "extensible", Riff(Fmt(0xFFFE, 1, 8000, 2, 16, subformat: 1), Data(32_000)), 2, null },
        { "wrong average", Riff(Fmt(1, 1, 8000, 2, 16, average: 32_000), Data(32_000)), 2, "The WAV lasts 1 s by its average rate and 2 s by its samples; the service may go by either." },
        { "no average", Riff(Fmt(1, 1, 8000, 2, 16, average: 0), Data(32_000)), 2, null },
        { "no block", Riff(Fmt(1, 1, 8000, 0, 16, average: 16_000), Data(32_000)), 2, null },
        { "Microsoft ADPCM", Riff(Fmt(2, 1, 8000, 256, 4, extra: 500, average: 4096), Data(256 * 32)), 2, null },
        { "Microsoft ADPCM, wrong average", Riff(Fmt(2, 1, 8000, 256, 4, extra: 500, average: 16_000), Data(256 * 32)), 2, "The WAV lasts 0.512 s by its average rate and 2 s by its samples; the service may go by either." },
        { "IMA ADPCM", Riff(Fmt(0x11, 1, 8000, 256, 4, extra: 505, average: 4055), Fact(15_900), Data(256 * 32)), 15_900 / 8000.0, null },
        { "IMA ADPCM, wrong fact", Riff(Fmt(0x11, 1, 8000, 256, 4, extra: 505, average: 4055), Fact(80_000), Data(256 * 32)), 505 * 32 / 8000.0, null },
        { "MP3 with fact", Riff(Fmt(0x55, 2, 44_100, 1, 0, average: 0), Fact(44_100), Chunk("data", Mp3(40))), 1, null },
        { "MP3 without fact", Riff(Fmt(0x55, 2, 44_100, 1, 0), Chunk("data", Mp3(40))), 40 * Frame, null },
        { "MP3 with wrong fact", Riff(Fmt(0x55, 2, 44_100, 1, 0), Fact(441_000), Chunk("data", Mp3(40))), 40 * Frame, "The WAV lasts 10 s by its fact chunk and 1.045 s by its samples; the service may go by either." },
        { "other codec with fact", Riff(Fmt(0x161, 2, 44_100, 1000, 0), Fact(88_200), Data(999)), 2, null },
        { "other codec by its rate", Riff(Fmt(0x161, 2, 44_100, 1000, 0, average: 500), Data(1000)), 2, null },
        { "odd chunk with padding", Riff(Fmt(1, 1, 8000, 2, 16), Chunk("LIST", new byte[5]), Data(16_000)), 1, null },
        { "odd chunk without padding", Riff(Fmt(1, 1, 8000, 2, 16), Join("LIST"u8.ToArray(), Small(5), new byte[5]), Data(16_000)), 1, null },
        { "chunks behind the data", Riff(Fmt(1, 1, 8000, 2, 16), Data(16_000), Chunk("LIST", new byte[5000])), 1, null },
        { "streamed with zero", Riff(Fmt(1, 1, 8000, 2, 16), Join("data"u8.ToArray(), Small(0), new byte[16_000])), 1, Undeclared },
        { "streamed with the largest", Riff(Fmt(1, 1, 8000, 2, 16), Join("data"u8.ToArray(), Small(uint.MaxValue), new byte[16_000])), 1, Undeclared },
        { "streamed with half the largest", Riff(Fmt(1, 1, 8000, 2, 16), Join("data"u8.ToArray(), Small(0x7FFFFFD4), new byte[16_000])), 1, Undeclared },
        { "RF64", Large("RF64", 16_000), 1, null },
        { "BW64", Large("BW64", 16_000), 1, null },
    };

    private const string Undeclared = "The WAV does not state its length; it was taken from the file's size.";

    [Theory]
    [MemberData(nameof(Waves))]
    public void A_wave_is_as_long_as_its_samples(string name, byte[] bytes, double seconds, string? finding)
    {
        var facts = Read(bytes, "a.wav");

        Assert.Equal("WAV", facts.Format);
        Assert.True(Math.Abs(facts.Duration!.Value.TotalSeconds - seconds) < 0.002, $"{name}: {facts.Duration}");
        Assert.Equal(finding is null ? [] : [finding], facts.Problems.Select(static problem => problem.Message));
    }

    public static TheoryData<byte[], string> BadWaves => new()
    {
        { Riff(Fmt(1, 1, 0, 2, 16), Data(100)), "The file is damaged: its WAV header gives a rate of zero." },
        { Riff(Fmt(0x161, 1, 8000, 2, 16, average: 0), Data(100)), "The file is damaged: its WAV header tells no length for 0x0161, neither by a fact chunk nor by a rate." },
        { Riff(Fmt(0x55, 1, 8000, 1, 0), Data(9000)), "The file is damaged: its WAV header promises mp3 and no such frame follows." },
        { Riff(Fmt(1, 1, 8000, 2, 16), Chunk("data", []), Chunk("LIST", new byte[4])), "The file is cut off: the WAV holds no samples." },
        { Riff(Fmt(1, 1, 8000, 2, 16), Join("data"u8.ToArray(), Small(1000), new byte[10])), "The file is cut off: the WAV declares 1000 bytes of samples and has 10." },
    };

    [Theory]
    [MemberData(nameof(BadWaves))]
    public void A_wave_without_a_length_says_why(byte[] bytes, string message) => Assert.Equal(message, Assert.Single(Read(bytes, "a.wav").Problems).Message);

    private static MediaFacts Read(byte[] bytes, string name) => MediaProbe.Read(new MemoryStream(bytes), name);

    /// <summary>Frames of 320 kbit/s, 1044 bytes each.</summary>
    private static byte[] Rate320(int frames) => Join([.. Enumerable.Repeat(Join(Big(0xFFFBE000), new byte[1040]), frames)]);

    private static byte[] Small(uint value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16), (byte)(value >> 24)];

    private static byte[] Short(ushort value) => [(byte)value, (byte)(value >> 8)];

    private static byte[] Chunk(string name, byte[] data) => Join(Encoding.ASCII.GetBytes(name), Small((uint)data.Length), data, new byte[data.Length & 1]);

    private static byte[] Data(int length) => Chunk("data", new byte[length]);

    private static byte[] Fact(uint samples) => Chunk("fact", Small(samples));

    private static byte[] Fmt(ushort tag, ushort channels, uint rate, ushort block, ushort bits, ushort extra = 0, uint? average = null, ushort subformat = 0)
        => Chunk("fmt ", Join(Short(tag), Short(channels), Small(rate), Small(average ?? rate * block), Short(block), Short(bits), Short(22), Short(extra), new byte[4], Short(subformat), new byte[14]));

    private static byte[] Riff(params byte[][] chunks)
    {
        var all = Join(chunks);
        return Join("RIFF"u8.ToArray(), Small((uint)(4 + all.Length)), "WAVE"u8.ToArray(), all);
    }

    private static byte[] Large(string name, uint bytes) => Join(
        Encoding.ASCII.GetBytes(name), Small(uint.MaxValue), "WAVE"u8.ToArray(),
        Chunk("ds64", Join(Small(0), Small(0), Small(bytes), Small(0), Small(bytes / 2), Small(0), Small(0))),
        Fmt(1, 1, 8000, 2, 16), Join("data"u8.ToArray(), Small(uint.MaxValue), new byte[bytes]), Chunk("LIST", new byte[50]));

    /// <summary>One piece over and over.</summary>
    private sealed class RepeatedStream(byte[] piece, long length) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length { get; } = length;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var from = (int)(Position % piece.Length);
            var count = (int)Math.Clamp(Length - Position, 0, Math.Min(buffer.Length, piece.Length - from));
            piece.AsSpan(from, count).CopyTo(buffer);
            Position += count;
            return count;
        }

        public override long Seek(long offset, SeekOrigin origin) => Position = offset;

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
