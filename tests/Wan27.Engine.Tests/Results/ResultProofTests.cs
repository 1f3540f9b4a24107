using System.Buffers.Binary;
using Wan27.Engine.Results;
using Wan27.Engine.Results.Proofs;

namespace Wan27.Engine.Tests.Results;

public sealed class ResultProofTests
{
    private static readonly string[] Names = ["film", "index last", "movie", "padded film", "png", "jpeg", "webp"];

    public static TheoryData<string> Whole => [.. Names];

    [Theory]
    [MemberData(nameof(Whole))]
    public void A_whole_file_is_proven(string name)
    {
        var (content, kind) = Make(name);

        Assert.Equal((ProofVerdict.Whole, string.Empty), Verdict(content, kind));
    }

    /// <summary>Wherever a transfer breaks off, the rest is missed.</summary>
    [Theory]
    [MemberData(nameof(Whole))]
    public void A_file_that_is_cut_anywhere_is_not_proven(string name)
    {
        var (content, kind) = Make(name);

        // Where padding alone is missing, the film is whole.
        Assert.All(Enumerable.Range(0, content.Length - 1).Where(length => length != ResultFiles.Film().Length), length => Assert.NotEqual(ProofVerdict.Whole, Verdict(content[..length], kind).Verdict));
    }

    [Theory]
    [MemberData(nameof(Whole))]
    public void A_file_with_something_behind_it_is_not_proven(string name)
    {
        var (content, kind) = Make(name);

        Assert.All<byte[]>([[1, 2], [0, 0, 0, 0], [.. "\r\n\r\n<html>"u8], new byte[64]], junk => Assert.Equal(ProofVerdict.NotWhole, Verdict([.. content, .. junk], kind).Verdict));
    }

    [Fact]
    public void A_piece_that_is_missing_in_the_middle_is_missed()
    {
        var film = ResultFiles.Film();
        var index = ResultFiles.Boxes(film)["moov"];
        var media = ResultFiles.Boxes(film)["mdat"];
        byte[] shorter = [.. media[..^100]];
        BinaryPrimitives.WriteInt32BigEndian(shorter, shorter.Length);
        byte[] content = [.. ResultFiles.Boxes(film)["ftyp"], .. index, .. shorter];

        var (verdict, detail) = Verdict(content, ResultKind.Video);

        Assert.Equal(ProofVerdict.NotWhole, verdict);
        Assert.Equal(
            $"samples 1 to 20 of its track 1 should lie at bytes {film.Length - media.Length + 8} to {film.Length} and do not lie in its media; the file has {content.Length}",
            detail);
    }

    [Fact]
    public void Samples_that_point_into_the_index_are_missed()
    {
        var film = ResultFiles.Film();
        BinaryPrimitives.WriteInt32BigEndian(film.AsSpan(film.AsSpan().IndexOf("stco"u8) + 12), 100);

        Assert.Equal(ProofVerdict.NotWhole, Verdict(film, ResultKind.Video).Verdict);
    }

    [Fact]
    public void A_table_without_a_place_for_its_samples_is_missed()
    {
        var film = ResultFiles.Film();
        BinaryPrimitives.WriteInt32BigEndian(film.AsSpan(film.AsSpan().IndexOf("stco"u8) + 8), 0);

        Assert.Equal((ProofVerdict.NotWhole, "its track 1 counts 20 samples and has a place for 0"), Verdict(film, ResultKind.Video));
    }

    [Fact]
    public void A_changed_byte_of_a_PNG_is_noticed()
    {
        var picture = ResultFiles.Png();
        picture[^20] ^= 1;

        Assert.Equal(ProofVerdict.NotWhole, Verdict(picture, ResultKind.Image).Verdict);
    }

    [Fact]
    public void Fragments_are_followed_to_their_samples()
    {
        Assert.Equal((ProofVerdict.Whole, string.Empty), Verdict(Fragmented(mediaLength: 40), ResultKind.Video));
        Assert.Equal(ProofVerdict.NotWhole, Verdict(Fragmented(mediaLength: 39), ResultKind.Video).Verdict);
    }

