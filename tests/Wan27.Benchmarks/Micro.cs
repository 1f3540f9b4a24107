using BenchmarkDotNet.Attributes;
using Wan27.Engine.Records;
using Wan27.Engine.Results;

namespace Wan27.Benchmarks;

/// <summary>The small: what every byte of a result, every text of a record and every row of the journal goes through.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class Micro
{
    private readonly byte[] _piece = new byte[256 * 1024];
    private readonly string _prompt = string.Concat(Enumerable.Repeat("A fox runs over the snow. ", 20));
    private readonly Dictionary<string, object?> _request = new() { ["duration"] = 5, ["resolution"] = "720P", ["media"] = new[] { "first_frame=/in/fox.png" } };

    [GlobalSetup]
    public void Fill() => new Random(1).NextBytes(_piece);

    [Benchmark(Description = "CRC-64 and SHA-256 of 256 KB")]
    public string WithCrc64() => Digest(TransportCheck.Crc64);

    [Benchmark(Description = "MD5 and SHA-256 of 256 KB")]
    public string WithMd5() => Digest(TransportCheck.Md5);

    [Benchmark(Description = "SHA-256 of 256 KB")]
    public string Alone() => Digest(TransportCheck.None);

    [Benchmark(Description = "a prompt through the guard of records")]
    public string Clean() => RecordGuard.Clean(_prompt);

    [Benchmark(Description = "the hash of a request")]
    public string Hash() => PlainJson.Hash("image_to_video", "wan2.7-i2v", _request);

    private string Digest(TransportCheck check)
    {
        using var digest = new ContentDigest(check);
        digest.Append(_piece);
        return digest.Finish().Sha256;
    }
}
