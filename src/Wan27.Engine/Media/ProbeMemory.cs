using System.Collections.Concurrent;

namespace Wan27.Engine.Media;

/// <summary>Facts of files read before, so that a thousand jobs with one first frame read it once. A file that has changed is read again.</summary>
internal sealed class ProbeMemory
{
    /// <summary>Facts kept at most; a batch with more files than that is not one that shares them.</summary>
    private const int Capacity = 4096;

    private readonly ConcurrentDictionary<(string Path, long Length, DateTime Written), Lazy<MediaFacts>> _known = new();

    public Task<MediaFacts> ReadAsync(string path, CancellationToken cancellationToken)
        => MediaProbe.ReadAsync(path, Inspect, TimeProvider.System, cancellationToken);

    /// <summary>Runs where the probe lets it wait for a share: even a file's date may not come back.</summary>
    private MediaFacts Inspect(string path)
    {
        if (Stamp(path) is not { } stamp)
        {
            return MediaProbe.InspectFile(path);
        }

        if (_known.Count >= Capacity)
        {
            _known.Clear();
        }

        return _known.GetOrAdd(stamp, static key => new Lazy<MediaFacts>(() => MediaProbe.InspectFile(key.Path))).Value;
    }

    /// <summary>What tells a changed file; null for links and for what cannot be looked at, which the probe answers anew each time.</summary>
    private static (string Path, long Length, DateTime Written)? Stamp(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists && file.LinkTarget is null ? (path, file.Length, file.LastWriteTimeUtc) : null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
