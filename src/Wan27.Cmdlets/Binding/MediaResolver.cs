using Wan27.Cmdlets.Commands;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;
using Wan27.Engine.Stores;

namespace Wan27.Cmdlets.Binding;

/// <summary>Turns what the user wrote into a source: URLs pass, references to objects are looked up, paths resolve against the session's location.</summary>
internal static class MediaResolver
{
    // Brackets are common in the names of files, so that they are no pattern where a URL may stand as well.
    private static readonly char[] Wild = ['*', '?'];

    /// <summary>One source. A pattern is refused: it could mean several files.</summary>
    public static MediaSource? Resolve(this RouteCmdlet cmdlet, string parameter, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (MediaSource.IsUrl(text))
        {
            return MediaSource.Remote(text);
        }

        if (StoreReference.Is(text))
        {
            return cmdlet.Stores.Find(text);
        }

        var path = cmdlet.ResolvePath(text);
        return IsPattern(text, path)
            ? throw MediaErrors.PatternNotTaken(parameter, text, cmdlet.MyInvocation.MyCommand.Name)
            : MediaSource.Local(path);
    }

    /// <summary>Several sources in the order given; the files of a pattern come in the order of their names.</summary>
    public static IReadOnlyList<MediaSource> ResolveAll(this RouteCmdlet cmdlet, IEnumerable<string>? texts)
        => [.. (texts ?? []).Where(static text => !string.IsNullOrWhiteSpace(text)).SelectMany(cmdlet.ResolveEach)];

    /// <summary>Several sources whose places count; null for an empty one. Empty ones at the end say nothing.</summary>
    public static IReadOnlyList<MediaSource?> ResolveWithGaps(this RouteCmdlet cmdlet, string parameter, IReadOnlyList<string>? texts)
    {
        var sources = (texts ?? []).Select(text => cmdlet.Resolve(parameter, text)).ToList();
        while (sources is [.., null])
        {
            sources.RemoveAt(sources.Count - 1);
        }

        return sources;
    }

    private static IEnumerable<MediaSource> ResolveEach(this RouteCmdlet cmdlet, string text)
    {
        if (MediaSource.IsUrl(text))
        {
            return [MediaSource.Remote(text)];
        }

        if (StoreReference.Is(text))
        {
            return [cmdlet.Stores.Find(text)];
        }

        var path = cmdlet.ResolvePath(text);
        return IsPattern(text, path)
            ? cmdlet.FilesOf(text.Replace("[", "`[", StringComparison.Ordinal).Replace("]", "`]", StringComparison.Ordinal), text).Select(MediaSource.Local)
            : [MediaSource.Local(path)];
    }

    private static bool IsPattern(string text, string path) => text.IndexOfAny(Wild) >= 0 && !File.Exists(path);
}
