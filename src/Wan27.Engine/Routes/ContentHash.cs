using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Wan27.Engine.Routes;

/// <summary>SHA-256 of files, read once for as long as length and time stay the same: a batch often shares its first frame.</summary>
internal static class ContentHash
{
    // More files than a batch has inputs at a time; past that, reading again is cheaper than remembering.
    private const int MostRemembered = 10_000;

    private static readonly ConcurrentDictionary<(string Path, long Length, DateTime Written), string> Known = new();

    /// <summary>Null when the file cannot be read, which other checks report.</summary>
    public static string? Of(string path)
    {
        try
        {
            var file = new FileInfo(path);
            var key = (path, file.Length, file.LastWriteTimeUtc);
            if (Known.TryGetValue(key, out var known))
            {
                return known;
            }

            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan);
            var hash = "sha256:" + Convert.ToHexString(SHA256.HashData(stream)).ToLowerInvariant();
            if (Known.Count >= MostRemembered)
            {
                Known.Clear();
            }

            return Known[key] = hash;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
