namespace Wan27.Console;

/// <summary>Finds the module that belongs to this console.</summary>
internal static class ModuleLocation
{
    public const string ManifestName = "Wan27.psd1";

    /// <summary>
    /// The manifest that lies with the console (published: in <c>Modules/Wan27</c> or <c>Wan27</c> beside it), else in the nearest folder
    /// above (a repository); null when there is none.
    /// </summary>
    public static string? FindManifest(string start)
    {
        IEnumerable<string> beside = [Path.Combine(start, "Modules", "Wan27"), Path.Combine(start, "Wan27")];
        return beside.Concat(FoldersUpwards(start))
            .Select(folder => Path.Combine(folder, ManifestName))
            .FirstOrDefault(File.Exists);
    }

    private static IEnumerable<string> FoldersUpwards(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            yield return folder.FullName;
        }
    }
}
