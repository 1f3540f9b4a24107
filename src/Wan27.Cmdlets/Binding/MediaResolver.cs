using System.Management.Automation;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;

namespace Wan27.Cmdlets.Binding;

/// <summary>Turns what the user wrote into a source: URLs pass, paths resolve against the session's location.</summary>
internal static class MediaResolver
{
    public static MediaSource? Resolve(this PSCmdlet cmdlet, string? text)
        => string.IsNullOrWhiteSpace(text) ? null
            : MediaSource.IsUrl(text) ? MediaSource.Remote(text)
            : MediaSource.Local(cmdlet.ResolvePath(text));

    public static IReadOnlyList<MediaSource> ResolveAll(this PSCmdlet cmdlet, string[]? texts)
        => [.. (texts ?? []).Select(cmdlet.Resolve).OfType<MediaSource>()];

    /// <summary>An absolute file system path; the file need not exist.</summary>
    public static string ResolvePath(this PSCmdlet cmdlet, string path)
    {
        try
        {
            var resolved = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return provider.Name == "FileSystem"
                ? resolved
                : throw ErrorFactory.Local(WanBoundary.Media, "NotAFilePath", $"'{path}' is a path of the {provider.Name} provider, not of the file system.", "Give a file path or a URL.");
        }
        catch (Exception unknown) when (unknown is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException or ProviderInvocationException or ItemNotFoundException or NotSupportedException)
        {
            throw ErrorFactory.Local(WanBoundary.Media, "NotAFilePath", $"'{path}' is not a path that can be resolved here.", "Give a file path, or a URL that begins with https:// or oss://.", inner: unknown);
        }
    }
}
