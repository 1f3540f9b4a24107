using System.Management.Automation;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;
using Wan27.Engine.Stores;

namespace Wan27.Cmdlets.Binding;

/// <summary>Paths as PowerShell reads them: relative ones, other drives, patterns. What is no file path gets one clear error.</summary>
internal static class FilePaths
{
    private const string Provider = "FileSystem";

    /// <summary>True for a text that is no path: a URL, or an object of a store.</summary>
    public static bool IsAddress(string text) => MediaSource.IsUrl(text) || StoreReference.Is(text);

    /// <summary>An absolute file system path; the file need not exist.</summary>
    public static string ResolvePath(this PSCmdlet cmdlet, string path)
    {
        try
        {
            var resolved = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return provider.Name == Provider ? resolved : throw OtherProvider(path, provider);
        }
        catch (Exception unknown) when (IsUnknown(unknown))
        {
            throw NotAPath(path, unknown);
        }
    }

    /// <summary>
    /// The files that a path with wildcards stands for, in the order of their names; never none. A file whose own name looks like a pattern
    /// is taken when the pattern finds nothing.
    /// </summary>
    public static IReadOnlyList<string> Expand(this PSCmdlet cmdlet, string path)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(path))
        {
            return [cmdlet.ResolvePath(path.Contains('`', StringComparison.Ordinal) ? WildcardPattern.Unescape(path) : path)];
        }

        try
        {
            return cmdlet.FilesOf(path, path);
        }
        catch (WanException) when (cmdlet.ResolvePath(path) is var literal && File.Exists(literal))
        {
            return [literal];
        }
    }

    /// <summary>The files that a pattern finds.</summary>
    /// <param name="cmdlet">For the session's location and drives.</param>
    /// <param name="pattern">With wildcards.</param>
    /// <param name="written">The pattern as the user wrote it.</param>
    public static IReadOnlyList<string> FilesOf(this PSCmdlet cmdlet, string pattern, string written)
    {
        try
        {
            var found = cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(pattern, out var provider);
            if (provider.Name != Provider)
            {
                throw OtherProvider(written, provider);
            }

            var files = found.Where(File.Exists).Order(StringComparer.Ordinal).ToArray();
            return files.Length > 0 ? files : throw NoFile(cmdlet, written, null);
        }
        catch (ItemNotFoundException missing)
        {
            throw NoFile(cmdlet, written, missing);
        }
        catch (Exception unknown) when (IsUnknown(unknown) || unknown is WildcardPatternException)
        {
            throw NotAPath(written, unknown);
        }
    }

    private static WanException NoFile(PSCmdlet cmdlet, string pattern, Exception? inner)
    {
        var whole = cmdlet.ResolvePath(pattern);
        return MediaErrors.NoFileMatches(pattern, Path.GetDirectoryName(whole) ?? whole, inner);
    }

    private static WanException OtherProvider(string path, ProviderInfo provider)
        => MediaErrors.NotAFilePathOfOtherDrive(path, provider.Name);

    private static WanException NotAPath(string path, Exception inner)
        => MediaErrors.NotAFilePath(path, MediaSource.UrlForms, inner);

    private static bool IsUnknown(Exception failed)
        => failed is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException or ProviderInvocationException or ItemNotFoundException or NotSupportedException;
}
