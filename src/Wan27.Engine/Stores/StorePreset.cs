namespace Wan27.Engine.Stores;

/// <summary>What servers of one kind expect.</summary>
/// <param name="Name">The name that Set-WanStore takes.</param>
/// <param name="Owner">Whose servers they are.</param>
/// <param name="Hosts">Ends of the host names that tell the kind.</param>
/// <param name="Endpoint">The address where a region alone tells it; null where the user must give it.</param>
/// <param name="Region">The region to sign for where none is given.</param>
/// <param name="PathStyle">True when the bucket stands in the path, false when it stands in the host name.</param>
/// <param name="ConditionalPut">Whether a PUT knows <c>If-None-Match: *</c>; null where only the server itself can tell.</param>
/// <param name="KeyPrefixes">What its access keys begin with, where they have a mark.</param>
/// <param name="Trailers">True when bodies may travel in chunks with a checksum behind them.</param>
/// <param name="Source">Where this comes from.</param>
/// <param name="Note">What else is to be known.</param>
internal sealed record StorePreset(
    string Name, string Owner, IReadOnlyList<string> Hosts, string? Endpoint, string? Region, bool PathStyle, bool? ConditionalPut, IReadOnlyList<string> KeyPrefixes, bool Trailers, string Source, string? Note)
{
    /// <summary>True for a host of this kind.</summary>
    public bool Owns(string host)
        => Hosts.Any(end => host.Equals(end, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + end, StringComparison.OrdinalIgnoreCase));
}
