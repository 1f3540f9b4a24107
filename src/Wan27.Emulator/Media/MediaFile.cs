using System.IO.Hashing;
using System.Security.Cryptography;

namespace Wan27.Emulator.Media;

/// <summary>A finished result: where its bytes are, and what storage says about them.</summary>
internal sealed class MediaFile
{
    // CRC-64/XZ, which the header x-oss-hash-crc64ecma carries; the library's default is another one.
    private static readonly Crc64ParameterSet CrcParameters
        = Crc64ParameterSet.Create(0x42F0E1EBA9EA3693, ulong.MaxValue, ulong.MaxValue, reflectValues: true);

    private MediaFile(string contentType, Func<Stream> open, long length)
    {
        ContentType = contentType;
        Open = open;
        Length = length;
        using var bytes = open();
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var crc = new Crc64(CrcParameters);
        var buffer = new byte[64 * 1024];
        while (bytes.Read(buffer) is > 0 and var count)
        {
            md5.AppendData(buffer, 0, count);
            crc.Append(buffer.AsSpan(0, count));
        }

        Md5 = md5.GetHashAndReset();
        Crc = crc.GetCurrentHashAsUInt64();
    }

    public string ContentType { get; }

    public Func<Stream> Open { get; }

    public long Length { get; }

    public byte[] Md5 { get; }

    public ulong Crc { get; }

    /// <summary>The form in which object storage writes an ETag.</summary>
    public string ETag => $"\"{Convert.ToHexString(Md5)}\"";

    /// <summary>The same media under a name of its own. A padded giant stays as it is: copying it would cost more than it shows.</summary>
    public MediaFile Signed(string name)
    {
        const int MostWorthCopying = 8 * 1024 * 1024;
        if (Length > MostWorthCopying)
        {
            return this;
        }

        var bytes = new byte[Length];
        using var source = Open();
        source.ReadExactly(bytes);
        return InMemory(ContentType, Padding.Sign(bytes, ContentType, name));
    }

    public static MediaFile InMemory(string contentType, byte[] bytes)
        => new(contentType, () => new MemoryStream(bytes, writable: false), bytes.Length);

    public static MediaFile OnDisk(string contentType, string path)
        => new(contentType, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, useAsync: true), new FileInfo(path).Length);
}
