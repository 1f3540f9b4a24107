using Wan27.Engine.Contract;

namespace Wan27.Engine.Results;

/// <summary>The destination folder and the folders that a template makes below it.</summary>
internal static class ResultFolder
{
    /// <summary>Gives the destination with its separator at the end, creating it if need be.</summary>
    public static string Open(string directory)
    {
        if (!Path.IsPathFullyQualified(directory))
        {
            throw StorageErrors.InvalidDestination(directory);
        }

        var full = Path.GetFullPath(directory);
        Create(full);
        return Path.EndsInDirectorySeparator(full) ? full : full + Path.DirectorySeparatorChar;
    }

    /// <summary>True for a file in the folder or below it.</summary>
    public static bool Holds(string directory, string file)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)) + Path.DirectorySeparatorChar;
        return Path.GetFullPath(file).StartsWith(folder, OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
    }

    /// <summary>Creates the folder that a file goes into.</summary>
    public static void CreateFor(string file) => Create(Path.GetDirectoryName(file) ?? file);

    private static void Create(string directory)
    {
        if (File.Exists(directory))
        {
            throw StorageErrors.NotAFolder(directory);
        }

        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception exception) when (StorageFault.IsStorage(exception))
        {
            throw StorageFault.Explain(exception, directory);
        }
    }
}
