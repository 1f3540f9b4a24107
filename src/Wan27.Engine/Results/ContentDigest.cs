using System.Buffers;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace Wan27.Engine.Results;

/// <summary>What proves that a body came as it was sent, beside its SHA-256.</summary>
internal enum TransportCheck
{
    /// <summary>The storage states nothing.</summary>
    None,

    /// <summary>The storage's own checksum.</summary>
    Crc64,

    /// <summary>Where no other is stated: it takes longer than all the rest together.</summary>
    Md5,
}

/// <summary>The digests of a file, computed while its bytes pass by: the SHA-256 that it is identified by, and what the storage has stated.</summary>
internal sealed class ContentDigest : IDisposable
{
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    // Only a transport check that the storage offers; the file is identified by its SHA-256.
    private readonly IncrementalHash? _md5;

    private readonly Crc64? _crc64;

    public ContentDigest(TransportCheck check)
    {
        _md5 = check == TransportCheck.Md5 ? IncrementalHash.CreateHash(HashAlgorithmName.MD5) : null;
        _crc64 = check == TransportCheck.Crc64 ? StorageCrc64.Begin() : null;
    }

    public void Append(ReadOnlySpan<byte> data)
    {
        _sha256.AppendData(data);
        _md5?.AppendData(data);
        _crc64?.Append(data);
    }

    /// <summary>The digests of a file on disk.</summary>
    public static async Task<DigestValues> OfFileAsync(string path, TransportCheck check, CancellationToken cancellation)
    {
        const int size = 128 * 1024;
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            using var digest = new ContentDigest(check);
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
            int read;
            while ((read = await file.ReadAsync(buffer.AsMemory(0, size), cancellation)) > 0)
            {
                digest.Append(buffer.AsSpan(0, read));
            }

            return digest.Finish();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The digests of all that was appended.</summary>
    public DigestValues Finish()
        => new(Convert.ToHexString(_sha256.GetHashAndReset()).ToLowerInvariant(), _crc64?.GetCurrentHashAsUInt64(), _md5 is null ? null : Convert.ToBase64String(_md5.GetHashAndReset()));

    public void Dispose()
    {
        _sha256.Dispose();
        _md5?.Dispose();
    }
}

/// <summary>SHA-256 in lower-case hexadecimal, CRC-64 and MD5 in base 64, each as the wire and the sidecar write it; the latter two where they were asked for.</summary>
internal sealed record DigestValues(string Sha256, ulong? Crc64, string? Md5);
