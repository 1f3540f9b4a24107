using Wan27.Engine.Contract;
using Wan27.Engine.Media;

namespace Wan27.Engine.Results;

/// <summary>Which URLs results may be read from, and how they are written down.</summary>
internal static class ResultUrl
{
    /// <summary>Reads a result URL.</summary>
    /// <exception cref="WanException"><c>Wan.Storage.InvalidUrl</c>: not https, nor plain http on this machine.</exception>
    public static Uri Parse(string url)
        => Uri.TryCreate(url, UriKind.Absolute, out var parsed) && IsAllowed(parsed)
            ? parsed
            : throw StorageErrors.InvalidUrl();

    /// <summary>Where a redirect may lead: never from the network to a plain http address of this machine.</summary>
    public static bool MayRedirect(Uri from, Uri to)
        => to.Scheme == Uri.UriSchemeHttps || (to.Scheme == Uri.UriSchemeHttp && to.IsLoopback && from.IsLoopback);

    /// <summary>When a signed URL dies, by the figure of the storage in it; null where it has none.</summary>
    public static DateTimeOffset? EndOf(Uri url) => SignedUrl.Read(url.AbsoluteUri).End;

    private static bool IsAllowed(Uri url)
        => url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback);
}
