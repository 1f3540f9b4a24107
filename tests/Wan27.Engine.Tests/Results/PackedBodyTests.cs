using System.Globalization;
using System.IO.Compression;
using Wan27.Engine.Results;

namespace Wan27.Engine.Tests.Results;

/// <summary>Bodies that something on the way has packed although nobody asked for it.</summary>
public sealed class PackedBodyTests : IDisposable
{
    private static readonly StoredObject Film = StoredObject.OfLength(200_000);

    private readonly ResultRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("GZIP")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task A_packed_body_is_unpacked_and_never_stored_raw(string coding)
    {
        await using var server = new LoopbackServer(request => Answer(coding, Pack(coding, Film.Content)));

        var stored = await _rig.SaveAsync(server.Url("/clip.mp4"));

        Assert.Equal(Film.Content, await File.ReadAllBytesAsync(stored.Path));
        Assert.Equal((Film.Sha256, (long)Film.Content.Length), (stored.Sha256, stored.Length));
        Assert.Equal("identity", Assert.Single(server.Requests).Headers["Accept-Encoding"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_storages_checksum_may_be_of_either_form(bool ofPacked)
    {
        var packed = Pack("gzip", Film.Content);
        await using var server = new LoopbackServer(_ => Answer("gzip", packed).With("x-oss-hash-crc64ecma", Crc(ofPacked ? packed : Film.Content)));

        Assert.Equal(Film.Sha256, (await _rig.SaveAsync(server.Url("/clip.mp4"))).Sha256);
    }

    [Fact]
    public async Task A_checksum_of_neither_form_is_wrong()
    {
        await using var server = new LoopbackServer(_ => Answer("gzip", Pack("gzip", Film.Content)).With("x-oss-hash-crc64ecma", "1"));

        Assert.Equal("Wan.Storage.ChecksumMismatch", (await Assert.ThrowsAsync<WanException>(() => _rig.SaveAsync(server.Url("/clip.mp4")))).Error.ErrorId);
        Assert.Empty(_rig.Names);
    }

    [Fact]
    public async Task A_packed_body_that_unfolds_without_end_is_refused_within_a_bound()
    {
        using var rig = new ResultRig(new Dictionary<string, double> { ["result.decoded.bytes.max"] = 1_000_000 });
        var bomb = Pack("gzip", [.. ResultFiles.FilmWithLargeEnd(50_000_000, 5000), .. new byte[49_995_000]]);
        await using var server = new LoopbackServer(_ => Answer("gzip", bomb));
        var watch = new RecordedProgress();

        var failed = await Assert.ThrowsAsync<WanException>(() => rig.SaveAsync(rig.Plan(ResultRig.Task(server.Url("/clip.mp4"))), watch));

        Assert.Equal(
            "The result host sent something else than the film: a packed body that unfolds to more than 1,000,000 bytes. It was asked 4 times. Nothing was stored; the task itself is complete.",
            failed.Message);
        Assert.InRange(watch.Last, 1, 1_200_000);
        Assert.Empty(rig.Names);
    }

    [Fact]
    public async Task A_packed_body_that_is_cut_is_not_gone_on_with()
    {
        var packed = Pack("gzip", Film.Content);
        await using var server = new LoopbackServer(request => request.Number == 1
            ? Answer("gzip", packed).With("ETag", "\"v1\"") with { Sends = packed.Length / 2 }
            : Film.Answer(request));

        var stored = await _rig.SaveAsync(server.Url("/clip.mp4"));

        Assert.Equal(Film.Sha256, stored.Sha256);
        Assert.All(server.Requests, static request => Assert.Null(request.Range));
    }

    [Fact]
    public async Task A_packed_part_is_not_joined()
    {
        await using var server = new LoopbackServer(request => request switch
        {
            { Number: 1 } => Film.Cut(request, 100_000),
            { Range: not null } => Film.Answer(request).With("Content-Encoding", "gzip"),
            _ => Film.Answer(request),
        });

        Assert.Equal(Film.Content, await File.ReadAllBytesAsync((await _rig.SaveAsync(server.Url("/clip.mp4"))).Path));
        Assert.Null(server.Requests.Last().Range);
    }

    private static WireAnswer Answer(string coding, byte[] body)
        => new WireAnswer { Body = body }.With("Content-Type", "video/mp4").With("Content-Encoding", coding);

    private static byte[] Pack(string coding, byte[] content)
    {
        using var packed = new MemoryStream();
        using (Stream packing = coding switch
        {
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            packing.Write(content);
        }

        return packed.ToArray();
    }

    private static string Crc(byte[] bytes)
    {
        using var digest = new ContentDigest(TransportCheck.Crc64);
        digest.Append(bytes);
        return digest.Finish().Crc64!.Value.ToString(CultureInfo.InvariantCulture);
    }
}
