using Wan27.Engine.Contract;
using Wan27.Engine.Results;

namespace Wan27.Engine.Diagnosis;

/// <summary>Whether results can be stored in a folder: writes a small file where one may be written, and takes it away again.</summary>
internal static class StorageProbe
{
    /// <summary>Free bytes where the folder is or would be made.</summary>
    /// <exception cref="WanException">Nothing can be written there.</exception>
    public static long? Look(string folder)
    {
        var existing = folder;
        while (!Directory.Exists(existing))
        {
            if (File.Exists(existing))
            {
                throw StorageErrors.NotAFolder(existing);
            }

            existing = Path.GetDirectoryName(existing)
                ?? throw StorageErrors.FolderGoneWithDrive(folder);
        }

        var probe = Path.Combine(existing, $".wan27-{Guid.NewGuid():N}.tmp");
        try
        {
            using var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            file.WriteByte(0);
            file.Flush(flushToDisk: true);
            return FreeBytes(existing);
        }
        catch (Exception refused) when (StorageFault.IsStorage(refused))
        {
            throw StorageFault.Explain(refused, probe);
        }
    }

    /// <summary>Why nothing can be written to a folder; null where it can.</summary>
    public static string? WhyNot(string folder)
    {
        try
        {
            Look(folder);
            return null;
        }
        catch (WanException refused)
        {
            return refused.Message;
        }
    }

    private static long? FreeBytes(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception unknown) when (StorageFault.IsStorage(unknown) || unknown is ArgumentException)
        {
            // A share or a container's layer may not tell; that it can be written to is what counts.
            return null;
        }
    }
}
