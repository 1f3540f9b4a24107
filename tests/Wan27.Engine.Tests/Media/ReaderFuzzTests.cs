using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Media.Readers;
using static Wan27.Engine.Tests.Media.HandMade;

namespace Wan27.Engine.Tests.Media;

/// <summary>Mutated headers: none may throw, run on or fill the memory. The seed is fixed, so a failure comes back.</summary>
public sealed class ReaderFuzzTests
{
    private const int Inputs = 24_000;
    private const int SparseInputs = 1_500;
    private const long SparseLength = 4L << 30;
    private const long AllocationBound = 1 << 20;

    /// <summary>Reads that any of the small inputs may cost.</summary>
    private const int StepBound = 12_000;

    private static readonly uint[] Edges = [0, 1, 7, 8, 15, 16, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, uint.MaxValue];

    public static byte[][] Seeds { get; } =
    [
        Png(2, true), Png(3, true, orientation: 6), Png(6, false), Jpeg(640, 480, 6), Jpeg(640, 480), Tiff(6),
        Bmp(40, 24, width: 10, height: 10), Bmp(124, 32, 3, 0xFF000000, 10, 10), WebPExtended(true), WebPLossless(true), WebPLossy(),
        "GIF89a"u8.ToArray().Concat(new byte[20]).ToArray(),
        Mp4(new Film(3) { EditSeconds = 2, ChunkOffset = 40 }), Mp4(new Film(3), moovFirst: false),
        Join(Ftyp(), Moov(new Film(0) { IsFragmented = true, FragmentSeconds = 3 }), Moof(0, 10), Box("mdat", new byte[9])),
        Join(Ftyp(), Moov(new Film(0) { IsFragmented = true }), Box("sidx", new byte[50]), Moof(0, 10), Moof(1000, 10)),
        Join(Ftyp(), Moov(new Film(3) { IsFragmented = true, HasWideTimes = true, Edits = [(500, -1, 1), (0, 100, 1)], Pixel = (32, 27), SampleSize = 2, ChunkOffset = 40 }), Moof(3000, 10), "junk"u8.ToArray()),
        Mp4(new Film(9, 4500, 4500) { Codec = "jpeg", IsEnabled = false, FrameTimes = [1, 40] }, new Film(0.4) { FrameTimes = [4, 100], FrameOffsets = [1, 200, 1, 400, 2, 100], Chapters = [1] }, new Film(4) { Handler = "soun", Codec = "mp4a" }),
        Join(Ftyp("qt  "), LargeBox("mdat", new byte[50]), Moov(new Film(3) { IsElsewhere = true })),
        Join(Ftyp("heic"), Box("meta", Big(0u), Box("iprp", Box("ipco", Box("ispe", Big(0u), Big(160u), Big(120u)), Box("irot", [3]))))),
        Wave(0.01), Wave(0.01, declared: uint.MaxValue), Mp3(6, "Info", delay: 576, padding: 100), Mp3(6, "VBRI"), Mp3(6, id3Length: 200), Mp3(6),
        Join(Mp3(3), new byte[40], Mp3(3, "Info", id3Length: 60), Mp3(3)), Mp3(12, "Xing", taggedFrames: 0),
        [.. Enumerable.Repeat(Join(Big(0xFFFB0000), new byte[100]), 8).SelectMany(static frame => frame)],
        Join(Jpeg(640, 480), Mp4(new Film(1))), Join(Jpeg(640, 480, hasEnd: false), new byte[90]),
        [0xFF, 0xF1, 0x50, 0x80, 0x02, 0x1F, 0xFC, .. new byte[9], 0xFF, 0xF1, 0x50, 0x80, 0x02, 0x1F, 0xFC, .. new byte[9]],
        [.. "fLaC\0\0\0\x22"u8, .. new byte[34]],
        [.. "OggS"u8, .. new byte[22], 1, 30, 1, .. "vorbis"u8, .. new byte[40], .. "OggS"u8, .. new byte[30]],
        [.. "RIFF\x40\0\0\0AVI LIST\x30\0\0\0hdrlavih\x38\0\0\0"u8, .. new byte[60], .. "LIST\x20\0\0\0strlstrh"u8, .. new byte[40]],
        [0x1A, 0x45, 0xDF, 0xA3, 0x87, 0x42, 0x82, 0x84, .. "webm"u8, 0x18, 0x53, 0x80, 0x67, 0xFF, 0x15, 0x49, 0xA9, 0x66, 0x86, 0x44, 0x89, 0x84, 0x44, 0x7A, 0, 0,
            0x16, 0x54, 0xAE, 0x6B, 0x90, 0xAE, 0x8E, 0x83, 0x81, 1, 0x86, 0x81, (byte)'V', 0xE0, 0x86, 0xB0, 0x81, 64, 0xBA, 0x81, 48],
    ];

    [Fact]
    public void No_mutated_header_throws_runs_on_or_fills_the_memory()
    {
        var random = new Random(20261122);
        for (var i = 0; i < Inputs; i++)
        {
            var bytes = Mutate(Seeds[i % Seeds.Length], random);
            Check(bytes, new MemoryStream(bytes), i % 5 == 0 ? bytes.Length + random.NextInt64(1, 1L << 40) : null, StepBound);
        }
    }

    [Fact]
    public void No_mutated_header_of_a_sparse_file_leads_beyond_the_budget()
    {
        var random = new Random(7);
        for (var i = 0; i < SparseInputs; i++)
        {
            var bytes = Mutate(Seeds[i % Seeds.Length], random);
            var tail = i % 2 == 0 ? bytes : null;
            Check(bytes, new SparseStream(bytes, SparseLength, tail), null, ByteSource.StepBudget);
        }
    }

    [Fact]
    public void Every_seed_is_recognised_so_that_the_readers_are_reached()
        => Assert.All(Seeds, static seed => Assert.NotEqual(MediaFormat.Unknown, MediaProbe.Read(new MemoryStream(seed), "seed").Format));

    private static void Check(byte[] bytes, Stream stream, long? totalLength, int stepBound)
    {
        MediaFacts? facts = null;
        var source = new ByteSource(stream, totalLength);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var failure = Record.Exception(() => facts = MediaProbe.Read(source, "fuzz.mp4"));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        if (failure is not null || allocated > AllocationBound || source.Steps > stepBound + 8 || source.BytesRead > ByteSource.ByteBudget + 4096)
        {
            Assert.Fail($"{failure?.ToString() ?? "within"}; {allocated} bytes allocated, {source.Steps} steps, {source.BytesRead} bytes read: {Convert.ToHexString(bytes)}");
        }

        Assert.All(Roles.All, role => Assert.NotEmpty(MediaRules.Check(role, "Fuzz", facts!, View).ToArray()));
    }

    private static ContractView View { get; } = new(ContractData.Current);

    private static byte[] Mutate(byte[] seed, Random random)
    {
        var bytes = seed.ToList();
        for (var i = random.Next(1, 7); i > 0 && bytes.Count > 8; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2 or 3:
                    var edge = Edges[random.Next(Edges.Length)];
                    for (var j = 0; j < 4 && at + j < bytes.Count; j++)
                    {
                        bytes[at + j] = (byte)(edge >> (random.Next(2) == 0 ? 8 * j : 24 - (8 * j)));
                    }

                    break;
                case 4:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 16), bytes.Count - at));
                    break;
                case 5:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 64), bytes.Count - at)));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }
}