    /// <summary>Whatever a host sends, the proof ends with a verdict.</summary>
    [Fact]
    public void Damage_of_any_kind_ends_with_a_verdict()
    {
        var random = new Random(27);
        foreach (var name in Names)
        {
            var (content, kind) = Make(name);
            for (var round = 0; round < 400; round++)
            {
                byte[] damaged = [.. content];
                for (var hit = 0; hit < 1 + (round % 8); hit++)
                {
                    damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                }

                Verdict(damaged, kind);
            }
        }
    }

    [Theory]
    [InlineData("video/mp4", false)]
    [InlineData("application/octet-stream", false)]
    [InlineData("binary/octet-stream", false)]
    [InlineData("application/mp4", false)]
    [InlineData(null, false)]
    [InlineData("text/html", true)]
    [InlineData("text/plain", true)]
    [InlineData("application/xml", true)]
    [InlineData("application/json", true)]
    [InlineData("application/gzip", true)]
    [InlineData("image/png", true)]
    [InlineData("audio/mp4", true)]
    [InlineData("multipart/byteranges", true)]
    public void Only_media_types_that_speak_of_something_else_contradict(string? type, bool contradicts)
        => Assert.Equal(contradicts, ResultProof.Contradicts(type, ResultKind.Video));

    private static (ProofVerdict Verdict, string Detail) Verdict(byte[] content, ResultKind kind)
    {
        var proven = ResultProof.Of(new MemoryStream(content), "result", kind);
        return (proven.Verdict, proven.Detail);
    }

    private static (byte[] Content, ResultKind Kind) Make(string name) => name switch
    {
        "film" => (ResultFiles.Film(), ResultKind.Video),
        "index last" => (ResultFiles.FilmWithIndexLast(), ResultKind.Video),
        "movie" => (ResultFiles.Movie(), ResultKind.Video),
        "padded film" => (ResultFiles.Film(ResultFiles.Film().Length + 500), ResultKind.Video),
        "png" => (ResultFiles.Png(), ResultKind.Image),
        "jpeg" => (ResultFiles.Jpeg(), ResultKind.Image),
        _ => (ResultFiles.WebP(), ResultKind.Image),
    };

    /// <summary>A film whose samples are told by one fragment: four of ten bytes each.</summary>
    private static byte[] Fragmented(int mediaLength)
    {
        var boxes = ResultFiles.Boxes(ResultFiles.Film());
        byte[] index = [.. boxes["moov"]];
        foreach (var name in (string[])["stts", "stss", "stsc", "stsz", "stco"])
        {
            var at = index.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(name));
            BinaryPrimitives.WriteInt32BigEndian(index.AsSpan(at + (name == "stsz" ? 12 : 8)), 0);
        }

        byte[] extends = Box("mvex", Box("trex", Numbers(0, 1, 1, 1000, 10, 0)));
        index = [.. index, .. extends];
        BinaryPrimitives.WriteInt32BigEndian(index, index.Length);
        byte[] Fragment(int place) => Box("moof", [.. Box("mfhd", Numbers(0, 1)), .. Box("traf", [.. Box("tfhd", Numbers(0x20000, 1)), .. Box("trun", Numbers(1, 4, place))])]);
        return [.. boxes["ftyp"], .. index, .. Fragment(Fragment(0).Length + 8), .. Box("mdat", new byte[mediaLength])];
    }

    private static byte[] Box(string name, byte[] content) => [.. Numbers(content.Length + 8), .. System.Text.Encoding.ASCII.GetBytes(name), .. content];

    private static byte[] Numbers(params int[] numbers)
    {
        var bytes = new byte[numbers.Length * 4];
        for (var index = 0; index < numbers.Length; index++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(index * 4), numbers[index]);
        }

        return bytes;
    }
}
