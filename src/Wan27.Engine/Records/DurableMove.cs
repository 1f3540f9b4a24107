using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Wan27.Engine.Records;

/// <summary>
/// Gives a file its final name so that it keeps it when the power goes: on systems where a name belongs to the folder, the folder is
/// flushed to disk as well. The content is the caller's to flush before.
/// </summary>
internal static class DurableMove
{
    private const int ReadOnly = 0;

    /// <exception cref="IOException">The file cannot be moved, or the disk fails.</exception>
    public static void Move(string from, string to, bool overwrite)
    {
        if (overwrite)
        {
            File.Move(from, to, overwrite);
        }
        else
        {
            ExclusiveMove.Move(from, to);
        }

        if (!OperatingSystem.IsWindows())
        {
            FlushFolder(Path.GetDirectoryName(Path.GetFullPath(to))!);
        }
    }

    private static void FlushFolder(string folder)
    {
        using var handle = new SafeFileHandle(Open(folder, ReadOnly), ownsHandle: true);

        // A folder that may be written and not read cannot be opened; the name is given all the same.
        if (!handle.IsInvalid)
        {
            RandomAccess.FlushToDisk(handle);
        }
    }

    // .NET opens no folders.
    [DllImport("libc", EntryPoint = "open", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
