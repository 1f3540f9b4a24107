using Wan27.Engine.Records;

namespace Wan27.Engine.Profiles;

/// <summary>Files and folders that only their owner may read.</summary>
internal static class OwnerOnly
{
    public static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Opens a file at its end, and makes it when there is none. Others may read, move and delete it meanwhile.</summary>
    public static FileStream Append(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    /// <summary>Writes beside the target, then renames: a reader sees the old file or the new one, never half of it.</summary>
    public static void Replace(string path, byte[] content) => Replace(path, stream => stream.Write(content));

    /// <param name="path">The target.</param>
    /// <param name="write">Writes the content; the file beside the target is its owner's alone before this begins.</param>
    public static void Replace(string path, Action<FileStream> write)
    {
        var beside = $"{path}.{Environment.ProcessId}.{Guid.NewGuid():N}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (var stream = new FileStream(beside, options))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            DurableMove.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }
}
