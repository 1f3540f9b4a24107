using System.Collections.Concurrent;

namespace Wan27.Engine.Results;

/// <summary>The names that results of one run have taken, so that two never write to one file.</summary>
internal sealed class NameReservations
{
    // A folder may be case-insensitive whatever the system: two names that differ in case only count as one.
    private readonly ConcurrentDictionary<string, string> _owners = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes a path for a result; true also when that result has it already.</summary>
    public bool TryTake(string path, string owner)
        => string.Equals(_owners.GetOrAdd(path, owner), owner, StringComparison.Ordinal);
}
