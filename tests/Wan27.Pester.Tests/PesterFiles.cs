namespace Wan27.PesterTests;

/// <summary>The files of the suite and where they lie.</summary>
internal static class PesterFiles
{
    public static string Root { get; } = FindRoot();

    public static string Folder { get; } = Path.Combine(Root, "tests", "Pester");

    /// <summary>The names of the files for a layout. One that packs or starts scripts by itself would do the same thing twice.</summary>
    public static IEnumerable<string> For(ModuleUnderTest module)
        => Directory.EnumerateFiles(Folder, "*.Tests.ps1")
            .Where(file => module == ModuleUnderTest.Packed || File.ReadAllText(file).Contains("'Session.ps1'", StringComparison.Ordinal))
            .Select(file => Path.GetFileName(file))
            .Order(StringComparer.Ordinal);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Wan27.psd1")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("No Wan27.psd1 above the tests.");
        }

        return folder.FullName;
    }
}
