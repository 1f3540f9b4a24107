using System.Buffers;
using System.Security.Cryptography;
using Amazon.S3;
using Microsoft.Win32.SafeHandles;

namespace Wan27.Engine.Stores;

/// <summary>
/// The MD5 of what travels in one request: sent along, so that a server that looks refuses what was changed on the way, and held against the entity tag
/// that comes back, because not every server looks.
/// </summary>
internal static class PartDigest
{
    private const int BufferSize = 128 * 1024;
    private const int TagLength = 32;

    /// <summary>The digest of a stream, which is put back to its beginning.</summary>
    public static async Task<byte[]> OfAsync(Stream content, CancellationToken ct)
    {
        // Only a transport check that the protocol offers; the content is identified by its SHA-256.
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = await content.ReadAsync(buffer.AsMemory(0, BufferSize), ct)) > 0)
            {
                digest.AppendData(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        content.Position = 0;
        return digest.GetHashAndReset();
    }

    /// <summary>True when an entity tag is the MD5 of a file.</summary>
    public static async Task<bool> IsTagAsync(string? tag, SafeFileHandle file, CancellationToken ct)
        => tag is not null && tag.Equals(Convert.ToHexString(await OfAsync(new FileSlice(file, 0, RandomAccess.GetLength(file)), ct)), StringComparison.OrdinalIgnoreCase);

    /// <summary>Holds the tag of an answer against what was sent. A tag that is no MD5, as under a key of the server's own, says nothing.</summary>
    public static void Check(ObjectStore store, string key, byte[] md5, string? tag, ServerSideEncryptionMethod? encryption)
    {
        var told = tag?.Trim('"');
        if (told is { Length: TagLength } && encryption?.Value?.StartsWith("aws:kms", StringComparison.Ordinal) != true
            && told.All(char.IsAsciiHexDigit) && !told.Equals(Convert.ToHexString(md5), StringComparison.OrdinalIgnoreCase))
        {
            throw StoreFault.Mismatch(store, key, $"its entity tag is {told}, the MD5 of what was sent is {Convert.ToHexString(md5).ToLowerInvariant()}");
        }
    }
}
